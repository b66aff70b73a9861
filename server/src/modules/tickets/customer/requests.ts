/** What a proven customer sees and does: their own tickets, their own conversations in them — never notes, never those of others. */
import type { TicketStatus } from "@omniflow/contract";
import type { InboundFile } from "../../../channels/adapter.ts";
import { AppError } from "../../../errors.ts";
import type { Platform } from "../../../platform/context.ts";
import { systemContext } from "../../../platform/context.ts";
import { type Sql, sql, type Tx } from "../../../platform/db.ts";
import { rootOf } from "../../../platform/merged.ts";
import { newId } from "../../../platform/uuid.ts";
import { findConnection, receivingView } from "../../connections/index.ts";
import { prepareArrival, receiveMessages } from "../../conversations/index.ts";
import { systemCaller } from "../caller.ts";
import { applyTicketChange } from "../change.ts";
import { linkConversations } from "../linking.ts";
import { lockLiving, lockTicket } from "../scope.ts";
import { type Customer, contactsOf } from "./access.ts";
import { answeringConnection } from "./form.ts";

export type OwnTicket = {
  id: string;
  number: number;
  title: string;
  status: TicketStatus;
  updated_at: Date;
  /** Not done yet, and nobody else's too. */
  closable: boolean;
};
export type OwnMessage = {
  id: string;
  text: string;
  /** Made safe when it was stored; null also when the newer ones fill the page, whose text is enough then. */
  html: string | null;
  /** Written by the customer, and not by another whom the mail went to as well. */
  own: boolean;
  author: string;
  at: Date;
  files: { id: string; name: string; content_id: string | null; inline: boolean }[];
};

/** Bytes of HTML on one page: pictures may stand inside it, and two hundred messages of the largest would be too much to read or to send. */
const mostHtml = 3_000_000;

const own = (c: Customer) => contactsOf(c.workspaceId, c.contactId);

/**
 * What was merged into a ticket of somebody else keeps its number and its title for who asked, and stands where that one stands;
 * merged into one of their own, that one is the request.
 */
const ownTickets = (customer: Customer, more: Sql) => sql`select t.id, t.number, t.title, r.status, r.updated_at,
    t.merged_into is null and r.status not in ('resolved', 'closed') as closable
  from tickets t join tickets r on r.workspace_id = t.workspace_id and r.id = ${rootOf("t")}
  where t.workspace_id = ${customer.workspaceId} and t.contact_id in ${own(customer)} and t.deleted_at is null ${more}`;

export const listOwn = (platform: Platform, customer: Customer): Promise<OwnTicket[]> =>
  platform.db.inWorkspace(customer.workspaceId, (tx) =>
    tx.rows<OwnTicket>(
      ownTickets(
        customer,
        sql`and (t.merged_into is null or coalesce(r.contact_id not in ${own(customer)}, true)) order by r.updated_at desc, t.number desc limit 100`,
      ),
    ),
  );

async function findOwn(tx: Tx, customer: Customer, number: number): Promise<OwnTicket> {
  const row = Number.isSafeInteger(number)
    ? await tx.row<OwnTicket>(ownTickets(customer, sql`and t.number = ${number}`))
    : null;
  if (!row) throw new AppError("not_found", "There is no such request.");
  return row;
}

/** The customer's own conversations of the ticket and of what was merged into it; others that are linked to it stay others'. */
const ownConversations = (customer: Customer, ticketId: string) => sql`(select c.id from ticket_conversations tc
  join conversations c on c.workspace_id = tc.workspace_id and c.id = tc.conversation_id
  where tc.workspace_id = ${customer.workspaceId} and tc.ticket_id in (select x.id from tickets x where x.workspace_id = tc.workspace_id and (x.id = ${ticketId} or x.merged_into = ${ticketId}))
    and c.contact_id in ${own(customer)})`;

export const showOwn = (platform: Platform, customer: Customer, number: number) =>
  platform.db.inWorkspace(customer.workspaceId, async (tx) => {
    const ticket = await findOwn(tx, customer, number);
    const messages = await tx.rows<OwnMessage>(sql`select m.id, m.text,
        case when sum(octet_length(m.html)) over (order by m.created_at desc, m.id desc) <= ${mostHtml} then m.html end as html,
        m.direction = 'in' and coalesce(m.author_id in ${own(customer)}, true) as own, m.author_name as author, m.created_at as at,
        coalesce((select json_agg(json_build_object('id', f.id, 'name', f.name, 'content_id', f.content_id, 'inline', f.inline) order by f.created_at) from files f
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
    throw new AppError("validation_failed", "Write something, or attach a file.", { field: "answer" });
  const ctx = systemContext(platform, customer.workspaceId);
  const { ticket, place } = await platform.db.inWorkspace(customer.workspaceId, async (tx) => {
    const ticket = await findOwn(tx, customer, number);
    return { ticket, place: await whereToAnswer(tx, customer, ticket.id) };
  });
  if (!place) throw new AppError("unprocessable", "This request cannot be answered here. Write to us by mail, please.");
  const connection =
    (place.connection_id && (await findConnection(ctx, place.connection_id))) || (await answeringConnection(ctx, null));
  const arrival = await prepareArrival(
    ctx,
    { ...receivingView(connection), autoReply: false },
    {
      kind: "message",
      externalId: `request.${newId()}@form.invalid`,
      thread: connection.id === place.connection_id ? place.external_key : null,
      from: { kind: place.kind, value: place.value, name: place.name },
      sentAt: platform.clock.now(),
      subject: ticket.title,
      text: input.text.trim().slice(0, 20_000),
      files: input.files,
    },
  );
  const [received] = await receiveMessages(ctx, [arrival]);
  if (place.connection_id) return;
  // The first that is written in it.
  await platform.db.inWorkspace(customer.workspaceId, async (tx) => {
    const actor = { type: "contact" as const, id: customer.contactId };
    const by = systemCaller(platform, customer.workspaceId, { actor });
    const state = await lockTicket(by, tx, ticket.id);
    await linkConversations(by, tx, state, [received!.conversationId]);
  });
}

type Place = {
  connection_id: string | null;
  external_key: string | null;
  kind: "email";
  value: string;
  name: string;
};

/** The thread they used last; a request that nothing was written in yet begins one. */
const whereToAnswer = (tx: Tx, customer: Customer, ticketId: string): Promise<Place | null> =>
  tx.row<Place>(sql`select th.connection_id, th.external_key, i.kind, i.value, p.name
    from contacts p join contact_identities i on i.workspace_id = p.workspace_id and i.contact_id = p.id
    left join threads th on th.workspace_id = p.workspace_id and th.conversation_id in ${ownConversations(customer, ticketId)}
    where p.workspace_id = ${customer.workspaceId} and p.id = ${customer.contactId}
    order by th.last_message_at desc nulls last, i.kind = 'email' desc, i.created_at limit 1`);

export async function closeOwn(platform: Platform, customer: Customer, number: number): Promise<void> {
  const actor = { type: "contact" as const, id: customer.contactId };
  const ctx = systemCaller(platform, customer.workspaceId, { actor });
  await platform.db.inWorkspace(customer.workspaceId, async (tx) => {
    const { id, closable } = await findOwn(tx, customer, number);
    // The workspace's table of moves is for its members.
    if (closable)
      await applyTicketChange(ctx, tx, await lockLiving(ctx, tx, id), { status: "resolved" }, { free: true });
  });
}
