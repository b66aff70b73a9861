/** What a ticket is about: the conversations and the further people linked to it. Both ways, many to many. */

import { AppError, notFound } from "../../errors.ts";
import type { Caller, Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { rootOf } from "../../platform/merged.ts";
import { filterVisible, requireVisible } from "../conversations/index.ts";
import { existingContact, namesOf } from "./choices.ts";
import { about, audienceOf, lockLiving, type TicketState, ticketSet, touchTicket } from "./scope.ts";

export const addConversation = (ctx: Caller, ticketId: string, conversationId: string): Promise<void> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    await requireVisible(ctx, tx, conversationId);
    const ticket = await lockLiving(ctx, tx, ticketId);
    if (await linkConversations(ctx, tx, ticket, [conversationId])) await touchTicket(ctx, tx, ticket.id);
  });

/** In the transaction of whoever calls, who has checked that the conversations may be seen. @returns how many are new */
export async function linkConversations(
  ctx: Context,
  tx: Tx,
  ticket: Pick<TicketState, "id" | "number" | "title" | "team_id" | "assignee_member_id">,
  ids: string[],
): Promise<number> {
  if (!ids.length) return 0;
  const added = await tx.rows<{ id: string; contact_id: string }>(sql`with added as (
      insert into ticket_conversations (workspace_id, ticket_id, conversation_id)
      select ${ctx.workspaceId}, ${ticket.id}, id from unnest(${[...new Set(ids)]}::uuid[]) as id on conflict do nothing returning conversation_id)
    select c.id, c.contact_id from added join conversations c on c.workspace_id = ${ctx.workspaceId} and c.id = added.conversation_id`);
  await markTicketed(
    tx,
    ctx.workspaceId,
    added.map((row) => row.id),
  );
  for (const row of added) tellLink(ctx, tx, "ticket.linked", ticket, row);
  return added.length;
}

/** The intake looks at the conversation messages arrive in: the one others were merged into. */
export const markTicketed = (tx: Tx, workspaceId: string, ids: string[]) =>
  tx.run(sql`update conversations c set ticketed = true where c.workspace_id = ${workspaceId} and not c.ticketed
    and c.id in (select ${rootOf("h")} from conversations h where h.workspace_id = ${workspaceId} and h.id = any(${ids}::uuid[])
      union select unnest(${ids}::uuid[]))`);

export const removeConversation = (ctx: Caller, ticketId: string, conversationId: string): Promise<void> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const [seen] = await filterVisible(ctx, tx, [conversationId]);
    const ticket = await lockLiving(ctx, tx, ticketId);
    if (!seen) throw notFound("conversation");
    await unlinkConversation(ctx, tx, ticket, conversationId);
  });

/** @returns whether it was linked; the ticket is locked by whoever calls */
export async function unlinkConversation(
  ctx: Context,
  tx: Tx,
  ticket: TicketState,
  conversationId: string,
): Promise<boolean> {
  const removed = await tx.row<{ id: string; contact_id: string }>(sql`with gone as (
      delete from ticket_conversations where workspace_id = ${ctx.workspaceId} and ticket_id = any(${await ticketSet(ctx, tx, ticket.id)}::uuid[])
        and conversation_id = ${conversationId} returning conversation_id)
    select c.id, c.contact_id from gone join conversations c on c.workspace_id = ${ctx.workspaceId} and c.id = gone.conversation_id`);
  if (!removed) return false;
  await touchTicket(ctx, tx, ticket.id);
  tellLink(ctx, tx, "ticket.unlinked", ticket, removed);
  return true;
}

function tellLink(
  ctx: Context,
  tx: Tx,
  type: "ticket.linked" | "ticket.unlinked",
  ticket: Pick<TicketState, "id" | "number" | "title" | "team_id" | "assignee_member_id">,
  conversation: { id: string; contact_id: string },
): void {
  emit(ctx, tx, {
    type,
    data: about(ticket),
    ticketId: ticket.id,
    conversationId: conversation.id,
    contactId: conversation.contact_id,
    audience: audienceOf(ticket),
  });
}

export const addContact = (ctx: Caller, ticketId: string, contactId: string): Promise<void> =>
  changeContacts(ctx, ticketId, contactId, async (tx, id) =>
    tx.run(
      sql`insert into ticket_contacts (workspace_id, ticket_id, contact_id) values (${ctx.workspaceId}, ${ticketId}, ${id}) on conflict do nothing`,
    ),
  );

export const removeContact = (ctx: Caller, ticketId: string, contactId: string): Promise<void> =>
  changeContacts(ctx, ticketId, contactId, async (tx, id) => {
    const set = await ticketSet(ctx, tx, ticketId);
    return -(await tx.run(
      sql`delete from ticket_contacts where workspace_id = ${ctx.workspaceId} and ticket_id = any(${set}::uuid[]) and contact_id = ${id}`,
    ));
  });

async function changeContacts(
  ctx: Caller,
  ticketId: string,
  contactId: string,
  change: (tx: Tx, contactId: string) => Promise<number>,
): Promise<void> {
  await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const ticket = await lockLiving(ctx, tx, ticketId);
    const id = await existingContact(ctx, tx, contactId).catch((error) => {
      throw error instanceof AppError ? notFound("contact") : error;
    });
    const changed = await change(tx, id);
    if (!changed) return;
    await touchTicket(ctx, tx, ticketId);
    const name = (await namesOf(ctx, tx, [id])).get(id) ?? "";
    emit(ctx, tx, {
      type: changed > 0 ? "ticket.contact_added" : "ticket.contact_removed",
      data: { ...about(ticket), name },
      ticketId,
      contactId: id,
      audience: audienceOf(ticket),
    });
  });
}
