/** What the timeline of a person or a company says of tickets: each of theirs where it began, and its way through the statuses. */
import type { Priority, TicketStatus } from "@omniflow/contract";
import type { Caller } from "../../platform/context.ts";
import { type Sql, sql, type Tx } from "../../platform/db.ts";
import {
  beforeEdge,
  cut,
  type Edge,
  eventsOf,
  type Line,
  type TimelineSource,
  tellEvents,
} from "../conversations/index.ts";
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

/** The rest of what happened to a ticket is told on its own page. */
const moveItems: TimelineSource = (ctx, tx, whose, limit, before) =>
  tellEvents(
    tx,
    sql`${eventsOf(ctx, whose, before)}
    join tickets t on t.workspace_id = e.workspace_id and t.id = e.ticket_id and t.deleted_at is null and ${ticketsVisibleTo(ctx)}`,
    sql`${whose.has(sql`e.contact_id`)} and e.type = 'ticket.status_changed'`,
    limit,
    ({ type, ticket_id, data }) => ({ type, conversation_id: null, ticket_id: ticket_id!, data }),
  );
