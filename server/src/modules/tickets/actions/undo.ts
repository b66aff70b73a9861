/** Undo: gives each ticket back what the action changed — unless somebody else has changed that since, which is respected and said. */
import type { Action } from "@omniflow/contract";
import { AppError } from "../../../errors.ts";
import { portable } from "../../../platform/caller.ts";
import type { Caller } from "../../../platform/context.ts";
import { sql, type Tx } from "../../../platform/db.ts";
import { enqueue } from "../../../platform/jobs.ts";
import { announceChange } from "../announce.ts";
import { writeTicket } from "../change.ts";
import { tellDeleted } from "../removing.ts";
import { stateColumns, type TicketState } from "../scope.ts";
import { endings } from "../status.ts";
import { type Undoable, undoable } from "./note.ts";
import { type ActionRow, actionColumns, actionView, getTicketAction, tell } from "./perform.ts";

const atOnce = 200;
const batch = 100;

export async function undoTickets(ctx: Caller, id: string): Promise<Action> {
  const action = await getTicketAction(ctx, id);
  if (action.state === "undone" || action.state === "undoing") return action;
  if (action.state === "running")
    throw new AppError("conflict", "This action is still at work. Wait until it is done.");
  if (!action.undo_until || new Date(action.undo_until) < ctx.platform.clock.now())
    throw new AppError("expired", "This can no longer be undone.");
  const begun = await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const n = await tx.run(
      sql`update ticket_actions set state = 'undoing', skipped = 0 where workspace_id = ${ctx.workspaceId} and id = ${id} and state = 'done'`,
    );
    if (n && action.done > atOnce) {
      const payload = { workspace_id: ctx.workspaceId, action_id: id, caller: portable(ctx) };
      enqueue(tx, { task: "undo_ticket_action", payload, key: `ticket-action:${id}` });
    }
    return n > 0;
  });
  if (begun && action.done <= atOnce) await undoAll(ctx, id);
  return getTicketAction(ctx, id);
}

export async function undoAll(ctx: Caller, id: string, signal?: AbortSignal): Promise<void> {
  while (!signal?.aborted) {
    if (await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => undoBatch(ctx, tx, id))) continue;
    await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
      tx.run(
        sql`update ticket_actions set state = 'undone' where workspace_id = ${ctx.workspaceId} and id = ${id} and state = 'undoing'`,
      ),
    );
    return tell(ctx, id);
  }
}

type Item = TicketState & { before: Undoable; after: Undoable };

async function undoBatch(ctx: Caller, tx: Tx, actionId: string): Promise<boolean> {
  const items = await tx.rows<Item>(sql`select ${stateColumns}, i.before, i.after
    from ticket_action_items i join tickets t on t.workspace_id = i.workspace_id and t.id = i.ticket_id
    where i.workspace_id = ${ctx.workspaceId} and i.action_id = ${actionId} and i.state = 'done'
    order by t.id limit ${batch} for no key update of t, i`);
  let skipped = 0;
  for (const item of items) if (!(await giveBack(ctx, tx, item))) skipped++;
  await tx.run(sql`update ticket_action_items set state = 'undone' where workspace_id = ${ctx.workspaceId} and action_id = ${actionId}
    and ticket_id = any(${items.map((item) => item.id)}::uuid[])`);
  await tx.run(sql`update ticket_actions set skipped = skipped + ${skipped},
      reason = case when skipped + ${skipped} > 0 then 'Some were changed by someone else since and stay as they are.' end
    where workspace_id = ${ctx.workspaceId} and id = ${actionId}`);
  if (items.length) tx.afterCommit(() => tell(ctx, actionId));
  return items.length === batch;
}

/** @returns whether everything the action changed could be given back. */
async function giveBack(ctx: Caller, tx: Tx, { before, after, ...state }: Item): Promise<boolean> {
  const changed = undoable.filter((field) => !same(before[field], after[field]));
  const mine = changed.filter((field) => same(state[field], after[field]));
  if (!mine.length) return changed.length === 0;
  const next = { ...state, ...Object.fromEntries(mine.map((field) => [field, before[field]])) } as TicketState;
  if (next.deleted_at !== null) next.deleted_at = new Date(next.deleted_at);
  if (next.status !== state.status || next.status_id !== state.status_id) {
    next.status_changed_at = ctx.platform.clock.now();
    Object.assign(next, endings(state, next.status, next.status_changed_at));
  }
  await writeTicket(ctx, tx, next);
  await announceChange(ctx, tx, state, next);
  if ((state.deleted_at === null) !== (next.deleted_at === null)) tellDeleted(ctx, tx, next);
  return mine.length === changed.length;
}

/** What came back from JSON compared with what a row holds: times as times, objects without regard to the order of keys. */
function same(a: unknown, b: unknown): boolean {
  if (a instanceof Date || b instanceof Date)
    return a !== null && b !== null && new Date(a as string).getTime() === new Date(b as string).getTime();
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

const sorted = (value: unknown): unknown =>
  value && typeof value === "object" && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** What the caller can still undo, newest first: also after a reload. */
export const listUndoableTickets = (ctx: Caller, limit: number): Promise<Action[]> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const rows =
      await tx.rows<ActionRow>(sql`select ${actionColumns} from ticket_actions where workspace_id = ${ctx.workspaceId} and member_id = ${ctx.memberId}::uuid
      and state in ('running', 'done') and undo_until > now() order by created_at desc limit ${limit}`);
    return rows.map(actionView);
  });
