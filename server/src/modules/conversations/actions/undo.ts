/** Undo: gives each conversation back what the action changed — unless somebody else has changed that since, which is respected and said. */
import type { Action } from "@omniflow/contract";
import { AppError } from "../../../errors.ts";
import { portable } from "../../../platform/caller.ts";
import type { Caller } from "../../../platform/context.ts";
import { sql, type Tx } from "../../../platform/db.ts";
import { enqueue } from "../../../platform/jobs.ts";
import { announceChange, writeState } from "../change.ts";
import { setFollowing } from "../following.ts";
import { withdrawNote } from "../notes.ts";
import type { ConversationState } from "../scope.ts";
import { type After, type Undoable, undoable } from "./note.ts";
import { type ActionRow, actionColumns, actionView, getAction, tell } from "./perform.ts";
import { ticketHands } from "./tickets.ts";
import { restoreRead } from "./unread.ts";

const atOnce = 200;
const batch = 100;

export async function undoAction(ctx: Caller, id: string): Promise<Action> {
  const action = await getAction(ctx, id);
  if (action.state === "undone" || action.state === "undoing") return action;
  if (action.state === "running")
    throw new AppError("conflict", "This action is still at work. Wait until it is done.");
  if (!action.undo_until || new Date(action.undo_until) < ctx.platform.clock.now()) {
    throw new AppError("expired", "This can no longer be undone.");
  }
  const begun = await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const n = await tx.run(
      sql`update actions set state = 'undoing', skipped = 0 where workspace_id = ${ctx.workspaceId} and id = ${id} and state = 'done'`,
    );
    if (n && action.done > atOnce) {
      enqueue(tx, {
        task: "undo_action",
        payload: { workspace_id: ctx.workspaceId, action_id: id, caller: portable(ctx) },
        key: `action:${id}`,
      });
    }
    return n > 0;
  });
  if (begun && action.done <= atOnce) await undoAll(ctx, id);
  return getAction(ctx, id);
}

export async function undoAll(ctx: Caller, id: string, signal?: AbortSignal): Promise<void> {
  while (!signal?.aborted) {
    const more = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => undoBatch(ctx, tx, id));
    if (more) continue;
    await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
      tx.run(
        sql`update actions set state = 'undone' where workspace_id = ${ctx.workspaceId} and id = ${id} and state = 'undoing'`,
      ),
    );
    return tell(ctx, id);
  }
}

type Item = { state: ConversationState; before: Undoable; after: After };

async function undoBatch(ctx: Caller, tx: Tx, actionId: string): Promise<boolean> {
  const items = await tx.rows<Item>(sql`select to_jsonb(c) as state, i.before, i.after
    from action_items i join conversations c on c.workspace_id = i.workspace_id and c.id = i.conversation_id
    where i.workspace_id = ${ctx.workspaceId} and i.action_id = ${actionId} and i.state = 'done'
    order by c.id limit ${batch} for no key update of c, i`);
  let skipped = 0;
  for (const item of items) if (!(await giveBack(ctx, tx, item))) skipped++;
  await tx.run(sql`update action_items set state = 'undone' where workspace_id = ${ctx.workspaceId} and action_id = ${actionId}
    and conversation_id = any(${items.map((item) => item.state.id)}::uuid[])`);
  await tx.run(sql`update actions set skipped = skipped + ${skipped},
      reason = case when skipped + ${skipped} > 0 then 'Some were changed by someone else since and stay as they are.' end
    where workspace_id = ${ctx.workspaceId} and id = ${actionId}`);
  if (items.length) tx.afterCommit(() => tell(ctx, actionId));
  return items.length === batch;
}

/** @returns whether everything the action changed could be given back. */
async function giveBack(ctx: Caller, tx: Tx, { state: raw, before, after }: Item): Promise<boolean> {
  const state = { ...raw, snoozed_until: raw.snoozed_until && new Date(raw.snoozed_until) };
  if (after.note_id) await withdrawNote(ctx, tx, state, after.note_id);
  if (after.following !== undefined) await setFollowing(ctx, tx, state, !after.following);
  if (after.read_before !== undefined) await restoreRead(ctx, tx, state.id, after.read_before);
  const ticketGone = after.ticket ? await ticketHands.of.undo(ctx, tx, state.id, after.ticket) : true;
  const changed = undoable.filter((field) => !same(before[field], after[field]));
  const mine = changed.filter((field) => same(state[field], after[field]));
  if (mine.length) {
    const next = { ...state, ...Object.fromEntries(mine.map((field) => [field, before[field]])) } as ConversationState;
    if (typeof next.snoozed_until === "string") next.snoozed_until = new Date(next.snoozed_until);
    await writeState(ctx, tx, next);
    announceChange(ctx, tx, state, next);
  }
  return ticketGone && mine.length === changed.length;
}

function same(a: unknown, b: unknown): boolean {
  const plain = (value: unknown) =>
    value instanceof Date || (typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value))
      ? new Date(value).getTime()
      : value;
  return JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}

/** What the caller can still undo, newest first: also after a reload. */
export const listUndoable = (ctx: Caller, limit: number): Promise<Action[]> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const rows =
      await tx.rows<ActionRow>(sql`select ${actionColumns} from actions where workspace_id = ${ctx.workspaceId} and member_id = ${ctx.memberId}::uuid
      and state in ('running', 'done') and undo_until > now() order by created_at desc limit ${limit}`);
    return rows.map(actionView);
  });
