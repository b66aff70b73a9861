/** What templates say about the ticket of a conversation, as far as the caller sees it: the newest that is not closed, else the newest. */
import type { TemplateValue } from "@omniflow/contract/template";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { publicUrl } from "../identity/index.ts";
import { customValues } from "../replies/index.ts";
import { ticketsVisibleTo } from "./scope.ts";

type Row = {
  id: string;
  number: number;
  title: string;
  status: string;
  custom_fields: Record<string, unknown>;
  slug: string;
};

export async function ticketTemplateValues(
  ctx: Caller,
  tx: Tx,
  conversationId: string,
): Promise<[string, TemplateValue][]> {
  const ticket = await tx.row<Row>(sql`select t.id, t.number, t.title, t.status, t.custom_fields, w.slug
    from ticket_conversations l join tickets t on t.workspace_id = l.workspace_id and t.id = l.ticket_id join workspaces w on w.id = t.workspace_id
    where l.workspace_id = ${ctx.workspaceId} and l.conversation_id = ${conversationId} and t.merged_into is null and t.deleted_at is null and ${ticketsVisibleTo(ctx)}
    order by (t.status = 'closed'), t.created_at desc, t.id desc limit 1`);
  if (!ticket) return [];
  return [
    ["ticket.number", String(ticket.number)],
    ["ticket.title", ticket.title],
    ["ticket.status", ticket.status.replaceAll("_", " ")],
    ["ticket.url", `${publicUrl(ctx.platform)}/w/${ticket.slug}/tickets/${ticket.id}`],
    ...customValues("ticket", ticket.custom_fields),
  ];
}
