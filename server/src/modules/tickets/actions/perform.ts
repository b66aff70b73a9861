/** One change done to many tickets: few at once, many by a job that commits a batch at a time and tells its progress. */
import type { Action, TicketBulkChange, TicketBulkInput, TicketChange } from "@omniflow/contract";
import { undoMinutes } from "@omniflow/contract";
import { AppError, notFound } from "../../../errors.ts";
import { portable } from "../../../platform/caller.ts";
import type { Caller } from "../../../platform/context.ts";
import { sql, type Tx } from "../../../platform/db.ts";
import { enqueue } from "../../../platform/jobs.ts";
import { need } from "../../../platform/permission.ts";
import { newId } from "../../../platform/uuid.ts";
import { changeTags } from "../../conversations/index.ts";
import { applyTicketChange } from "../change.ts";
import { setDeleted } from "../removing.ts";
import { stateColumns, type TicketState, ticketsVisibleTo } from "../scope.ts";
import { living, selectTickets } from "../selection.ts";
import { keep } from "./note.ts";

const atOnce = 100;
const batch = 100;
/** The most one action touches; a second one takes the rest. */
const most = 20_000;

export type ActionRow = Omit<Action, "created_at" | "undo_until"> & { created_at: Date; undo_until: Date | null };
export const actionColumns = sql`id, state, change, total, done, skipped, reason, created_at, undo_until`;
export const actionView = (row: ActionRow): Action => ({
  ...row,
  created_at: row.created_at.toISOString(),
  undo_until: row.undo_until?.toISOString() ?? null,
});

export async function performTickets(ctx: Caller, input: TicketBulkInput): Promise<Action> {
  if (Boolean(input.ids) === Boolean(input.select))
    throw new AppError("validation_failed", "Give either ids, or a query in `select`.", { field: "ids" });
  if (input.change.deleted !== undefined) need(ctx, "tickets.delete");
  const id = newId();
  const total = await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    await tx.run(sql`insert into ticket_actions (workspace_id, id, member_id, actor_id, change, undo_until)
      values (${ctx.workspaceId}, ${id}, ${ctx.memberId}, ${ctx.actor.id}, ${JSON.stringify(input.change)}, now() + make_interval(mins => ${undoMinutes}))`);
    const n = await chooseItems(ctx, tx, id, input);
    await tx.run(sql`update ticket_actions set total = ${n} where workspace_id = ${ctx.workspaceId} and id = ${id}`);
    if (n > atOnce) {
      const payload = { workspace_id: ctx.workspaceId, action_id: id, caller: portable(ctx) };
      enqueue(tx, { task: "perform_ticket_action", payload, key: `ticket-action:${id}` });
    }
    return n;
  });
  if (total <= atOnce) await workOff(ctx, id);
  return getTicketAction(ctx, id);
}

async function chooseItems(ctx: Caller, tx: Tx, id: string, input: TicketBulkInput): Promise<number> {
  // A deleted ticket can only be restored.
  const alive = input.change.deleted === false ? sql`t.merged_into is null` : living;
  const where = input.ids
    ? sql`t.workspace_id = ${ctx.workspaceId} and ${ticketsVisibleTo(ctx)} and ${alive} and t.id = any(${input.ids}::uuid[])`
    : (await selectTickets(ctx, tx, input.select!)).where;
  return tx.run(sql`insert into ticket_action_items (workspace_id, action_id, ticket_id)
    select ${ctx.workspaceId}, ${id}, t.id from tickets t where ${where} and t.id <> all(${input.except ?? []}::uuid[])
    order by t.updated_at desc, t.id limit ${most}`);
}

/** Batch after batch until nothing waits; each commit stands for itself, so that a crash goes on where it was. */
export async function workOff(ctx: Caller, actionId: string, signal?: AbortSignal): Promise<void> {
  const { change } = await getTicketAction(ctx, actionId);
  while (!signal?.aborted) {
    const left = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => workBatch(ctx, tx, actionId, change));
    if (left) continue;
    await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
      tx.run(
        sql`update ticket_actions set state = 'done' where workspace_id = ${ctx.workspaceId} and id = ${actionId} and state = 'running'`,
      ),
    );
    return tell(ctx, actionId);
  }
}

async function workBatch(ctx: Caller, tx: Tx, actionId: string, change: TicketBulkChange): Promise<boolean> {
  const states = await tx.rows<TicketState>(sql`select ${stateColumns}
    from ticket_action_items i join tickets t on t.workspace_id = i.workspace_id and t.id = i.ticket_id
    where i.workspace_id = ${ctx.workspaceId} and i.action_id = ${actionId} and i.state = 'waiting'
    order by t.id limit ${batch} for no key update of t, i skip locked`);
  const items: { id: string; before: object | null; after: object | null; skipped: boolean }[] = [];
  for (const before of states) items.push(await changeOne(ctx, tx, before, change));
  await tx.run(sql`update ticket_action_items i set state = case when r.skipped then 'skipped' else 'done' end, before = r.before, after = r.after
    from json_to_recordset(${JSON.stringify(items)}) as r(id uuid, before jsonb, after jsonb, skipped boolean)
    where i.workspace_id = ${ctx.workspaceId} and i.action_id = ${actionId} and i.ticket_id = r.id`);
  const skipped = items.filter((item) => item.skipped).length;
  await tx.run(
    sql`update ticket_actions set done = done + ${items.length - skipped}, skipped = skipped + ${skipped} where workspace_id = ${ctx.workspaceId} and id = ${actionId}`,
  );
  if (states.length) tx.afterCommit(() => tell(ctx, actionId));
  return states.length === batch;
}

async function changeOne(ctx: Caller, tx: Tx, before: TicketState, change: TicketBulkChange) {
  const { deleted, ...rest } = change;
  const wanted = asChange(rest, before.tags);
  try {
    let after = Object.keys(wanted).length ? await applyTicketChange(ctx, tx, before, wanted) : before;
    if (deleted !== undefined) after = await setDeleted(ctx, tx, after, deleted);
    return { id: before.id, before: keep(before), after: keep(after), skipped: false };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { id: before.id, before: null, after: null, skipped: true };
  }
}

/** A bulk change as the change of one ticket: its own tags with some more and some less. */
export function asChange({ add_tags, remove_tags, ...change }: TicketBulkChange, tags: string[]): TicketChange {
  if (!add_tags?.length && !remove_tags?.length) return change;
  return { ...change, tags: changeTags(tags, add_tags, remove_tags) };
}

export async function getTicketAction(ctx: Caller, id: string): Promise<Action> {
  const row = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
    tx.row<ActionRow>(sql`select ${actionColumns} from ticket_actions where workspace_id = ${ctx.workspaceId} and id = ${id}
      and (member_id = ${ctx.memberId}::uuid or actor_id = ${ctx.actor.id}::uuid)`),
  );
  if (!row) throw notFound("action");
  return actionView(row);
}

export const tell = (ctx: Caller, actionId: string) =>
  ctx.platform.hub.publish(ctx.workspaceId, [
    {
      hint: { type: "ticket_action.progress", seq: 0, actor_id: ctx.actor.id ?? undefined, action_id: actionId },
      audience: { teamIds: [], memberIds: [ctx.memberId] },
    },
  ]);
