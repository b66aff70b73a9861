/** Acting for somebody when they are not there: what a job needs to have the same rights, and a caller for work nobody asked for. */
import type { Permission } from "@omniflow/contract";
import { type Actor, type Caller, type Platform, systemContext } from "../../platform/context.ts";

export type PortableCaller = { actor: Actor; memberId: string | null; teamIds: string[]; permissions: Permission[] };

export const portable = (ctx: Caller): PortableCaller => ({
  actor: ctx.actor,
  memberId: ctx.memberId,
  teamIds: [...ctx.teamIds],
  permissions: [...ctx.permissions],
});

export const callerOf = (platform: Platform, workspaceId: string, caller: PortableCaller): Caller => ({
  ...systemContext(platform, workspaceId),
  actor: caller.actor,
  memberId: caller.memberId,
  teamIds: caller.teamIds,
  permissions: new Set(caller.permissions),
});

/** For what follows by itself: sees every ticket and conversation, and changes tickets. */
export const systemCaller = (
  platform: Platform,
  workspaceId: string,
  by: { actor?: Actor; cause?: string } = {},
): Caller => ({
  ...systemContext(platform, workspaceId, by.cause ?? null),
  ...(by.actor ? { actor: by.actor } : {}),
  memberId: null,
  teamIds: [],
  permissions: new Set<Permission>(["conversations.view_all", "tickets.view", "tickets.create", "tickets.update"]),
});
