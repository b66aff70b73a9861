/**
 * Actions: what a member does to one conversation or to thousands, with the state before and after each, so that it can be undone
 * for a while. Few are done at once; many by a job that commits a batch at a time and tells its progress.
 */
import type { Action, BulkChange, BulkInput, ConversationChange } from "@omniflow/contract";
import { undoMinutes } from "@omniflow/contract";
import { AppError, notFound } from "../../../errors.ts";
import { portable } from "../../../platform/caller.ts";
import type { Caller } from "../../../platform/context.ts";
import { sql, type Tx } from "../../../platform/db.ts";
import { enqueue } from "../../../platform/jobs.ts";
import { need } from "../../../platform/permission.ts";
import { newId } from "../../../platform/uuid.ts";
import { allowChange, applyChange } from "../change.ts";
import { setFollowing } from "../following.ts";
import { addNote } from "../notes.ts";
import { eraseConversation } from "../removing.ts";
import { type ConversationState, visibleTo } from "../scope.ts";
import { select } from "../selection.ts";
import { changeTags } from "../tags.ts";
import { type After, keep, type Undoable } from "./note.ts";
import { ticketHands } from "./tickets.ts";
import { setUnread } from "./unread.ts";

/** Up to so many are done before the answer. */
const atOnce = 100;
const batch = 100;
/** The most one action touches; a second one takes the rest. */
const most = 20_000;

export type ActionRow = Omit<Action, "created_at" | "undo_until"> & {
  created_at: Date;
  undo_until: Date | null;
  member_id: string | null;
};
export const actionColumns = sql`id, state, change, total, done, skipped, reason, created_at, undo_until, member_id`;

export const actionView = ({ member_id: _, ...row }: ActionRow): Action => ({
  ...row,
  created_at: row.created_at.toISOString(),
  undo_until: row.undo_until?.toISOString() ?? null,
});

export async function performBulk(ctx: Caller, input: BulkInput): Promise<Action> {
  if (Boolean(input.ids) === Boolean(input.select))
    throw new AppError("validation_failed", "Give either ids, or a query in `select`.", { field: "ids" });
  allowBulk(ctx, input.change);
  const id = newId();
  const total = await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    if (input.change.ticket) await ticketHands.of.allow(ctx, tx, input.change.ticket);
    await tx.run(sql`insert into actions (workspace_id, id, member_id, actor_type, actor_id, change, selection, undo_until)
      values (${ctx.workspaceId}, ${id}, ${ctx.memberId}, ${ctx.actor.type}, ${ctx.actor.id}, ${JSON.stringify(input.change)}, ${input.select ? JSON.stringify(input.select) : null},
        ${input.change.erased ? null : sql`now() + make_interval(mins => ${undoMinutes})`})`);
    const n = await chooseItems(ctx, tx, id, input);
    await tx.run(sql`update actions set total = ${n} where workspace_id = ${ctx.workspaceId} and id = ${id}`);
    if (n > atOnce)
      enqueue(tx, {
        task: "perform_action",
        payload: { workspace_id: ctx.workspaceId, action_id: id, caller: portable(ctx) },
        key: `action:${id}`,
      });
    return n;
  });
  if (total <= atOnce) await workOff(ctx, id);
  return getAction(ctx, id);
}

function allowBulk(ctx: Caller, change: BulkChange): void {
  allowChange(ctx, asChange(change, []));
  if (change.note !== undefined) allowNote(ctx);
  if (change.following !== undefined && !ctx.memberId)
    throw new AppError("forbidden", "Following is for members; an API key follows nothing.");
  if (!change.erased) return;
  if (Object.keys(change).length > 1)
    throw new AppError("validation_failed", "Deleting for good goes alone: nothing else can be changed with it.", {
      field: "change",
    });
  need(ctx, "conversations.delete");
}

async function chooseItems(ctx: Caller, tx: Tx, id: string, input: BulkInput): Promise<number> {
  const where = input.ids
    ? sql`c.workspace_id = ${ctx.workspaceId} and ${visibleTo(ctx)} and c.merged_into is null and c.id = any(${input.ids}::uuid[])`
    : (await select(ctx, tx, input.select!)).where;
  return tx.run(sql`insert into action_items (workspace_id, action_id, conversation_id)
    select ${ctx.workspaceId}, ${id}, c.id from conversations c where ${where} and c.id <> all(${input.except ?? []}::uuid[])
    order by c.last_message_at desc, c.id limit ${most}`);
}

/** Batch after batch until nothing waits; each commit stands for itself, so that a crash goes on where it was. */
export async function workOff(ctx: Caller, actionId: string, signal?: AbortSignal): Promise<void> {
  const action = await getAction(ctx, actionId);
  while (!signal?.aborted) {
    const left = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
      workBatch(ctx, tx, actionId, action.change as BulkChange),
    );
    if (left) continue;
    await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
      tx.run(
        sql`update actions set state = 'done' where workspace_id = ${ctx.workspaceId} and id = ${actionId} and state = 'running'`,
      ),
    );
    tell(ctx, actionId);
    return;
  }
}

