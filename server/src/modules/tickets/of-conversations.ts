/** Tickets of many conversations at once: one made of each, or all linked to one. What the bulk action of conversations calls. */
import { AppError } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { need } from "../../platform/permission.ts";
import type { TicketHands } from "../conversations/index.ts";
import { makeTicket, sourceOf } from "./create.ts";
import { linkConversations, unlinkConversation } from "./linking.ts";
import { setDeleted } from "./removing.ts";
import { lockLiving, touchTicket } from "./scope.ts";
import { active, living, ofConversation } from "./selection.ts";
import { findType } from "./types.ts";

export const ticketsOfConversations: TicketHands = {
  async allow(ctx, tx, { ticket_id, type }) {
    need(ctx, ticket_id ? "tickets.update" : "tickets.create");
    if (type) await findType(ctx, tx, type);
    if (ticket_id) await referred(lockLiving(ctx, tx, ticket_id));
  },

  async begin(ctx, tx, { ticket_id }) {
    if (ticket_id) await lockLiving(ctx, tx, ticket_id);
    else
      await tx.run(sql`insert into ticket_settings (workspace_id) values (${ctx.workspaceId})
        on conflict (workspace_id) do update set last_number = ticket_settings.last_number`);
  },

  async perform(ctx, tx, conversation, { ticket_id, type }) {
    if (ticket_id) {
      const ticket = await lockLiving(ctx, tx, ticket_id);
      if (!(await linkConversations(ctx, tx, ticket, [conversation.id])))
        throw new AppError("conflict", "This conversation is linked to the ticket already.");
      await touchTicket(ctx, tx, ticket_id);
      return { id: ticket_id, made: false };
    }
    if (await hasWork(ctx, tx, conversation.id))
      throw new AppError("conflict", "This conversation has a ticket that is to be done.");
    const input = {
      title: await titleOf(ctx, tx, conversation),
      priority: conversation.priority,
      conversation_ids: [conversation.id],
      ...(type ? { type } : {}),
    };
    // Nobody can fill in the fields of many at once.
    const { id } = await makeTicket(ctx, tx, input, { source: sourceOf(ctx) });
    return { id, made: true };
  },

  async undo(ctx, tx, conversationId, { id, made }) {
    const ticket = await lockLiving(ctx, tx, id).catch((error) => {
      if (error instanceof AppError) return null;
      throw error;
    });
    if (!ticket) return false;
    if (!made) return unlinkConversation(ctx, tx, ticket, conversationId);
    // Somebody has gone on with it.
    if (ticket.version > 1) return false;
    await setDeleted(ctx, tx, ticket, true);
    return true;
  },
};

const referred = <T>(found: Promise<T>): Promise<T> =>
  found.catch((error) => {
    if (!(error instanceof AppError) || error.code !== "not_found") throw error;
    throw new AppError("unprocessable", "This ticket does not exist.", { field: "change.ticket.ticket_id" });
  });

const hasWork = (ctx: Caller, tx: Tx, conversationId: string) =>
  tx.row(sql`select 1 from tickets t where t.workspace_id = ${ctx.workspaceId} and ${ofConversation(ctx, conversationId)}
    and ${active} and ${living} limit 1`);

/** What it is about, or how it begins, or who asks. */
async function titleOf(ctx: Caller, tx: Tx, { id, subject }: { id: string; subject: string }): Promise<string> {
  if (subject.trim()) return subject.slice(0, 300);
  const row = await tx.row<{ preview: string; name: string }>(sql`select c.preview, p.name from conversations c
    join contacts p on p.workspace_id = c.workspace_id and p.id = c.contact_id where c.workspace_id = ${ctx.workspaceId} and c.id = ${id}`);
  return row?.preview.trim().slice(0, 120) || row?.name.trim() || "–";
}
