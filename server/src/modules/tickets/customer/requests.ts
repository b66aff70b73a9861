/** What a proven customer sees and does: their own tickets, their own conversations in them — never notes, never those of others. */
import type { TicketStatus } from "@omniflow/contract";
import type { InboundFile } from "../../../channels/adapter.ts";
import { AppError } from "../../../errors.ts";
import type { Platform } from "../../../platform/context.ts";
import { systemContext } from "../../../platform/context.ts";
import { sql, type Tx } from "../../../platform/db.ts";
import { newId } from "../../../platform/uuid.ts";
import { findConnection, receivingView } from "../../connections/index.ts";
import { prepareArrival, receiveMessages } from "../../conversations/index.ts";
import { systemCaller } from "../caller.ts";
import { changeTicket } from "../change.ts";
import type { Customer } from "./access.ts";

export type OwnTicket = { id: string; number: number; title: string; status: TicketStatus; updated_at: Date };
export type OwnMessage = {
  id: string;
  text: string;
  own: boolean;
  author: string;
  at: Date;
  files: { id: string; name: string }[];
};

/** People merged into the customer are the customer. */
const own = (c: Customer) =>
  sql`(select p.id from contacts p where p.workspace_id = ${c.workspaceId} and (p.id = ${c.contactId} or p.merged_into = ${c.contactId}))`;

export const listOwn = (platform: Platform, customer: Customer): Promise<OwnTicket[]> =>
  platform.db.inWorkspace(customer.workspaceId, (tx) =>
    tx.rows<OwnTicket>(sql`select t.id, t.number, t.title, t.status, t.updated_at from tickets t
      where t.workspace_id = ${customer.workspaceId} and t.contact_id in ${own(customer)} and t.deleted_at is null and t.merged_into is null
      order by t.updated_at desc limit 100`),
  );

async function findOwn(tx: Tx, customer: Customer, number: number): Promise<OwnTicket> {
  const row = Number.isSafeInteger(number)
    ? await tx.row<OwnTicket>(sql`select t.id, t.number, t.title, t.status, t.updated_at from tickets t
        where t.workspace_id = ${customer.workspaceId} and t.number = ${number} and t.contact_id in ${own(customer)} and t.deleted_at is null`)
    : null;
  if (!row) throw new AppError("not_found", "There is no such request.");
  return row;
}

/** The customer's own conversations of the ticket; others that are linked to it stay others'. */
const ownConversations = (customer: Customer, ticketId: string) => sql`(select c.id from ticket_conversations tc
  join conversations c on c.workspace_id = tc.workspace_id and c.id = tc.conversation_id
  where tc.workspace_id = ${customer.workspaceId} and tc.ticket_id = ${ticketId} and c.contact_id in ${own(customer)})`;

export const showOwn = (platform: Platform, customer: Customer, number: number) =>
  platform.db.inWorkspace(customer.workspaceId, async (tx) => {
    const ticket = await findOwn(tx, customer, number);
    const messages =
      await tx.rows<OwnMessage>(sql`select m.id, m.text, m.direction = 'in' as own, m.author_name as author, m.created_at as at,
        coalesce((select json_agg(json_build_object('id', f.id, 'name', f.name) order by f.created_at) from files f
          where f.workspace_id = m.workspace_id and f.message_id = m.id), '[]'::json) as files
      from messages m where m.workspace_id = ${customer.workspaceId} and m.conversation_id in ${ownConversations(customer, ticket.id)}
        and m.kind = 'message' and m.deleted_at is null and m.automatic is null
        and (m.direction = 'in' or m.delivery_state in ('sent', 'delivered', 'read', 'failed', 'unknown'))
      order by m.created_at desc, m.id desc limit 200`);
    return { ticket, messages: messages.reverse() };
  });

/** Arrives as any message of theirs does, on the thread they used last: tickets, rules and notifications follow as always. */
export async function answerOwn(
  platform: Platform,
  customer: Customer,
  number: number,
  input: { text: string; files: InboundFile[] },
): Promise<void> {
  if (!input.text.trim() && !input.files.length)
    throw new AppError("validation_failed", "Write something, or attach a file.", { field: "text" });
  const ctx = systemContext(platform, customer.workspaceId);
  const place = await platform.db.inWorkspace(customer.workspaceId, async (tx) => {
    const ticket = await findOwn(tx, customer, number);
    return tx.row<{
      thread_id: string;
      connection_id: string;
      external_key: string;
      kind: "email";
      value: string;
      name: string;
    }>(sql`
      select th.id as thread_id, th.connection_id, th.external_key, i.kind, i.value, p.name
      from threads th join contacts p on p.workspace_id = th.workspace_id and p.id = ${customer.contactId}
      join contact_identities i on i.workspace_id = p.workspace_id and i.contact_id = p.id
      where th.workspace_id = ${customer.workspaceId} and th.conversation_id in ${ownConversations(customer, ticket.id)}
      order by th.last_message_at desc, i.kind = 'email' desc, i.created_at limit 1`);
  });
  const connection = place && (await findConnection(ctx, place.connection_id));
  if (!place || !connection)
    throw new AppError("unprocessable", "This request cannot be answered here. Write to us by mail, please.");
  const arrival = await prepareArrival(
    ctx,
    { ...receivingView(connection), autoReply: false },
    {
      kind: "message",
      externalId: `request.${newId()}@form.invalid`,
      thread: place.external_key,
      from: { kind: place.kind, value: place.value, name: place.name },
      sentAt: platform.clock.now(),
      text: input.text.trim().slice(0, 20_000),
      files: input.files,
    },
  );
  await receiveMessages(ctx, [arrival]);
}

export async function closeOwn(platform: Platform, customer: Customer, number: number): Promise<void> {
  const ticket = await platform.db.inWorkspace(customer.workspaceId, (tx) => findOwn(tx, customer, number));
  if (ticket.status === "closed" || ticket.status === "resolved") return;
  const actor = { type: "contact" as const, id: customer.contactId };
  await changeTicket(systemCaller(platform, customer.workspaceId, { actor }), ticket.id, { status: "resolved" });
}