async function workBatch(ctx: Caller, tx: Tx, actionId: string, change: BulkChange): Promise<boolean> {
  if (change.ticket) await ticketHands.of.begin(ctx, tx, change.ticket);
  const states =
    await tx.rows<ConversationState>(sql`select c.id, c.contact_id, c.subject, c.status, c.folder, c.priority, c.channel, c.assignee_member_id, c.assignee_agent_id,
      c.team_id, c.tags, c.snoozed_until, c.wake_on_reply, c.merged_into, c.version
    from action_items i join conversations c on c.workspace_id = i.workspace_id and c.id = i.conversation_id
    where i.workspace_id = ${ctx.workspaceId} and i.action_id = ${actionId} and i.state = 'waiting'
    order by c.id limit ${batch} for no key update of c, i skip locked`);
  const items: Item[] = [];
  for (const before of states) items.push(await changeOne(ctx, tx, before, change));
  await tx.run(sql`update action_items i set state = case when r.skipped then 'skipped' else 'done' end, before = r.before, after = r.after
    from json_to_recordset(${JSON.stringify(items)}) as r(id uuid, before jsonb, after jsonb, skipped boolean)
    where i.workspace_id = ${ctx.workspaceId} and i.action_id = ${actionId} and i.conversation_id = r.id`);
  const skipped = items.filter((item) => item.skipped).length;
  await tx.run(
    sql`update actions set done = done + ${items.length - skipped}, skipped = skipped + ${skipped} where workspace_id = ${ctx.workspaceId} and id = ${actionId}`,
  );
  if (states.length) tx.afterCommit(() => tell(ctx, actionId));
  return states.length === batch;
}

type Item = { id: string; before: Undoable | null; after: After | null; skipped: boolean };

async function changeOne(ctx: Caller, tx: Tx, before: ConversationState, change: BulkChange): Promise<Item> {
  try {
    if (change.erased) return await eraseOne(ctx, tx, before);
    const wanted = asChange(change, before.tags);
    const left: Omit<After, keyof Undoable> = {};
    if (change.note !== undefined) {
      left.note_id = newId();
      await addNote(ctx, tx, before, left.note_id, { text: change.note, mentions: change.mentions });
    }
    if (change.ticket) left.ticket = await ticketHands.of.perform(ctx, tx, before, change.ticket);
    const after = Object.keys(wanted).length ? await applyChange(ctx, tx, before, wanted) : before;
    if (change.unread !== undefined) left.read_before = await setUnread(ctx, tx, before.id, change.unread);
    if (change.following !== undefined && (await setFollowing(ctx, tx, before, change.following)))
      left.following = change.following;
    return { id: before.id, before: keep(before), after: { ...keep(after), ...left }, skipped: false };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { id: before.id, before: null, after: null, skipped: true };
  }
}

async function eraseOne(ctx: Caller, tx: Tx, conversation: ConversationState): Promise<Item> {
  const keys = await eraseConversation(ctx, tx, conversation);
  tx.afterCommit(() => {
    for (const key of keys)
      ctx.platform.files.remove(key).catch((err) => ctx.platform.log.warn({ err }, "a file stayed behind"));
  });
  return { id: conversation.id, before: null, after: null, skipped: false };
}

/** A bulk change as the change of one conversation: its own tags with some more and some less. */
export function asChange(
  {
    add_tags,
    remove_tags,
    unread: _,
    note: __,
    mentions: ___,
    following: ____,
    erased: _____,
    ticket: ______,
    ...change
  }: BulkChange,
  tags: string[],
): ConversationChange {
  if (!add_tags?.length && !remove_tags?.length) return change as ConversationChange;
  return { ...change, tags: changeTags(tags, add_tags, remove_tags) } as ConversationChange;
}

export const allowNote = (ctx: Caller): void => need(ctx, "conversations.note");

export async function getAction(ctx: Caller, id: string): Promise<Action> {
  const row = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
    tx.row<ActionRow>(sql`select ${actionColumns} from actions where workspace_id = ${ctx.workspaceId} and id = ${id}
      and (member_id = ${ctx.memberId}::uuid or actor_id = ${ctx.actor.id}::uuid)`),
  );
  if (!row) throw notFound("action");
  return actionView(row);
}

export const tell = (ctx: Caller, actionId: string) =>
  ctx.platform.hub.publish(ctx.workspaceId, [
    {
      hint: { type: "action.progress", seq: 0, actor_id: ctx.actor.id ?? undefined, action_id: actionId },
      audience: { teamIds: [], memberIds: [ctx.memberId] },
    },
  ]);
