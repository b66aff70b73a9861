/** Writes a plan: one statement a table, whatever the number of messages, all in one trip. */
import type { Tx } from "../../../platform/db.ts";
import { identityKey } from "./arrival.ts";
import type { Plan } from "./place.ts";

export async function writePlan(tx: Tx, workspaceId: string, plan: Plan): Promise<void> {
  const writes: Promise<unknown>[] = [];
  const write = (name: string, rows: unknown[], text: string) => {
    if (rows.length) writes.push(tx.run({ name, text, values: [workspaceId, JSON.stringify(rows)] }));
  };
  write(
    "receive_contacts",
    plan.contacts,
    // The one look-up a new contact costs: whose their mail domain is.
    `insert into contacts (workspace_id, id, name, last_seen_at, company_id, company_source)
     select $1, r.id, r.name, now(), d.company_id, case when d.company_id is not null then 'domain' end
     from json_to_recordset($2) as r(id uuid, name text, domain text)
     left join lateral (select company_id from company_domains where workspace_id = $1 and domain = r.domain limit 1) d on true`,
  );
  write(
    "receive_identities",
    plan.identities,
    `insert into contact_identities (workspace_id, id, contact_id, kind, value, verified)
     select $1, id, contact_id, kind, value, verified from json_to_recordset($2) as r(id uuid, contact_id uuid, kind text, value text, verified boolean)`,
  );
  const touched = [...plan.touched.values()].map((t) => ({
    ...t.conversation,
    channel: t.channel,
    preview: t.preview,
    messages: t.messages,
    has_file: t.hasFile,
    at: t.at,
    inbound_at: t.inboundAt,
    is_new: t.isNew,
    woken: t.woken,
  }));
  const columns = `r(id uuid, contact_id uuid, subject text, status text, folder text, channel text, team_id uuid, preview text, messages integer, has_file boolean, at timestamptz, inbound_at timestamptz, woken boolean)`;
  write(
    "receive_conversations",
    touched.filter((t) => t.is_new),
    `insert into conversations (workspace_id, id, contact_id, subject, status, folder, channel, team_id, preview, message_count, has_attachment, last_message_at, last_inbound_at, waiting_since, created_at)
     select $1, id, contact_id, subject, status, folder, channel, team_id, preview, messages, has_file, at, inbound_at, inbound_at, at from json_to_recordset($2) as ${columns}`,
  );
  write(
    "touch_conversations",
    touched.filter((t) => !t.is_new),
    `update conversations c set status = r.status, folder = r.folder, snoozed_until = case when r.woken then null else c.snoozed_until end,
       channel = r.channel, preview = r.preview, message_count = c.message_count + r.messages, has_attachment = c.has_attachment or r.has_file,
       last_message_at = greatest(c.last_message_at, r.at), last_inbound_at = coalesce(r.inbound_at, c.last_inbound_at),
       waiting_since = case when r.inbound_at is null then c.waiting_since else coalesce(c.waiting_since, r.inbound_at) end,
       resolved_at = case when r.status = 'resolved' then c.resolved_at end, version = c.version + 1
     from json_to_recordset($2) as ${columns} where c.workspace_id = $1 and c.id = r.id`,
  );
  write(
    "receive_threads",
    plan.threads,
    `insert into threads (workspace_id, id, conversation_id, connection_id, contact_id, external_key, subject, last_message_at)
     select $1, id, conversation_id, connection_id, contact_id, external_key, subject, at
     from json_to_recordset($2) as r(id uuid, conversation_id uuid, connection_id uuid, contact_id uuid, external_key text, subject text, at timestamptz)`,
  );
  writeMessages(write, plan);
  await Promise.all(writes);
}

