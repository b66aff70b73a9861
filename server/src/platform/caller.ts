/** A caller who can be packed into a job: it then acts for the same person with the rights they had. */
import type { Permission } from "@omniflow/contract";
import { type Actor, type Caller, type Platform, systemContext } from "./context.ts";

export type PortableCaller = {
  actor: Actor;
  memberId: string | null;
  teamIds: readonly string[];
  permissions: Permission[];
};

export const portable = (ctx: Caller): PortableCaller => ({
  actor: ctx.actor,
  memberId: ctx.memberId,
  teamIds: ctx.teamIds,
  permissions: [...ctx.permissions],
});

export const callerOf = (platform: Platform, workspaceId: string, caller: PortableCaller): Caller => ({
  ...systemContext(platform, workspaceId),
  actor: caller.actor,
  memberId: caller.memberId,
  teamIds: caller.teamIds,
  permissions: new Set(caller.permissions),
});
