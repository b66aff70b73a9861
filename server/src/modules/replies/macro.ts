/** What a canned response does besides its words: one change of the conversation, made with the send and undone with it. */
import type { ConversationChange, Macro, Status } from "@omniflow/contract";
import { AppError } from "../../errors.ts";
import type { Caller, Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import {
  allowChange,
  applyChange,
  type ConversationState,
  keep,
  lockConversation,
  type Undoable,
} from "../conversations/index.ts";

/** Kept with the message: the fields that were changed, as they were and as they became. */
export type MacroTrace = { before: Partial<Undoable>; after: Partial<Undoable> };

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

export async function applyMacro(
  ctx: Caller,
  tx: Tx,
  messageId: string,
  state: ConversationState,
  macro: Macro,
): Promise<void> {
  const change = macroChange(ctx, state, macro);
  if (Object.keys(change).length === 0) return;
  const after = await applyChange(ctx, tx, state, change);
  const trace = differences(keep(state), keep(after));
  await tx.run(sql`update messages set details = details || jsonb_build_object('macro', ${JSON.stringify(trace)}::jsonb)
    where workspace_id = ${ctx.workspaceId} and id = ${messageId}`);
}

function differences(before: Undoable, after: Undoable): MacroTrace {
  const changed = (Object.keys(before) as (keyof Undoable)[]).filter(
    (field) => field !== "status" && JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  );
  const pick = (state: Undoable) => Object.fromEntries(changed.map((field) => [field, state[field]]));
  return { before: pick(before), after: pick(after) };
}

/** The change that takes it back, of what nobody has changed since. */
export function undoingChange(
  now: ConversationState,
  trace: MacroTrace | undefined,
  status?: Status,
): ConversationChange {
  const still = (field: keyof Undoable) =>
    trace !== undefined &&
    field in trace.after &&
    JSON.stringify(now[field] ?? null) === JSON.stringify(trace.after[field] ?? null);
  const was = trace?.before ?? {};
  const snoozed = was.snoozed_until ? new Date(was.snoozed_until) : null;
  return {
    ...(status && status !== now.status ? { status } : {}),
    ...(still("priority") ? { priority: was.priority } : {}),
    ...(still("team_id") ? { team_id: was.team_id ?? null } : {}),
    ...(still("assignee_member_id") ? { assignee_id: was.assignee_member_id ?? null } : {}),
    ...(still("tags") ? { tags: was.tags } : {}),
    ...(still("snoozed_until") && !(snoozed && snoozed.getTime() <= Date.now())
      ? { snoozed_until: snoozed?.toISOString() ?? null }
      : {}),
  } as ConversationChange;
}