function writeMessages(write: (name: string, rows: unknown[], text: string) => void, plan: Plan): void {
  write(
    "receive_messages",
    plan.placed.map(({ arrival: a, result: r, homeId }) => ({
      id: a.messageId,
      conversation_id: homeId,
      thread_id: r.threadId,
      connection_id: a.connection.id,
      direction: a.ours ? "out" : "in",
      author_type: a.ours ? "system" : "contact",
      author_id: a.ours ? null : r.contactId,
      author_name: a.from.name,
      text: a.text,
      html: a.html,
      quoted_text: a.quotedText,
      quoted_html: a.quotedHtml,
      subject: a.subject || null,
      external_id: a.externalId,
      recipients: {
        from: { kind: a.from.kind, value: a.from.value, name: a.from.name },
        to: a.others.filter((o) => o.role === "to").map(({ role: _, ...o }) => o),
        cc: a.others.filter((o) => o.role === "cc").map(({ role: _, ...o }) => o),
        bcc: [],
      },
      details: a.details,
      automatic: a.automatic,
      delivery_state: a.ours ? "sent" : null,
      sent_at: a.sentAt,
      created_at: plan.touched.get(r.conversationId)!.at,
    })),
    `insert into messages (workspace_id, id, conversation_id, thread_id, connection_id, kind, direction, author_type, author_id, author_name, text, html, quoted_text, quoted_html,
       subject, external_id, recipients, details, automatic, delivery_state, sent_at, created_at)
     select $1, id, conversation_id, thread_id, connection_id, 'message', direction, author_type, author_id, author_name, text, html, quoted_text, quoted_html,
       subject, external_id, recipients, details, automatic, delivery_state, sent_at, created_at
     from json_to_recordset($2) as r(id uuid, conversation_id uuid, thread_id uuid, connection_id uuid, direction text, author_type text, author_id uuid, author_name text, text text, html text,
       quoted_text text, quoted_html text, subject text, external_id text, recipients jsonb, details jsonb, automatic text, delivery_state text, sent_at timestamptz, created_at timestamptz)`,
  );
  write(
    "receive_participants",
    participantRows(plan),
    `insert into participants (workspace_id, conversation_id, kind, value, name, contact_id, role, unknown)
     select $1, conversation_id, kind, value, name, contact_id, role, unknown
     from json_to_recordset($2) as r(conversation_id uuid, kind text, value text, name text, contact_id uuid, role text, unknown boolean)
     on conflict (workspace_id, conversation_id, kind, value) do update set
       name = case when participants.name = '' then excluded.name else participants.name end,
       contact_id = coalesce(participants.contact_id, excluded.contact_id), last_at = now()
     where participants.last_at < now() - interval '1 hour' or participants.contact_id is null and excluded.contact_id is not null or participants.name = '' and excluded.name <> ''`,
  );
  write(
    "receive_files",
    plan.placed.flatMap(({ arrival }) =>
      arrival.files.map((f) => ({ ...f, sha256: f.sha256.toString("hex"), message_id: arrival.messageId })),
    ),
    `insert into files (workspace_id, id, message_id, name, content_type, size, sha256, storage_key, content_id, inline)
     select $1, id, message_id, name, "contentType", size, decode(sha256, 'hex'), "storageKey", "contentId", inline
     from json_to_recordset($2) as r(id uuid, message_id uuid, name text, "contentType" text, size bigint, sha256 text, "storageKey" text, "contentId" text, inline boolean)`,
  );
}

function participantRows(plan: Plan) {
  const rows = new Map<string, Record<string, unknown>>();
  for (const { arrival, result, unknownSender } of plan.placed) {
    const add = (
      person: { kind: string; value: string; name: string },
      role: string,
      contactId: string | null,
      unknown: boolean,
    ) => {
      const key = `${result.conversationId} ${identityKey(person)}`;
      const row = {
        conversation_id: result.conversationId,
        kind: person.kind,
        value: person.value,
        name: person.name,
        contact_id: contactId,
        role,
        unknown,
      };
      if (!rows.has(key)) rows.set(key, row);
    };
    if (!arrival.ours) add(arrival.from, unknownSender ? "joined" : "customer", result.contactId, unknownSender);
    for (const other of arrival.others) if (other.role !== "reply_to") add(other, other.role, null, false);
  }
  return [...rows.values()];
}
