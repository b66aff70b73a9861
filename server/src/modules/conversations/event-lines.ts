/** What happened, on the timeline of a contact or a company. */
import type { EventType } from "@omniflow/contract";
import { actorName, joinActors } from "../../platform/actors.ts";
import type { Caller } from "../../platform/context.ts";
import { type Sql, sql, type Tx } from "../../platform/db.ts";
import { changeTypes, lookedThrough, type Whose } from "../fields/index.ts";
import { beforeEdge, cut, type Edge, type Line, type TimelineSource } from "./record-timeline.ts";
import { visibleTo } from "./scope.ts";

/** Of conversations: what a person who reads somebody's history wants to know; the rest is in the conversation. */
const ofConversations: EventType[] = ["conversation.status_changed", "conversation.merged", "message.failed"];

/** Everything told of a contact. An index holds these and no others (0062): one more needs a new index, or a large company's timeline is slow. */
export const toldOfContacts: EventType[] = [...ofConversations, "ticket.status_changed", ...changeTypes("contact")];

/** Alias `e`, of which those told are looked through together: how rare one of them is must not make the walk longer. */
export const eventsOf = (
  ctx: Caller,
  whose: Whose,
  before: Edge | null,
  column = sql`e.contact_id`,
  types = toldOfContacts,
): Sql => {
  const at = cut(sql`e.at`);
  return lookedThrough(
    whose,
    sql`events`,
    "e",
    at,
    sql`e.workspace_id = ${ctx.workspaceId} and ${column} is not null and e.type = any(${types}) and ${beforeEdge(at, sql`e.id`, before)}`,
  );
};

export type EventRow = {
  id: string;
  type: string;
  conversation_id: string | null;
  ticket_id: string | null;
  contact_id: string | null;
  actor_type: string;
  actor_id: string | null;
  actor_name: string | null;
  data: Record<string, unknown>;
  at: Date;
};

/**
 * Events as lines of a timeline.
 * @param from `eventsOf`, with what it joins
 * @param view what a line says of its event
 */
export async function tellEvents(
  tx: Tx,
  from: Sql,
  condition: Sql,
  limit: number,
  view: (row: EventRow) => Line["event"],
): Promise<Line[]> {
  const rows =
    await tx.rows<EventRow>(sql`select e.id, e.type, e.conversation_id, e.ticket_id, e.contact_id, e.actor_type, e.actor_id, e.data, e.told_at at time zone 'UTC' as at, ${actorName} as actor_name
    from ${from}
    ${joinActors}
    where ${condition}
    order by e.told_at desc, e.id desc limit ${limit}`);
  return rows.map((row) => ({
    id: row.id,
    kind: "event",
    at: row.at.toISOString(),
    actor: { type: row.actor_type, id: row.actor_id, name: row.actor_name ?? "" },
    event: view(row),
    contact_id: row.contact_id,
  }));
}

/** @param looked what is looked through for them */
const eventLinesOf =
  (column: Sql, types: EventType[], looked = types): TimelineSource =>
  (ctx, tx, whose, limit, before) =>
    tellEvents(
      tx,
      eventsOf(ctx, whose, before, column, looked),
      // A merge is told to both sides; who has both reads it once.
      sql`${whose.has(column)} and e.type = any(${types})
      and case when e.type like '%merged' then not (${column}::text = e.data ->> 'source_id' and ${whose.has(sql`(e.data ->> 'target_id')::uuid`)}) else true end
      and (e.conversation_id is null or exists (select 1 from conversations c where c.workspace_id = e.workspace_id and c.id = e.conversation_id and ${visibleTo(ctx)}))`,
      limit,
      ({ type, conversation_id, data }) => ({ type, conversation_id, data }),
    );

export const eventLines = eventLinesOf(
  sql`e.contact_id`,
  [...ofConversations, ...changeTypes("contact")],
  toldOfContacts,
);
/** What happened to the company itself. */
export const companyEventLines = eventLinesOf(sql`e.company_id`, changeTypes("company"));
