/** A ticket's checklist. Each item is a row of its own, so that two members who tick at once lose nothing. */
import type { ChecklistChange, ChecklistItem } from "@omniflow/contract";
import { AppError, notFound } from "../../errors.ts";
import type { Caller, Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { newId } from "../../platform/uuid.ts";
import { about, audienceOf, lockLiving, type TicketState, ticketSet, touchTicket } from "./scope.ts";

const most = 200;
type Row = Omit<ChecklistItem, "done"> & { done_at: Date | null };
const columns = sql`id, text, done_at, position, version`;
const view = ({ done_at, ...row }: Row): ChecklistItem => ({ ...row, done: done_at !== null });

export const listChecklist = async (ctx: Context, tx: Tx, set: string[]): Promise<ChecklistItem[]> =>
  (
    await tx.rows<Row>(sql`select ${columns} from ticket_checklist
      where workspace_id = ${ctx.workspaceId} and ticket_id = any(${set}::uuid[]) order by position, id`)
  ).map(view);

export const addItem = (
  ctx: Caller,
  ticketId: string,
  input: { id?: string; text: string },
): Promise<ChecklistItem[]> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const ticket = await lockLiving(ctx, tx, ticketId);
    const set = await ticketSet(ctx, tx, ticketId);
    const text = input.text.trim();
    const { n, last } = (await tx.row<{
      n: number;
      last: number;
    }>(sql`select count(*)::int as n, coalesce(max(position), 0) as last
      from ticket_checklist where workspace_id = ${ctx.workspaceId} and ticket_id = any(${set}::uuid[])`))!;
    if (n >= most) throw new AppError("unprocessable", `A checklist has at most ${most} items.`, { field: "text" });
    const added = await tx.run(sql`insert into ticket_checklist (workspace_id, id, ticket_id, text, position)
      values (${ctx.workspaceId}, ${input.id ?? newId()}, ${ticketId}, ${text}, ${last + 1}) on conflict do nothing`);
    if (added) await tell(ctx, tx, ticket, text, "added");
    return listChecklist(ctx, tx, set);
  });

export const changeItem = (
  ctx: Caller,
  ticketId: string,
  itemId: string,
  change: ChecklistChange,
): Promise<ChecklistItem[]> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const ticket = await lockLiving(ctx, tx, ticketId);
    const set = await ticketSet(ctx, tx, ticketId);
    const before = await findItem(ctx, tx, set, itemId);
    if (change.version !== undefined && change.version !== before.version)
      throw new AppError("version_conflict", "Someone changed this item meanwhile. Look at it again.", {
        field: "version",
      });
    const done = change.done ?? before.done_at !== null;
    const text = change.text?.trim() ?? before.text;
    await tx.run(sql`update ticket_checklist set text = ${text}, position = ${change.position ?? before.position},
        done_at = case when ${done} then coalesce(done_at, ${ctx.platform.clock.now()}) end, version = version + 1
      where workspace_id = ${ctx.workspaceId} and id = ${itemId}`);
    const ticked = done !== (before.done_at !== null);
    if (ticked) await tell(ctx, tx, ticket, text, done ? "done" : "reopened");
    else if (text !== before.text) await tell(ctx, tx, ticket, text, "renamed");
    else await touchTicket(ctx, tx, ticket.id);
    return listChecklist(ctx, tx, set);
  });

export const removeItem = (ctx: Caller, ticketId: string, itemId: string): Promise<ChecklistItem[]> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const ticket = await lockLiving(ctx, tx, ticketId);
    const set = await ticketSet(ctx, tx, ticketId);
    const item = await findItem(ctx, tx, set, itemId);
    await tx.run(sql`delete from ticket_checklist where workspace_id = ${ctx.workspaceId} and id = ${itemId}`);
    await tell(ctx, tx, ticket, item.text, "removed");
    return listChecklist(ctx, tx, set);
  });

async function findItem(ctx: Context, tx: Tx, set: string[], itemId: string): Promise<Row> {
  const row = await tx.row<Row>(sql`select ${columns} from ticket_checklist
    where workspace_id = ${ctx.workspaceId} and id = ${itemId} and ticket_id = any(${set}::uuid[]) for update`);
  if (!row) throw notFound("item");
  return row;
}

async function tell(ctx: Context, tx: Tx, ticket: TicketState, text: string, what: string): Promise<void> {
  await touchTicket(ctx, tx, ticket.id);
  emit(ctx, tx, {
    type: "ticket.checklist_changed",
    data: { ...about(ticket), text, what },
    ticketId: ticket.id,
    audience: audienceOf(ticket),
  });
}
