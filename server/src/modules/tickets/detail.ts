/** One ticket with everything on it, read together with what was merged into it. */
import type { TicketBrief, TicketConversation, TicketDetail } from "@omniflow/contract";
import { notFound } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { rootOf } from "../../platform/merged.ts";
import { visibleTo } from "../conversations/index.ts";
import { listChecklist } from "./checklist.ts";
import { listFiles } from "./files.ts";
import { listFollowers } from "./following.ts";
import { listLinks } from "./links.ts";
import { showPictures } from "./pictures.ts";
import { ticketSet, ticketsVisibleTo } from "./scope.ts";
import { getTicketSettings, listOwnStatuses } from "./settings.ts";
import { allowedMoves } from "./status.ts";
import { briefColumns, briefView, rowColumns, rowJoins, type TicketRow, ticketView } from "./views.ts";

/** @throws not_found when it is not there or not the caller's to see. */
export async function showTicket(ctx: Caller, tx: Tx, id: string): Promise<TicketDetail> {
  const row = await tx.row<
    TicketRow & { description: string; follow_up_of: string | null }
  >(sql`select ${rowColumns}, t.description, t.follow_up_of
    from tickets t ${rowJoins} where t.workspace_id = ${ctx.workspaceId} and t.id = ${id} and ${ticketsVisibleTo(ctx)}`);
  if (!row) throw notFound("ticket");
  const set = await ticketSet(ctx, tx, id);
  const [linked, contacts, follower_ids, checklist, links, merged, files, own, settings, before, texts] =
    await Promise.all([
      linkedConversations(ctx, tx, set),
      linkedContacts(ctx, tx, set),
      listFollowers(ctx, tx, set),
      listChecklist(ctx, tx, set),
      listLinks(ctx, tx, id),
      briefs(ctx, tx, set.slice(1)),
      listFiles(ctx, tx, set),
      listOwnStatuses(ctx, tx),
      getTicketSettings(ctx, tx),
      briefs(ctx, tx, row.follow_up_of ? [row.follow_up_of] : []),
      showPictures(ctx, tx, set, [row.description]),
    ]);
  const children = links.filter((link) => link.kind === "child");
  const done = children.filter((link) => link.ticket.status === "resolved" || link.ticket.status === "closed").length;
  return {
    ...ticketView(row),
    conversation_count: linked.conversations.length + linked.hidden,
    checklist_progress: { done: checklist.filter((item) => item.done).length, total: checklist.length },
    description: texts[0]!,
    conversations: linked.conversations,
    hidden_conversations: linked.hidden,
    contacts,
    follower_ids,
    checklist,
    links,
    children_progress: { done, total: children.length },
    merged,
    files,
    moves: allowedMoves(row, own, settings.moves),
    follow_up_of: before[0] ?? null,
  };
}

/** On one page; an outage's ticket may have more, which the broadcast still reaches. */
const mostConversations = 200;

async function linkedConversations(ctx: Caller, tx: Tx, set: string[]) {
  type Row = Omit<TicketConversation, "contact" | "last_message_at"> & {
    contact_id: string;
    contact_name: string;
    contact_language: string | null;
    last_message_at: Date;
  };
  const ids = sql`select distinct ${rootOf("h")} from ticket_conversations tc
    join conversations h on h.workspace_id = tc.workspace_id and h.id = tc.conversation_id
    where tc.workspace_id = ${ctx.workspaceId} and tc.ticket_id = any(${set}::uuid[])`;
  const [rows, all] = await Promise.all([
    tx.rows<Row>(sql`select c.id, c.subject, c.status, c.channel, c.contact_id, p.name as contact_name, c.preview, c.last_message_at,
        (select r.language from contacts r where r.workspace_id = p.workspace_id and r.id = ${rootOf("p")}) as contact_language
      from conversations c join contacts p on p.workspace_id = c.workspace_id and p.id = c.contact_id
      where c.workspace_id = ${ctx.workspaceId} and c.id in (${ids}) and ${visibleTo(ctx)} order by c.last_message_at desc, c.id limit ${mostConversations}`),
    tx.row<{
      total: number;
      seen: number;
    }>(sql`select count(*)::int as total, count(*) filter (where ${visibleTo(ctx)})::int as seen from conversations c
      where c.workspace_id = ${ctx.workspaceId} and c.id in (${ids})`),
  ]);
  const conversations = rows.map(({ contact_id, contact_name, contact_language, last_message_at, ...row }) => ({
    ...row,
    contact: { id: contact_id, name: contact_name, language: contact_language },
    last_message_at: last_message_at.toISOString(),
  }));
  return { conversations, hidden: all!.total - all!.seen };
}

const linkedContacts = (ctx: Caller, tx: Tx, set: string[]) =>
  tx.rows<{ id: string; name: string }>(sql`select distinct p.id, p.name from ticket_contacts k
    join contacts h on h.workspace_id = k.workspace_id and h.id = k.contact_id
    join contacts p on p.workspace_id = h.workspace_id and p.id = ${rootOf("h")}
    where k.workspace_id = ${ctx.workspaceId} and k.ticket_id = any(${set}::uuid[]) order by p.name, p.id`);

async function briefs(ctx: Caller, tx: Tx, ids: string[]): Promise<TicketBrief[]> {
  if (!ids.length) return [];
  const rows =
    await tx.rows<TicketBrief>(sql`select ${briefColumns} from tickets t where t.workspace_id = ${ctx.workspaceId}
    and t.id = any(${ids}::uuid[]) and ${ticketsVisibleTo(ctx)} order by t.number`);
  return rows.map(briefView);
}
