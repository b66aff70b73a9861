/** What the timeline of a person or a company says of tickets: each of theirs where it began, and its way through the statuses. */
import type { Priority, TicketStatus } from "@omniflow/contract";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import type { Edge, Line, TimelineSource } from "../conversations/index.ts";
import { ticketsVisibleTo } from "./scope.ts";
import { living, ofPeople } from "./selection.ts";

export const listTicketsOnTimeline: TimelineSource = async (ctx, tx, ids, limit, before) => {
  const [tickets, moves] = await Promise.all([
    ticketItems(ctx, tx, ids, limit, before),
    moveItems(ctx, tx, ids, limit, before),
  ]);
  return [...tickets, ...moves];
};

type Row = {
  id: string;
  number: number;
  title: string;
  status: TicketStatus;
  status_id: string | null;
  priority: Priority;
  contact_id: string | null;
  at: Date;
};

async function ticketItems(ctx: Caller, tx: Tx, ids: string[], limit: number, before: Edge | null) {
  const at = sql`date_trunc('milliseconds', t.created_at)`;
  const rows =
    await tx.rows<Row>(sql`select t.id, t.number, t.title, t.status, t.status_id, t.priority, t.contact_id, ${at} as at from tickets t
    where t.workspace_id = ${ctx.workspaceId} and ${ofPeople(ctx, sql`${ids}::uuid[]`)} and ${living} and ${ticketsVisibleTo(ctx)}
      and ${before ? sql`(${at}, t.id) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql`true`}
    order by ${at} desc, t.id desc limit ${limit}`);
  return rows.map(
    ({ at, contact_id, ...ticket }): Line => ({
      id: ticket.id,
      kind: "ticket",
      at: at.toISOString(),
      actor: null,
      ticket,
      contact_id,
    }),
  );
}

type EventRow = {
  id: string;
  ticket_id: string;
  contact_id: string | null;
  actor_type: string;
  actor_id: string | null;
  actor_name: string | null;
  data: Record<string, unknown>;
  at: Date;
};

/** The rest of what happened to a ticket is told on its own page. */
async function moveItems(ctx: Caller, tx: Tx, ids: string[], limit: number, before: Edge | null) {
  const at = sql`date_trunc('milliseconds', e.at)`;
  const rows =
    await tx.rows<EventRow>(sql`select e.id, e.ticket_id, e.contact_id, e.actor_type, e.actor_id, e.data, ${at} as at, coalesce(m.name, k.name, p.name) as actor_name
    from events e
    join tickets t on t.workspace_id = e.workspace_id and t.id = e.ticket_id and t.deleted_at is null and ${ticketsVisibleTo(ctx)}
    left join members m on e.actor_type = 'member' and m.workspace_id = e.workspace_id and m.id = e.actor_id
    left join api_keys k on e.actor_type = 'api_key' and k.workspace_id = e.workspace_id and k.id = e.actor_id
    left join contacts p on e.actor_type = 'contact' and p.workspace_id = e.workspace_id and p.id = e.actor_id
    where e.workspace_id = ${ctx.workspaceId} and e.contact_id = any(${ids}::uuid[]) and e.type = 'ticket.status_changed'
      and ${before ? sql`(${at}, e.id) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql`true`}
    order by ${at} desc, e.id desc limit ${limit}`);
  return rows.map(
    (row): Line => ({
      id: row.id,
      kind: "event",
      at: row.at.toISOString(),
      actor: { type: row.actor_type, id: row.actor_id, name: row.actor_name ?? "" },
      event: { type: "ticket.status_changed", conversation_id: null, ticket_id: row.ticket_id, data: row.data },
      contact_id: row.contact_id,
    }),
  );
}
