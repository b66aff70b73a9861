/** What a canned response does besides its words: one change of the conversation, made with the send and undone with it. */
import type { ConversationChange, Macro } from "@omniflow/contract";
import { AppError } from "../../errors.ts";
import type { Caller, Context } from "../../platform/context.ts";
import type { Tx } from "../../platform/db.ts";
import { allowChange, applyChange, type ConversationState, lockConversation } from "../conversations/index.ts";

/** The status is not part of it: it goes the way of every send. @throws forbidden for what the caller may not change. */
export function macroChange(ctx: Caller, state: ConversationState, macro: Macro): ConversationChange {
  const tags = [...state.tags.filter((tag) => !includes(macro.remove_tags, tag)), ...(macro.add_tags ?? [])];
  const change: ConversationChange = {
    ...(macro.priority ? { priority: macro.priority } : {}),
    ...(macro.team_id !== undefined ? { team_id: macro.team_id } : {}),
    ...(macro.assign_to_sender && ctx.memberId
      ? { assignee_id: ctx.memberId }
      : macro.assignee_id !== undefined
        ? { assignee_id: macro.assignee_id }
        : {}),
    ...(macro.add_tags?.length || macro.remove_tags?.length ? { tags } : {}),
    ...(macro.snooze_hours
      ? { snoozed_until: new Date(ctx.platform.clock.now().getTime() + macro.snooze_hours * 3600_000).toISOString() }
      : {}),
  };
  allowChange(ctx, { ...change, ...(macro.status ? { status: macro.status } : {}) });
  return change;
}

/** Kept with a message that goes out later: allowed now, to whoever sends by name. @throws forbidden */
export function laterMacro(ctx: Caller, state: ConversationState, macro: Macro): Macro {
  macroChange(ctx, state, macro);
  const { assign_to_sender: toSender, status: _, ...rest } = macro;
  return toSender && ctx.memberId ? { ...rest, assignee_id: ctx.memberId } : rest;
}

/** It goes out now: what it does happens with it. Somebody who has left meanwhile is no reason not to have sent it. */
export async function applyLaterMacro(ctx: Context, tx: Tx, conversationId: string, macro: Macro): Promise<void> {
  const caller: Caller = {
    ...ctx,
    permissions: new Set(["conversations.view_all", "conversations.assign", "conversations.update"]),
    memberId: null,
    teamIds: [],
  };
  const state = await lockConversation(caller, tx, conversationId);
  const change = macroChange(caller, state, macro);
  if (Object.keys(change).length === 0) return;
  try {
    await applyChange(caller, tx, state, change);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { assignee_id: _, team_id: __, ...rest } = change;
    if (Object.keys(rest).length > 0) await applyChange(caller, tx, state, rest);
  }
}

const includes = (tags: readonly string[] | undefined, tag: string) =>
  (tags ?? []).some((one) => one.toLowerCase() === tag.toLowerCase());

/** @returns the conversation as it is then */
export async function applyMacro(
  ctx: Caller,
  tx: Tx,
  state: ConversationState,
  macro: Macro,
): Promise<ConversationState> {
  const change = macroChange(ctx, state, macro);
  return Object.keys(change).length === 0 ? state : applyChange(ctx, tx, state, change);
}
