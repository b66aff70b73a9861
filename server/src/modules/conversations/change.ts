/** Changing a conversation: assign, status, priority, tags, snooze, folder, subject — one verb, one event per thing that changed. */
import type { Conversation, ConversationChange } from "@omniflow/contract";
import { AppError } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { need } from "../../platform/permission.ts";
import { keep, noteAction } from "./actions/note.ts";
import { rowColumns, rowJoins } from "./list.ts";
import { audienceOf, type ConversationState, lockConversation, versionConflict } from "./scope.ts";
import { knownTags } from "./tags.ts";
import { type ConversationRow, conversationView } from "./views.ts";

/** @returns the conversation, and the action by which a member can undo the change. */
export async function changeConversation(
  ctx: Caller,
  id: string,
  change: ConversationChange,
): Promise<Conversation & { action_id: string | null }> {
  allowChange(ctx, change);
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const before = await lockConversation(ctx, tx, id);
    if (change.version !== undefined && change.version !== before.version) throw versionConflict();
    const after = await applyChange(ctx, tx, before, change);
    const { version: _, ...wanted } = change;
    const actionId = ctx.memberId ? await noteAction(ctx, tx, wanted, keep(before), keep(after), id) : null;
    return { ...(await getRow(ctx, tx, id)), action_id: actionId };
  });
}

/** The row as the caller now sees it, also when the change took it out of their sight. */
export async function getRow(ctx: Caller, tx: Tx, id: string): Promise<Conversation> {
  const row = await tx.row<ConversationRow>(sql`select ${rowColumns(ctx)} from conversations c ${rowJoins}
    where c.workspace_id = ${ctx.workspaceId} and c.id = ${id}`);
  return conversationView(row!);
}

/** @param before the locked row; callers that change more in the same transaction pass it on. */
export async function applyChange(
  ctx: Caller,
  tx: Tx,
  before: ConversationState,
  change: ConversationChange,
): Promise<ConversationState> {
  const after = await nextState(ctx, tx, before, change);
  await writeState(ctx, tx, after);
  await learnSender(ctx, tx, before, after);
  announceChange(ctx, tx, before, after);
  return { ...after, version: before.version + 1 };
}

/** Spam teaches: what else this person sends goes there too, until the conversation is taken out of it. */
async function learnSender(ctx: Caller, tx: Tx, before: ConversationState, after: ConversationState): Promise<void> {
  if (before.folder === after.folder || (before.folder !== "spam" && after.folder !== "spam")) return;
  const blocked = after.folder === "spam";
  await tx.run(sql`update contacts set blocked_at = ${blocked ? ctx.platform.clock.now() : null}, version = version + 1, updated_at = now()
    where workspace_id = ${ctx.workspaceId} and (id = ${after.contact_id} or merged_into = ${after.contact_id}) and (blocked_at is not null) <> ${blocked}`);
  emit(ctx, tx, { type: "contact.updated", data: { fields: ["blocked"] }, contactId: after.contact_id });
}

/** Writes the fields a change may touch. */
export async function writeState(ctx: Caller, tx: Tx, after: ConversationState): Promise<void> {
  await tx.run(sql`update conversations set status = ${after.status}, folder = ${after.folder}, priority = ${after.priority}, subject = ${after.subject},
      assignee_member_id = ${after.assignee_member_id}, assignee_agent_id = ${after.assignee_agent_id}, team_id = ${after.team_id},
      tags = ${after.tags}, snoozed_until = ${after.snoozed_until}, wake_on_reply = ${after.snoozed_until ? after.wake_on_reply : true},
      resolved_at = case when ${after.status} = 'resolved' then coalesce(resolved_at, now()) end,
      waiting_since = case when ${after.status} = 'resolved' then null else waiting_since end,
      version = version + 1
    where workspace_id = ${ctx.workspaceId} and id = ${after.id}`);
}

export function allowChange(ctx: Caller, change: ConversationChange): void {
  if (change.assignee_id !== undefined || change.team_id !== undefined) need(ctx, "conversations.assign");
  const others = Object.keys(change).filter((key) => !["assignee_id", "team_id", "version"].includes(key));
  if (others.length) need(ctx, "conversations.update");
}

