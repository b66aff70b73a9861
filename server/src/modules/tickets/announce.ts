/** The facts of a change: what was and what is, in words a person reads; and lines in the threads of linked conversations. */
import type { Caller, Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { namesOf } from "./choices.ts";
import { about, audienceOf, type TicketState, ticketSet } from "./scope.ts";
import { keyOf } from "./status.ts";

type Change = { field: string; from: string | null; to: string | null };

export async function announceChange(ctx: Caller, tx: Tx, before: TicketState, after: TicketState): Promise<void> {
  const names = await namesOf(ctx, tx, [before, after].flatMap(references));
  const changes = changesOf(before, after, names);
  const base = {
    ticketId: after.id,
    contactId: after.contact_id ?? undefined,
    audience: audienceOf(before, after),
  };
  if (changes.length) emit(ctx, tx, { type: "ticket.updated", data: { ...about(after), changes }, ...base });
  if (keyOf(before) === keyOf(after)) return;
  const called = (state: TicketState) => (state.status_id && names.get(state.status_id)) || "";
  const data = {
    ...about(after),
    from: before.status,
    to: after.status,
    from_name: called(before),
    to_name: called(after),
  };
  emit(ctx, tx, { type: "ticket.status_changed", data, ...base });
  if (after.status === "resolved" && before.status !== "resolved")
    emit(ctx, tx, { type: "ticket.resolved", data: about(after), ...base });
  if (before.status !== after.status) await tellConversations(ctx, tx, before, after);
}

const references = (s: TicketState) => [s.assignee_member_id, s.team_id, s.type_id, s.contact_id, s.status_id];

function changesOf(before: TicketState, after: TicketState, names: Map<string, string>): Change[] {
  const named = (id: string | null) => (id === null ? null : (names.get(id) ?? id));
  const plain: Change[] = [
    { field: "title", from: before.title, to: after.title },
    { field: "description", from: short(before.description_text), to: short(after.description_text) },
    { field: "priority", from: before.priority, to: after.priority },
    { field: "assignee", from: named(assignee(before)), to: named(assignee(after)) },
    { field: "team", from: named(before.team_id), to: named(after.team_id) },
    { field: "type", from: named(before.type_id), to: named(after.type_id) },
    { field: "contact", from: named(before.contact_id), to: named(after.contact_id) },
    { field: "tags", from: before.tags.join(", "), to: after.tags.join(", ") },
  ];
  const keys = new Set([...Object.keys(before.custom_fields), ...Object.keys(after.custom_fields)]);
  const custom = [...keys].map((key) => ({
    field: `custom.${key}`,
    from: wordsOf(before.custom_fields[key]),
    to: wordsOf(after.custom_fields[key]),
  }));
  const changed = [...plain, ...custom].filter((change) => change.from !== change.to);
  // The beginnings of two long texts may be the same.
  if (before.description !== after.description && !changed.some((change) => change.field === "description"))
    changed.push({ field: "description", from: short(before.description_text), to: short(after.description_text) });
  return changed;
}

const assignee = (state: TicketState) => state.assignee_member_id ?? state.assignee_agent_id;
const short = (text: string) => (text.length > 300 ? `${text.slice(0, 300)}…` : text);

function wordsOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return Array.isArray(value) ? value.join(", ") : String(value);
}

/** At most so many threads carry a line of it: a ticket about an outage has thousands. */
const mostThreads = 200;

async function tellConversations(ctx: Context, tx: Tx, before: TicketState, after: TicketState): Promise<void> {
  const rows = await tx.rows<{
    id: string;
    contact_id: string;
  }>(sql`select c.id, c.contact_id from ticket_conversations tc
    join conversations c on c.workspace_id = tc.workspace_id and c.id = tc.conversation_id
    where tc.workspace_id = ${ctx.workspaceId} and tc.ticket_id = any(${await ticketSet(ctx, tx, after.id)}::uuid[])
    order by tc.created_at desc limit ${mostThreads}`);
  for (const row of rows) {
    emit(ctx, tx, {
      type: "ticket.progressed",
      data: { ...about(after), from: before.status, to: after.status },
      ticketId: after.id,
      conversationId: row.id,
      contactId: row.contact_id,
      audience: audienceOf(before, after),
    });
  }
}
