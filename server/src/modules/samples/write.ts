/** The SQL of the sample rows: each table filled in one statement. `tx` is the owner's. */
import { raw, sql, type Tx } from "../../platform/db.ts";
import type { Rows } from "./rows.ts";
import type { TicketRows } from "./tickets/replay.ts";

/** Column → type, as the statement reads it from JSON. `workspace_id` comes first by itself. */
const tables = {
  conversations:
    "id uuid, contact_id uuid, subject text, status text, folder text, priority text, channel text, assignee_member_id uuid, team_id uuid, tags text[], snoozed_until timestamptz, preview text, message_count integer, has_attachment boolean, last_message_at timestamptz, last_inbound_at timestamptz, last_outbound_at timestamptz, waiting_since timestamptz, first_response_at timestamptz, resolved_at timestamptz, version integer, created_at timestamptz",
  threads:
    "id uuid, conversation_id uuid, connection_id uuid, contact_id uuid, external_key text, subject text, last_message_at timestamptz, created_at timestamptz",
  messages:
    "id uuid, conversation_id uuid, thread_id uuid, connection_id uuid, kind text, direction text, author_type text, author_id uuid, author_name text, text text, html text, quoted_text text, subject text, external_id text, recipients jsonb, delivery_state text, delivery_reason text, attempts integer, sent_at timestamptz, created_at timestamptz",
  delivery_attempts: "id uuid, message_id uuid, state text, reason text, at timestamptz",
  participants: "conversation_id uuid, kind text, value text, name text, contact_id uuid, role text",
  mentions: "member_id uuid, message_id uuid, conversation_id uuid, created_at timestamptz",
  conversation_reads: "member_id uuid, conversation_id uuid, read_at timestamptz",
  contacts:
    "id uuid, name text, tier text, language text, time_zone text, company_id uuid, company_source text, custom_fields jsonb, last_seen_at timestamptz, created_at timestamptz",
  companies: "id uuid, name text, tier text, owner_id uuid, custom_fields jsonb, created_at timestamptz",
  company_domains: "domain text, company_id uuid, created_at timestamptz",
  company_notes: "id uuid, company_id uuid, author_id uuid, author_name text, text text, created_at timestamptz",
  custom_fields: "id uuid, record text, key text, label text, type text, options text[], position integer",
  contact_identities: "id uuid, contact_id uuid, kind text, value text, created_at timestamptz",
  members: "id uuid, user_id text, name text, email text, role text, availability text",
  teams: "id uuid, name text, description text",
  team_members: "team_id uuid, member_id uuid",
  tags: "id uuid, name text, color text",
  ticket_types:
    "id uuid, name text, description text, position integer, fields jsonb, team_id uuid, priority text, form_key text",
  tickets:
    "id uuid, number bigint, title text, description text, description_text text, status text, priority text, type_id uuid, contact_id uuid, assignee_member_id uuid, team_id uuid, tags text[], custom_fields jsonb, status_changed_at timestamptz, resolved_at timestamptz, closed_at timestamptz, created_at timestamptz, updated_at timestamptz",
  ticket_conversations: "ticket_id uuid, conversation_id uuid, created_at timestamptz",
  ticket_contacts: "ticket_id uuid, contact_id uuid",
  ticket_followers: "ticket_id uuid, member_id uuid",
  ticket_checklist: "id uuid, ticket_id uuid, text text, done_at timestamptz, position double precision",
  ticket_notes: "id uuid, ticket_id uuid, author_id uuid, author_name text, text text, created_at timestamptz",
  ticket_links: "id uuid, kind text, from_id uuid, to_id uuid, created_at timestamptz",
} as const;

/** @returns the rows that were new: what the workspace has already (a team of this name, a customer of this address) stays as it is. */
export function insertSamples<T extends object>(
  tx: Tx,
  workspaceId: string,
  table: keyof typeof tables,
  rows: T[],
): Promise<number> {
  const columns = tables[table].split(", ").map((column) => column.split(" ")[0]);
  return tx.run(sql`insert into ${raw(table)} (workspace_id, ${raw(columns.join(", "))})
    select ${workspaceId}::uuid, ${raw(columns.join(", "))} from json_to_recordset(${JSON.stringify(rows)}) as r(${raw(tables[table])})
    on conflict do nothing`);
}

/** Parents before children: tickets, then what is on them. */
export async function writeTickets(tx: Tx, workspaceId: string, told: TicketRows): Promise<void> {
  for (const [table, list] of Object.entries(told))
    await insertSamples(tx, workspaceId, table as keyof TicketRows, list);
}

/** Parents before children. Events in the order of time, since their numbers are the timeline's order. */
export async function writeRows(tx: Tx, workspaceId: string, rows: Rows): Promise<void> {
  const write = <T extends object>(table: keyof typeof tables, list: T[]) =>
    insertSamples(tx, workspaceId, table, list);
  await Promise.all([
    write("conversations", rows.conversations),
    write("threads", rows.threads),
    write("messages", rows.messages),
    write("delivery_attempts", rows.attempts),
    write("participants", rows.participants),
    write("mentions", rows.mentions),
    write("conversation_reads", rows.reads),
    tx.run(sql`insert into files (workspace_id, id, message_id, name, content_type, size, sha256, storage_key)
      select ${workspaceId}::uuid, id, message_id, name, content_type, size, decode(sha256, 'hex'), storage_key
      from json_to_recordset(${JSON.stringify(rows.files)}) as r(id uuid, message_id uuid, name text, content_type text, size bigint, sha256 text, storage_key text)`),
    tx.run(sql`insert into events (workspace_id, id, type, conversation_id, contact_id, ticket_id, actor_type, actor_id, data, at)
      select ${workspaceId}::uuid, id, type, conversation_id, contact_id, ticket_id, actor_type, actor_id, data, at
      from json_to_recordset(${JSON.stringify(rows.events)}) as r(id uuid, type text, conversation_id uuid, contact_id uuid, ticket_id uuid, actor_type text, actor_id uuid, data jsonb, at timestamptz)
      order by at`),
  ]);
}
