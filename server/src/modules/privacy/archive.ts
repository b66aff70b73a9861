/** The archive of one person: JSON for each kind of thing, and their files, streamed into storage as one zip. */
import { PassThrough } from "node:stream";
import yazl from "yazl";
import { type Context, systemContext } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { newFileKey, safeName } from "../../platform/files.ts";
import type { Task } from "../../platform/jobs.ts";
import { readImportsOf } from "../imports/index.ts";
import { readTicketsOf } from "../tickets/index.ts";
import { findHeld, type Held } from "./held.ts";
import { linkHours, type RequestRow } from "./requests.ts";

const readme = `This archive has everything that is held on one person.

contact.json        who they are: the contact, those merged into it, addresses, custom fields, company
notes.json          what was noted about them
consents.json       what they said about being written to
visits.json         browsers of the chat widget
events.json         what happened to the record, by whom and when
conversations.json  every conversation, with all messages
tickets.json        tickets they asked for; of tickets of others only that they are named there
imports.json        what imported files brought of them
elsewhere.json      conversations of others in which they took part: when, and in which role
files/              files of their conversations and tickets, by their id and name
`;

type FileRow = { id: string; name: string; storage_key: string };

/** At least once: an archive that is there is not made again. */
const makeArchive: Task = async (platform, payload: { workspace_id: string; request_id: string }) => {
  const ctx = systemContext(platform, payload.workspace_id);
  const request = await platform.db.inWorkspace(ctx.workspaceId, (tx) =>
    tx.row<RequestRow>(
      sql`select * from privacy_requests where workspace_id = ${ctx.workspaceId} and id = ${payload.request_id} and state = 'waiting'`,
    ),
  );
  if (!request) return;
  const parts = await platform.db
    .inWorkspace(ctx.workspaceId, (tx) => gather(ctx, tx, request.contact_id))
    // Deleted meanwhile: there is nothing to hand out any more.
    .catch(() => null);
  const key = parts ? newFileKey() : null;
  if (parts) await writeZip(ctx, key!, parts);
  await platform.db.inWorkspace(ctx.workspaceId, (tx) =>
    tx.run(sql`update privacy_requests set state = ${key ? "done" : "failed"}, storage_key = ${key}, expires_at = now() + make_interval(hours => ${linkHours})
      where workspace_id = ${ctx.workspaceId} and id = ${request.id}`),
  );
};

type Parts = { documents: Record<string, unknown>; files: FileRow[] };

async function gather(ctx: Context, tx: Tx, contactId: string): Promise<Parts> {
  const held = await findHeld(ctx, tx, contactId);
  const files =
    await tx.rows<FileRow>(sql`select f.id, f.name, f.storage_key from files f join messages m on m.workspace_id = f.workspace_id and m.id = f.message_id
    where m.workspace_id = ${ctx.workspaceId} and m.conversation_id = any(${held.conversations}::uuid[])
    union select f.id, f.name, f.storage_key from files f join ticket_files k on k.workspace_id = f.workspace_id and k.file_id = f.id
      where k.workspace_id = ${ctx.workspaceId} and k.ticket_id = any(${held.tickets.own}::uuid[]) order by 1`);
  return { documents: await readDocuments(ctx, tx, held), files };
}

