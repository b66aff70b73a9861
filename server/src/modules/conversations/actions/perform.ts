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
import { newId } from "../../../platform/uuid.ts";
import { allowChange, applyChange } from "../change.ts";
import { addNote } from "../notes.ts";
import { type ConversationState, visibleTo } from "../scope.ts";
import { select } from "../selection.ts";
import { changeTags } from "../tags.ts";
import { keep } from "./note.ts";

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
  allowChange(ctx, asChange(input.change, []));
  if (input.change.note !== undefined) allowNote(ctx);
  const id = newId();
  const total = await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    await tx.run(sql`insert into actions (workspace_id, id, member_id, actor_type, actor_id, change, selection, undo_until)
      values (${ctx.workspaceId}, ${id}, ${ctx.memberId}, ${ctx.actor.type}, ${ctx.actor.id}, ${JSON.stringify(input.change)}, ${input.select ? JSON.stringify(input.select) : null},
        now() + make_interval(mins => ${undoMinutes}))`);
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
  const states =
    await tx.rows<ConversationState>(sql`select c.id, c.contact_id, c.subject, c.status, c.folder, c.priority, c.channel, c.assignee_member_id, c.assignee_agent_id,
      c.team_id, c.tags, c.snoozed_until, c.wake_on_reply, c.merged_into, c.version
    from action_items i join conversations c on c.workspace_id = i.workspace_id and c.id = i.conversation_id
    where i.workspace_id = ${ctx.workspaceId} and i.action_id = ${actionId} and i.state = 'waiting'
    order by c.id limit ${batch} for no key update of c, i skip locked`);
  const items: { id: string; before: object | null; after: object | null; skipped: boolean }[] = [];
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

async function changeOne(ctx: Caller, tx: Tx, before: ConversationState, change: BulkChange) {
  const wanted = asChange(change, before.tags);
  try {
    const noteId = change.note === undefined ? null : newId();
    if (noteId) await addNote(ctx, tx, before, noteId, { text: change.note });
    const after = Object.keys(wanted).length ? await applyChange(ctx, tx, before, wanted) : before;
    if (change.unread !== undefined) await setUnread(ctx, tx, before.id, change.unread);
    return {
      id: before.id,
      before: keep(before),
      after: { ...keep(after), ...(noteId ? { note_id: noteId } : {}) },
      skipped: false,
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { id: before.id, before: null, after: null, skipped: true };
  }
}

/** A bulk change as the change of one conversation: its own tags with some more and some less. */
export function asChange(
  { add_tags, remove_tags, unread: _, note: __, ...change }: BulkChange,
  tags: string[],
): ConversationChange {
  if (!add_tags?.length && !remove_tags?.length) return change as ConversationChange;
  return { ...change, tags: changeTags(tags, add_tags, remove_tags) } as ConversationChange;
}

export function allowNote(ctx: Caller): void {
  if (!ctx.permissions.has("conversations.note"))
    throw new AppError("forbidden", "This needs the permission conversations.note. Ask an admin of the workspace.");
}

const setUnread = (ctx: Caller, tx: Tx, id: string, unread: boolean) =>
  tx.run(sql`insert into conversation_reads (workspace_id, member_id, conversation_id, read_at)
    select workspace_id, ${ctx.memberId}, id, ${unread ? sql`coalesce(last_inbound_at, last_message_at) - interval '1 millisecond'` : sql`now()`}
    from conversations where workspace_id = ${ctx.workspaceId} and id = ${id} and ${ctx.memberId}::uuid is not null
    on conflict (workspace_id, member_id, conversation_id) do update set read_at = excluded.read_at`);

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
