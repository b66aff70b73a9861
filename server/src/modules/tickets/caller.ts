/** The caller of work nobody asked for. */
import type { Permission } from "@omniflow/contract";
import { type Actor, type Caller, type Platform, systemContext } from "../../platform/context.ts";

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
