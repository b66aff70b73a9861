/**
 * What templates say about the ticket of a conversation, as far as the caller sees it: the one that is asked for, else the newest
 * that is not closed, else the newest. What was merged, of conversations and of tickets, counts as what it was merged into.
 */
import type { TemplateValue } from "@omniflow/contract/template";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { publicUrl } from "../identity/index.ts";
import { customValues } from "../replies/index.ts";
import { ticketsVisibleTo } from "./scope.ts";
import { living, ofConversation } from "./selection.ts";

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
  { conversationId, ticketId }: { conversationId: string; ticketId?: string | undefined },
): Promise<[string, TemplateValue][]> {
  const ticket = await tx.row<Row>(sql`select t.id, t.number, t.title, t.status, t.custom_fields, w.slug
    from tickets t join workspaces w on w.id = t.workspace_id
    where t.workspace_id = ${ctx.workspaceId} and ${ofConversation(ctx, conversationId)} and ${living} and ${ticketsVisibleTo(ctx)}
    order by t.id = ${ticketId ?? null}::uuid desc nulls last, (t.status = 'closed'), t.created_at desc, t.id desc limit 1`);
  if (!ticket) return [];
  return [
    ["ticket.number", String(ticket.number)],
    ["ticket.title", ticket.title],
    ["ticket.status", ticket.status.replaceAll("_", " ")],
    ["ticket.url", `${publicUrl(ctx.platform)}/w/${ticket.slug}/tickets/${ticket.id}`],
    ...customValues("ticket", ticket.custom_fields),
  ];
}
