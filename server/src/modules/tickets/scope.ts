/** Which tickets a caller sees: one condition for lists, counts, reads, search, export and realtime alike (decision 0021). */
import type { Priority, TicketStatus } from "@omniflow/contract";
import { AppError, notFound } from "../../errors.ts";
import type { Caller, Context } from "../../platform/context.ts";
import { type Sql, sql, type Tx } from "../../platform/db.ts";
import type { Audience } from "../../platform/realtime.ts";

/** Condition on alias `t` of tickets. Whoever follows a ticket sees it; a key sees what its scope `tickets.view` says: all. */
export function ticketsVisibleTo(ctx: Caller): Sql {
  if (!ctx.permissions.has("tickets.view")) return sql`false`;
  if (!ctx.memberId || ctx.permissions.has("conversations.view_all")) return sql`true`;
  const mine = sql`t.assignee_member_id = ${ctx.memberId}::uuid or exists (select 1 from ticket_followers seen
    where seen.workspace_id = t.workspace_id and seen.ticket_id = t.id and seen.member_id = ${ctx.memberId}::uuid)`;
  if (ctx.permissions.has("conversations.view_team"))
    return sql`(t.team_id is null or t.team_id = any(${[...ctx.teamIds]}::uuid[]) or ${mine})`;
  return sql`(${mine})`;
}

/** A ticket as verbs change it. */
export type TicketState = {
  id: string;
  number: number;
  title: string;
  description: string;
  description_text: string;
  status: TicketStatus;
  status_id: string | null;
  priority: Priority;
  type_id: string | null;
  contact_id: string | null;
  assignee_member_id: string | null;
  assignee_agent_id: string | null;
  team_id: string | null;
  tags: string[];
  custom_fields: Record<string, unknown>;
  merged_into: string | null;
  deleted_at: Date | null;
  status_changed_at: Date;
  resolved_at: Date | null;
  closed_at: Date | null;
  version: number;
};

export const stateColumns = sql`t.id, t.number, t.title, t.description, t.description_text, t.status, t.status_id, t.priority, t.type_id, t.contact_id,
  t.assignee_member_id, t.assignee_agent_id, t.team_id, t.tags, t.custom_fields, t.merged_into, t.deleted_at, t.status_changed_at, t.resolved_at, t.closed_at, t.version`;

/** The ticket, locked for this transaction. @throws not_found when it is not there or not the caller's to see. */
export async function lockTicket(ctx: Caller, tx: Tx, id: string): Promise<TicketState> {
  const row = await tx.row<TicketState>(sql`select ${stateColumns} from tickets t
    where t.workspace_id = ${ctx.workspaceId} and t.id = ${id} and ${ticketsVisibleTo(ctx)} for no key update`);
  if (!row) throw notFound("ticket");
  return row;
}

/** Locked, and one that can be worked on. @throws conflict when it is merged away or deleted */
export async function lockLiving(ctx: Caller, tx: Tx, id: string): Promise<TicketState> {
  const ticket = await lockTicket(ctx, tx, id);
  if (ticket.merged_into)
    throw new AppError("conflict", "This ticket is merged into another. Work on that one, or undo the merge.");
  if (ticket.deleted_at) throw new AppError("conflict", "This ticket is deleted. Restore it first.");
  return ticket;
}

export async function requireTicket(ctx: Caller, tx: Tx, id: string): Promise<void> {
  const row = await tx.row(
    sql`select 1 from tickets t where t.workspace_id = ${ctx.workspaceId} and t.id = ${id} and ${ticketsVisibleTo(ctx)}`,
  );
  if (!row) throw notFound("ticket");
}

/** Those of `ids` the caller sees. */
export const filterVisibleTickets = async (ctx: Caller, tx: Tx, ids: string[]): Promise<string[]> =>
  (
    await tx.rows<{ id: string }>(sql`select t.id from tickets t
      where t.workspace_id = ${ctx.workspaceId} and t.id = any(${ids}::uuid[]) and ${ticketsVisibleTo(ctx)}`)
  ).map((row) => row.id);

/** A ticket is read together with those merged into it. */
export async function ticketSet(ctx: Context, tx: Tx, id: string): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    sql`select id from tickets where workspace_id = ${ctx.workspaceId} and merged_into = ${id}`,
  );
  return [id, ...rows.map((row) => row.id)];
}

/** Whoever sees it now or saw it before the change may learn that it changed. */
export const audienceOf = (...states: Pick<TicketState, "team_id" | "assignee_member_id">[]): Audience => ({
  teamIds: states.map((s) => s.team_id),
  memberIds: states.map((s) => s.assignee_member_id),
});

/** What every event of a ticket says of it. */
export const about = (ticket: Pick<TicketState, "id" | "number" | "title">) => ({
  ticket_id: ticket.id,
  number: ticket.number,
  title: ticket.title,
});

/** Something that belongs to the ticket changed: its place in the lists and its version move on. */
export const touchTicket = (ctx: Context, tx: Tx, id: string) =>
  tx.run(sql`update tickets set updated_at = ${ctx.platform.clock.now()}, version = version + 1
    where workspace_id = ${ctx.workspaceId} and id = ${id}`);

export const versionConflict = () =>
  new AppError("version_conflict", "Someone changed this ticket meanwhile. Look at the new state and try again.", {
    field: "version",
  });