async function readDocuments(ctx: Context, tx: Tx, held: Held): Promise<Record<string, unknown>> {
  const of = (table: string, columns: string) =>
    tx.rows({
      name: `archive_${table}`,
      text: `select ${columns} from ${table} where workspace_id = $1 and contact_id = any($2::uuid[]) order by 1`,
      values: [ctx.workspaceId, held.contacts],
    });
  const [contacts, identities, notes, visits, events, conversations, messages, elsewhere, consents] = await Promise.all(
    [
      tx.rows(sql`select p.id, p.name, p.tier, p.language, p.time_zone, p.custom_fields, p.external_ids, o.name as company, p.merged_into, p.blocked_at, p.last_seen_at, p.created_at, p.updated_at
      from contacts p left join companies o on o.workspace_id = p.workspace_id and o.id = p.company_id
      where p.workspace_id = ${ctx.workspaceId} and p.id = any(${held.contacts}::uuid[])`),
      of("contact_identities", "id, contact_id, kind, value, verified, created_at"),
      of("contact_notes", "id, contact_id, author_name, text, edits, edited_at, created_at"),
      of(
        "visitors",
        "id, contact_id, name, email, user_id, page, pages, device, language, time_zone, created_at, last_seen_at",
      ),
      of("events", "seq, id, type, conversation_id, contact_id, actor_type, data, at"),
      tx.rows(sql`select id, subject, status, channel, tags, priority, created_at, last_message_at from conversations
      where workspace_id = ${ctx.workspaceId} and id = any(${held.conversations}::uuid[]) order by created_at`),
      tx.rows<{
        conversation_id: string;
      }>(sql`select conversation_id, id, kind, direction, author_type, author_name, subject, text, html, recipients, delivery_state, sent_at, created_at
      from messages where workspace_id = ${ctx.workspaceId} and conversation_id = any(${held.conversations}::uuid[]) and deleted_at is null order by created_at, id`),
      tx.rows(sql`select conversation_id, kind, value, role, last_at from participants
      where workspace_id = ${ctx.workspaceId} and conversation_id = any(${held.elsewhere}::uuid[])
        and (contact_id = any(${held.contacts}::uuid[]) or value = any(${held.identities.map((i) => i.value)}))`),
      tx.rows(sql`select kind, value, channel, state, reason, changed_at from consents where workspace_id = ${ctx.workspaceId}
      and (kind, value) in (select * from unnest(${held.identities.map((i) => i.kind)}::text[], ${held.identities.map((i) => i.value)}::text[]))`),
    ],
  );
  const byConversation = Map.groupBy(messages, (message) => message.conversation_id);
  return {
    contact: { contacts, identities },
    notes,
    consents,
    visits,
    events,
    conversations: conversations.map((one) => {
      const row = one as { id: string };
      return { ...row, messages: byConversation.get(row.id) ?? [] };
    }),
    tickets: await readTicketsOf(ctx, tx, held.tickets),
    imports: await readImportsOf(ctx, tx, held.contacts),
    elsewhere,
  };
}

async function writeZip(ctx: Context, key: string, { documents, files }: Parts): Promise<void> {
  const zip = new yazl.ZipFile();
  const out = new PassThrough();
  zip.on("error", (error) => out.destroy(error as Error));
  zip.outputStream.pipe(out);
  const stored = ctx.platform.files.put(key, out);
  zip.addBuffer(Buffer.from(readme), "README.txt");
  for (const [name, content] of Object.entries(documents))
    zip.addBuffer(Buffer.from(JSON.stringify(content, null, 2)), `${name}.json`);
  for (const file of files)
    zip.addReadStreamLazy(`files/${file.id}-${safeName(file.name)}`, (done) => {
      ctx.platform.files.open(file.storage_key).then(
        ({ stream }) => done(null, stream),
        // A file that is gone must not keep the rest from its owner.
        () => done(null, PassThrough.from([Buffer.from("This file is no longer stored.")])),
      );
    });
  zip.end();
  await stored;
}

const sweepArchives: Task = async (platform) => {
  const gone = await platform.db.asSystem("archives of every workspace expire", (tx) =>
    tx.rows<{
      storage_key: string;
    }>(sql`with old as (select workspace_id, id, storage_key from privacy_requests where storage_key is not null and expires_at < now() limit 500)
      update privacy_requests r set storage_key = null from old where r.workspace_id = old.workspace_id and r.id = old.id returning old.storage_key`),
  );
  for (const { storage_key } of gone) await platform.files.remove(storage_key);
};

export const privacyTasks: Record<string, Task> = { make_archive: makeArchive, sweep_archives: sweepArchives };
export const privacySchedules = [{ task: "sweep_archives", cron: "11 * * * *" }];
