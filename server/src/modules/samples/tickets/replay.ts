/** The sample tickets → the rows they would have left behind. Pure but for their ids: conversations, people and numbers in, rows out. */
import type { EventType, TicketStatus } from "@omniflow/contract";
import { newId } from "../../../platform/uuid.ts";
import { ticketLinkSides } from "../../tickets/index.ts";
import type { Conversation, Rows, World } from "../rows.ts";
import type { Who } from "../story.ts";
import { type TypeKey, type Work, works } from "./work.ts";

export type TicketRows = ReturnType<typeof noTicketRows>;
type Row = Record<string, unknown>;
const noTicketRows = () => ({
  tickets: [] as (Row & { id: string; number: number; title: string; at: Date })[],
  ticket_conversations: [] as (Row & { conversation_id: string })[],
  ticket_contacts: [] as Row[],
  ticket_followers: [] as Row[],
  ticket_checklist: [] as Row[],
  ticket_notes: [] as Row[],
  ticket_links: [] as Row[],
});

type Telling = { world: World; rows: Rows; told: TicketRows; work: Work; ticket: TicketRows["tickets"][number] };

export function replayTickets(world: World, rows: Rows, types: Record<TypeKey, string>, first: number): TicketRows {
  const told = noTicketRows();
  const begun = works
    .map((work) => ({ work, at: beginOf(work, world, rows) }))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  for (const [i, { work, at }] of begun.entries()) tell(work, at, { world, rows, told }, types, first + i);
  for (const [i, { work }] of begun.entries()) {
    for (const [kind, other] of work.links ?? [])
      link(
        { world, rows, told, work, ticket: told.tickets[i]! },
        kind,
        begun.findIndex((one) => one.work.key === other),
      );
  }
  return told;
}

/** An hour after its first conversation began; what is about none was thought of a day ago. */
function beginOf(work: Work, world: World, rows: Rows): Date {
  const [first] = conversationsOf(work, world, rows);
  const at = first ? first.created_at.getTime() + 3_600_000 : world.now.getTime() - 26 * 3_600_000;
  return new Date(Math.min(at, world.now.getTime()));
}

const conversationsOf = ({ about }: Work, world: World, rows: Rows): Conversation[] =>
  about.map(
    ([contact, part = ""]) =>
      rows.conversations.find((one) => one.contact_id === world.contacts[contact] && one.subject.includes(part))!,
  );

function tell(
  work: Work,
  at: Date,
  { world, rows, told }: Pick<Telling, "world" | "rows" | "told">,
  types: Record<TypeKey, string>,
  number: number,
): void {
  const conversations = conversationsOf(work, world, rows);
  const ticket = { id: newId(), number, title: work.title, at };
  told.tickets.push(ticket);
  const telling: Telling = { world, rows, told, work, ticket };
  happened(telling, "ticket.created", at, work.by, { source: "member", assignee_id: memberOf(world, work.assignee) });
  for (const one of conversations) {
    const created_at = one.created_at > at ? one.created_at : at;
    told.ticket_conversations.push({ ticket_id: ticket.id, conversation_id: one.id, created_at });
    happened(telling, "ticket.linked", created_at, work.by, {}, one);
  }
  attach(telling, conversations[0]?.contact_id);
  const end = move(telling, conversations);
  Object.assign(ticket, {
    description: work.description,
    description_text: work.description
      .replace(/<[^>]+>/g, " ")
      .replace(/\s+/g, " ")
      .trim(),
    priority: work.priority,
    type_id: work.type ? types[work.type] : null,
    contact_id: conversations[0]?.contact_id ?? world.contacts[work.contacts?.[0] ?? "nkechi"],
    assignee_member_id: memberOf(world, work.assignee),
    team_id: work.team ? world.teams[work.team] : null,
    tags: work.tags,
    custom_fields: work.fields ?? {},
    created_at: at,
    ...end,
  });
}

const memberOf = (world: World, who: Who | undefined) => (who ? world.members[who].id : null);

function attach({ world, told, work, ticket }: Telling, requester: string | undefined): void {
  const of = { ticket_id: ticket.id };
  for (const key of work.contacts ?? [])
    if (world.contacts[key] !== requester) told.ticket_contacts.push({ ...of, contact_id: world.contacts[key] });
  for (const who of work.followers ?? []) told.ticket_followers.push({ ...of, member_id: world.members[who].id });
  for (const [position, [text, done]] of (work.checklist ?? []).entries())
    told.ticket_checklist.push({ ...of, id: newId(), text, done_at: done ? ticket.at : null, position: position + 1 });
}

type End = {
  status: TicketStatus;
  status_changed_at: Date;
  updated_at: Date;
  resolved_at: Date | null;
  closed_at: Date | null;
};

/** Its way through the statuses and what was noted on it. @returns where it stands */
function move(telling: Telling, conversations: Conversation[]): End {
  const { world, told, work, ticket } = telling;
  const later = (hours: number) => new Date(Math.min(ticket.at.getTime() + hours * 3_600_000, world.now.getTime()));
  let end: End = {
    status: "open",
    status_changed_at: ticket.at,
    updated_at: ticket.at,
    resolved_at: null,
    closed_at: null,
  };
  for (const { after, by, to } of work.moves ?? []) {
    const at = later(after);
    happened(telling, "ticket.status_changed", at, by, { from: end.status, to, from_name: "", to_name: "" });
    for (const one of conversations.filter((one) => one.created_at <= at))
      happened(telling, "ticket.progressed", at, by, { from: end.status, to }, one);
    const done = to === "resolved" || to === "closed";
    end = {
      status: to,
      status_changed_at: at,
      updated_at: at,
      resolved_at: done ? (end.resolved_at ?? at) : null,
      closed_at: to === "closed" ? at : null,
    };
  }
  for (const { after, by, text } of work.notes ?? []) {
    const [id, created_at, author] = [newId(), later(after), world.members[by]];
    told.ticket_notes.push({
      id,
      ticket_id: ticket.id,
      author_id: author.id,
      author_name: author.name,
      text,
      created_at,
    });
    happened(telling, "ticket.note_created", created_at, by, { note_id: id, mentions: [] });
    if (created_at > end.updated_at) end.updated_at = created_at;
  }
  return end;
}

function link(telling: Telling, kind: NonNullable<Work["links"]>[number][0], index: number): void {
  const { told, work, ticket } = telling;
  const other = told.tickets[index]!;
  const { kind: stored, fromHere } = ticketLinkSides[kind];
  const [from, to] = fromHere ? [ticket, other] : [other, ticket];
  const at = new Date(Math.max(ticket.at.getTime(), other.at.getTime()));
  told.ticket_links.push({ id: newId(), kind: stored, from_id: from.id, to_id: to.id, created_at: at });
  happened(telling, "ticket.relation_added", at, work.by, { kind, other_id: other.id, other_number: other.number });
}

function happened(
  { world, rows, ticket }: Telling,
  type: EventType,
  at: Date,
  by: Who,
  data: Record<string, unknown>,
  conversation?: Conversation,
): void {
  rows.events.push({
    id: newId(),
    type,
    ticket_id: ticket.id,
    conversation_id: conversation?.id ?? null,
    contact_id: conversation?.contact_id ?? null,
    actor_type: "member",
    actor_id: world.members[by].id,
    data: { ticket_id: ticket.id, number: ticket.number, title: ticket.title, ...data },
    at,
  });
}