async function nextState(
  ctx: Caller,
  tx: Tx,
  before: ConversationState,
  change: ConversationChange,
): Promise<ConversationState> {
  const after = { ...before };
  if (change.assignee_id !== undefined) {
    after.assignee_agent_id = null;
    after.assignee_member_id = change.assignee_id && (await activeMember(ctx, tx, change.assignee_id));
  }
  if (change.team_id !== undefined) after.team_id = change.team_id && (await existingTeam(ctx, tx, change.team_id));
  if (change.priority) after.priority = change.priority;
  if (change.folder) after.folder = change.folder;
  if (change.subject !== undefined) after.subject = change.subject.replace(/\s+/g, " ").trim();
  if (change.tags) after.tags = await knownTags(ctx, tx, change.tags);
  if (change.status) after.status = change.status;
  if (change.status && change.status !== "open") after.snoozed_until = null;
  if (change.wake_on_reply !== undefined) after.wake_on_reply = change.wake_on_reply;
  if (change.snoozed_until !== undefined) after.snoozed_until = snoozeTime(ctx, change.snoozed_until);
  // A snoozed conversation is still to be done: it comes back as open.
  if (after.snoozed_until && after.status === "resolved") after.status = "open";
  return after;
}

function snoozeTime(ctx: Caller, wanted: string | null): Date | null {
  if (wanted === null) return null;
  const time = new Date(wanted);
  const now = ctx.platform.clock.now().getTime();
  if (time.getTime() <= now || time.getTime() > now + 5 * 365 * 86_400_000) {
    throw new AppError("validation_failed", "Choose a time in the future, within five years.", {
      field: "snoozed_until",
    });
  }
  return time;
}

async function activeMember(ctx: Caller, tx: Tx, id: string): Promise<string> {
  const row = await tx.row(
    sql`select 1 from members where workspace_id = ${ctx.workspaceId} and id = ${id} and deactivated_at is null`,
  );
  if (!row)
    throw new AppError("unprocessable", "This member does not exist or is deactivated.", { field: "assignee_id" });
  return id;
}

async function existingTeam(ctx: Caller, tx: Tx, id: string): Promise<string> {
  const row = await tx.row(sql`select 1 from teams where workspace_id = ${ctx.workspaceId} and id = ${id}`);
  if (!row) throw new AppError("unprocessable", "This team does not exist.", { field: "team_id" });
  return id;
}

export function announceChange(ctx: Caller, tx: Tx, before: ConversationState, after: ConversationState): void {
  const about = { conversationId: before.id, contactId: before.contact_id, audience: audienceOf(before, after) };
  const assignee = (s: ConversationState) => s.assignee_member_id ?? s.assignee_agent_id;
  if (assignee(before) !== assignee(after)) {
    const type =
      (after.assignee_agent_id ?? (assignee(after) ? null : before.assignee_agent_id)) ? "ai_agent" : "member";
    emit(ctx, tx, {
      type: "conversation.assigned",
      data: { from: assignee(before), to: assignee(after), type },
      ...about,
    });
  }
  if (before.team_id !== after.team_id) {
    emit(ctx, tx, { type: "conversation.team_changed", data: { from: before.team_id, to: after.team_id }, ...about });
  }
  for (const [field, type] of [
    ["status", "conversation.status_changed"],
    ["priority", "conversation.priority_changed"],
    ["subject", "conversation.subject_changed"],
    ["folder", "conversation.moved"],
  ] as const) {
    if (before[field] !== after[field])
      emit(ctx, tx, { type, data: { from: before[field], to: after[field] }, ...about });
  }
  const added = after.tags.filter((tag) => !before.tags.includes(tag));
  const removed = before.tags.filter((tag) => !after.tags.includes(tag));
  if (added.length || removed.length)
    emit(ctx, tx, { type: "conversation.tags_changed", data: { added, removed }, ...about });
  if (before.snoozed_until?.getTime() !== after.snoozed_until?.getTime()) {
    if (after.snoozed_until)
      emit(ctx, tx, { type: "conversation.snoozed", data: { until: after.snoozed_until.toISOString() }, ...about });
    else emit(ctx, tx, { type: "conversation.woken", data: { reason: "by_hand" }, ...about });
  }
}
