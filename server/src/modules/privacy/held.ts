/** What is held on one person: the contact and those merged into it, what is theirs, and where they only took part. */
import type { PrivacyPreview } from "@omniflow/contract";
import { notFound } from "../../errors.ts";
import type { Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { rootOf } from "../../platform/merged.ts";
import { contactGroup } from "../contacts/index.ts";
import { countImportsOf } from "../imports/index.ts";
import { findTicketsOf, type TicketsOf } from "../tickets/index.ts";

export type Held = {
  name: string;
  contacts: string[];
  identities: { kind: string; value: string }[];
  conversations: string[];
  /** Conversations of others where they took part. */
  elsewhere: string[];
  visitors: string[];
  tickets: TicketsOf;
};

/** @throws not_found; a contact that was merged away is found by the one it went into */
export async function findHeld(ctx: Context, tx: Tx, contactId: string): Promise<Held> {
  const contact = await tx.row<{ id: string; name: string }>(sql`select ${rootOf("p")} as id, p.name
    from contacts p where p.workspace_id = ${ctx.workspaceId} and p.id = ${contactId}`);
  if (!contact) throw notFound("contact");
  const contacts = await contactGroup(ctx, tx, contact.id);
  const identities = await tx.rows<{ kind: string; value: string }>(
    sql`select kind, value from contact_identities where workspace_id = ${ctx.workspaceId} and contact_id = any(${contacts}::uuid[])`,
  );
  const [conversations, elsewhere, visitors] = await Promise.all([
    ids(
      tx,
      sql`select id from conversations where workspace_id = ${ctx.workspaceId} and contact_id = any(${contacts}::uuid[])`,
    ),
    ids(
      tx,
      sql`select distinct p.conversation_id as id from participants p
        join conversations c on c.workspace_id = p.workspace_id and c.id = p.conversation_id and c.contact_id <> all(${contacts}::uuid[])
        where p.workspace_id = ${ctx.workspaceId} and (p.contact_id = any(${contacts}::uuid[])
          or (p.kind, p.value) in (select * from unnest(${identities.map((i) => i.kind)}::text[], ${identities.map((i) => i.value)}::text[])))`,
    ),
    ids(
      tx,
      sql`select id from visitors where workspace_id = ${ctx.workspaceId} and contact_id = any(${contacts}::uuid[])`,
    ),
  ]);
  const tickets = await findTicketsOf(ctx, tx, contacts, conversations);
  return { name: contact.name, contacts, identities, conversations, elsewhere, visitors, tickets };
}

const ids = async (tx: Tx, statement: ReturnType<typeof sql>) =>
  (await tx.rows<{ id: string }>(statement)).map((row) => row.id);

export async function previewDeletion(ctx: Context, tx: Tx, contactId: string): Promise<PrivacyPreview> {
  const held = await findHeld(ctx, tx, contactId);
  const counted = await tx.row<{ messages: number; files: number; notes: number; audit: number }>(sql`select
    (select count(*)::int from messages where workspace_id = ${ctx.workspaceId} and conversation_id = any(${held.conversations}::uuid[])) as messages,
    (select count(*)::int from files f join messages m on m.workspace_id = f.workspace_id and m.id = f.message_id
      where m.workspace_id = ${ctx.workspaceId} and m.conversation_id = any(${held.conversations}::uuid[]))
      + (select count(*)::int from ticket_files where workspace_id = ${ctx.workspaceId} and ticket_id = any(${held.tickets.own}::uuid[])) as files,
    (select count(*)::int from contact_notes where workspace_id = ${ctx.workspaceId} and contact_id = any(${held.contacts}::uuid[])) as notes,
    (select count(*)::int from audit_entries where workspace_id = ${ctx.workspaceId} and target_id = any(${held.contacts}::text[])) as audit`);
  return {
    contact_id: contactId,
    name: held.name,
    goes: {
      contacts: held.contacts.length,
      identities: held.identities.length,
      notes: counted!.notes,
      conversations: held.conversations.length,
      tickets: held.tickets.own.length,
      messages: counted!.messages,
      files: counted!.files,
      visits: held.visitors.length,
      imports: await countImportsOf(ctx, tx, held.contacts),
    },
    stays: {
      mentions: held.elsewhere.length,
      tickets_emptied: held.tickets.asked.length,
      tickets: held.tickets.named.length,
      audit_entries: counted!.audit,
    },
  };
}
