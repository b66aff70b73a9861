/** What the timeline of a person or a company says of tickets: each of theirs where it began, and its way through the statuses. */
import type { Priority, TicketStatus } from "@omniflow/contract";
import type { Caller } from "../../platform/context.ts";
import { type Sql, sql, type Tx } from "../../platform/db.ts";
import { beforeEdge, cut, type Edge, eventsOf, type Line, type TimelineSource } from "../conversations/index.ts";
import { lookedThrough, type Whose } from "../fields/index.ts";
import { ticketsVisibleTo } from "./scope.ts";
import { living, ofPeople } from "./selection.ts";

export const listTicketsOnTimeline: TimelineSource = async (ctx, tx, whose, limit, before) => {
  const [tickets, moves] = await Promise.all([
    ticketItems(ctx, tx, whose, limit, before),
    moveItems(ctx, tx, whose, limit, before),
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

async function ticketItems(ctx: Caller, tx: Tx, whose: Whose, limit: number, before: Edge | null) {
  const at = cut(sql`t.created_at`);
  const told = sql`t.workspace_id = ${ctx.workspaceId} and ${living} and ${beforeEdge(at, sql`t.id`, before)}`;
  const rows =
    await tx.rows<Row>(sql`select t.id, t.number, t.title, t.status, t.status_id, t.priority, t.contact_id, t.told_at at time zone 'UTC' as at
    from ${lookedThrough(whose, sql`tickets`, "t", at, told)}
    where ${whose.among === null ? ofPeople(ctx, whose.has) : askedBy(whose)} and ${ticketsVisibleTo(ctx)}
    order by t.told_at desc, t.id desc limit ${limit}`);
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

/** As `ofPeople`, asked of one ticket after the other. */
const askedBy = ({ has }: Whose): Sql => sql`(${has(sql`t.contact_id`)}
  or exists (select 1 from tickets o where o.workspace_id = t.workspace_id and o.merged_into = t.id and ${has(sql`o.contact_id`)})
  or exists (select 1 from ticket_contacts tc where tc.workspace_id = t.workspace_id and tc.ticket_id = t.id and ${has(sql`tc.contact_id`)})
  or exists (select 1 from tickets o join ticket_contacts tc on tc.workspace_id = o.workspace_id and tc.ticket_id = o.id
    where o.workspace_id = t.workspace_id and o.merged_into = t.id and ${has(sql`tc.contact_id`)}))`;

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
async function moveItems(ctx: Caller, tx: Tx, whose: Whose, limit: number, before: Edge | null) {
  const rows =
    await tx.rows<EventRow>(sql`select e.id, e.ticket_id, e.contact_id, e.actor_type, e.actor_id, e.data, e.told_at at time zone 'UTC' as at, coalesce(m.name, k.name, p.name) as actor_name
    from ${eventsOf(ctx, whose, before)}
    join tickets t on t.workspace_id = e.workspace_id and t.id = e.ticket_id and t.deleted_at is null and ${ticketsVisibleTo(ctx)}
    left join members m on e.actor_type = 'member' and m.workspace_id = e.workspace_id and m.id = e.actor_id
    left join api_keys k on e.actor_type = 'api_key' and k.workspace_id = e.workspace_id and k.id = e.actor_id
    left join contacts p on e.actor_type = 'contact' and p.workspace_id = e.workspace_id and p.id = e.actor_id
    where ${whose.has(sql`e.contact_id`)} and e.type = 'ticket.status_changed'
    order by e.told_at desc, e.id desc limit ${limit}`);
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
