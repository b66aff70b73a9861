/**
 * Deleting a person, in one transaction: their conversations and tickets with all texts and files go, their name and addresses go from the
 * conversations of others, and what events said of them is emptied. What stays is that it was done, by whom and when.
 */
import type { PrivacyRequest } from "@omniflow/contract";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { newId } from "../../platform/uuid.ts";
import { recordAudit } from "../audit/index.ts";
import { removeConversations } from "../conversations/index.ts";
import { forgetInImports } from "../imports/index.ts";
import { eraseTicketsOf } from "../tickets/index.ts";
import { findHeld, type Held } from "./held.ts";
import { type RequestRow, requestView } from "./requests.ts";

export async function erasePerson(ctx: Caller, contactId: string): Promise<PrivacyRequest> {
  const { row, keys } = await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    await tx.run(sql`select 1 from contacts where workspace_id = ${ctx.workspaceId} and id = ${contactId} for update`);
    const held = await findHeld(ctx, tx, contactId);
    const archives = await tx.rows<{ storage_key: string }>(sql`with old as (
        select id, storage_key from privacy_requests
        where workspace_id = ${ctx.workspaceId} and contact_id = any(${held.contacts}::uuid[]) and storage_key is not null)
      update privacy_requests r set storage_key = null, expires_at = now() from old
      where r.workspace_id = ${ctx.workspaceId} and r.id = old.id returning old.storage_key`);
    const ticketFiles = await eraseTicketsOf(ctx, tx, held.tickets);
    const files = await removeConversations(ctx, tx, held.conversations);
    await forgetElsewhere(ctx, tx, held);
    await forgetPerson(ctx, tx, held);
    const made =
      await tx.row<RequestRow>(sql`insert into privacy_requests (workspace_id, id, kind, contact_id, state, actor_type, actor_id)
      values (${ctx.workspaceId}, ${newId()}, 'deletion', ${contactId}, 'done', ${ctx.actor.type}, ${ctx.actor.id}) returning *`);
    recordAudit(ctx, tx, {
      action: "contact.erased",
      target: { type: "contact", id: contactId },
      summary: `Everything held on one person deleted: ${[
        counted(held.conversations.length, "conversation"),
        counted(held.tickets.own.length, "ticket"),
        counted(held.identities.length, "address", "addresses"),
      ].join(", ")}`,
    });
    emit(ctx, tx, { type: "contact.deleted", data: { contact_id: contactId }, contactId });
    return { row: made!, keys: [...ticketFiles, ...files, ...archives.map((archive) => archive.storage_key)] };
  });
  // What a crash leaves here lies under a key nobody knows.
  for (const key of keys) await ctx.platform.files.remove(key);
  return requestView(ctx, row);
}

const counted = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** The words in other people's conversations are those people's too; who said them is not. */
async function forgetElsewhere(ctx: Caller, tx: Tx, held: Held): Promise<void> {
  if (!held.elsewhere.length) return;
  const values = held.identities.map((identity) => identity.value);
  await tx.run(sql`delete from participants where workspace_id = ${ctx.workspaceId} and conversation_id = any(${held.elsewhere}::uuid[])
    and (contact_id = any(${held.contacts}::uuid[]) or value = any(${values}))`);
  await tx.run(sql`update messages m set author_name = '', author_id = null, details = null,
      recipients = case when recipients is null then null else jsonb_set(recipients, '{from}', '{"kind": "email", "value": "", "name": ""}') end
    where workspace_id = ${ctx.workspaceId} and conversation_id = any(${held.elsewhere}::uuid[]) and author_type = 'contact' and author_id = any(${held.contacts}::uuid[])`);
  for (const role of ["to", "cc", "bcc"])
    await tx.run(sql`update messages m set recipients = jsonb_set(recipients, array[${role}], coalesce(
        (select jsonb_agg(r) from jsonb_array_elements(recipients -> ${role}) as r where not (r ->> 'value' = any(${values}))), '[]'))
      where workspace_id = ${ctx.workspaceId} and conversation_id = any(${held.elsewhere}::uuid[]) and jsonb_typeof(recipients -> ${role}) = 'array'`);
  await tx.run(sql`update threads t set contact_id = c.contact_id from conversations c
    where t.workspace_id = ${ctx.workspaceId} and t.contact_id = any(${held.contacts}::uuid[]) and c.workspace_id = t.workspace_id and c.id = t.conversation_id`);
}

/** An opt-out stays: it is what keeps anybody from writing to that address again. */
async function forgetPerson(ctx: Caller, tx: Tx, held: Held): Promise<void> {
  const { contacts, identities } = held;
  const ofThem = sql`workspace_id = ${ctx.workspaceId} and contact_id = any(${contacts}::uuid[])`;
  await tx.run(sql`delete from visitors where ${ofThem}`);
  await forgetInImports(ctx, tx, contacts, identities);
  await tx.run(sql`delete from consents where workspace_id = ${ctx.workspaceId} and state <> 'opted_out'
    and (kind, value) in (select * from unnest(${identities.map((i) => i.kind)}::text[], ${identities.map((i) => i.value)}::text[]))`);
  const mails = identities.filter((i) => i.kind === "email").map((i) => i.value);
  await tx.run(sql`delete from ticket_codes where workspace_id = ${ctx.workspaceId} and email = any(${mails})`);
  await tx.run(sql`select erase_events(${contacts}::uuid[], ${held.conversations}::uuid[])`);
  await tx.run(
    sql`update contacts set merged_into = null where workspace_id = ${ctx.workspaceId} and id = any(${contacts}::uuid[])`,
  );
  await tx.run(sql`delete from contacts where workspace_id = ${ctx.workspaceId} and id = any(${contacts}::uuid[])`);
}
