/** What a visitor sees of their conversation: their own messages and what the team really sent; never notes, never what is still held back. */
import { type MessagePage, type WidgetMessage, widgetLimits } from "@omniflow/contract/widget";
import { AppError } from "../../errors.ts";
import { type Sql, sql, type Tx } from "../../platform/db.ts";
import { rootOf } from "../../platform/merged.ts";
import { linker } from "../conversations/index.ts";
import type { Guest } from "./guest.ts";
import { contactIds, isOwnThread, listConversationIds } from "./threads.ts";

type Linker = ReturnType<typeof linker>;

type Row = {
  id: string;
  direction: "in" | "out";
  client_id: string | null;
  author_type: "contact" | "member" | "ai_agent" | "system";
  author_name: string;
  text: string;
  delivery_state: string | null;
  at: Date;
  files: { id: string; name: string; content_type: string; size: number }[];
};

/** When the visitor could see it first: an answer may have waited for its undo seconds. */
const at = sql`case when m.direction = 'out' then coalesce(m.sent_at, m.created_at) else m.created_at end`;

/** Two commits close together may become visible in the other order; whoever catches up asks a little further back. */
const overlapMs = 30_000;
/** Well above what one person is told within the overlap. */
const catchUpLimit = 200;

async function selectVisible(guest: Guest, tx: Tx, condition: Sql, order: Sql, limit: number): Promise<Row[]> {
  const { ctx, connection, visitor } = guest;
  const conversations = await listConversationIds(guest, tx);
  if (!conversations.length) return [];
  // One who has proven who they are also sees what went by mail between them and the team in the same conversation.
  const byMail = visitor.verified
    ? sql`or (t.connection_id <> ${connection.id} and t.contact_id = any(${contactIds(guest)}::uuid[]) and m.details->>'continues_chat' is null)`
    : sql``;
  return tx.rows<Row>(sql`select * from (select m.id, m.direction, case when m.direction = 'in' and t.connection_id = ${connection.id} then m.external_id end as client_id,
      m.author_type, m.author_name, m.text, m.delivery_state, ${at} as at,
      coalesce((select json_agg(json_build_object('id', f.id, 'name', f.name, 'content_type', f.content_type, 'size', f.size) order by f.created_at, f.id)
        from files f where f.workspace_id = m.workspace_id and f.message_id = m.id and not f.inline), '[]'::json) as files
    from messages m join threads t on t.workspace_id = m.workspace_id and t.id = m.thread_id
    where m.workspace_id = ${ctx.workspaceId} and m.conversation_id = any(${conversations}) and m.kind = 'message' and m.deleted_at is null
      and (m.direction = 'in' or m.delivery_state in ('sent', 'delivered', 'read'))
      and ((${isOwnThread(guest)}) ${byMail})) m
    where ${condition} order by ${order} limit ${limit}`);
}

export type HistoryQuery = { after?: string; before?: string };

export async function readHistory(guest: Guest, tx: Tx, query: HistoryQuery = {}): Promise<MessagePage> {
  const after = query.after === undefined ? null : new Date(readTime(query.after).getTime() - overlapMs);
  const before = query.before === undefined ? null : readTime(query.before);
  const condition = after ? sql`m.at > ${after}` : before ? sql`m.at < ${before}` : sql`true`;
  const limit = after ? catchUpLimit : widgetLimits.page;
  const [rows, seenAt] = await Promise.all([
    selectVisible(guest, tx, condition, sql`m.at desc, m.id desc`, limit + 1),
    readSeenAt(guest, tx),
  ]);
  const links = linksOf(guest);
  const messages = rows
    .slice(0, limit)
    .reverse()
    .map((row) => view(guest, row, links));
  return { messages, more: rows.length > limit, seen_at: seenAt };
}

/** One message, if it is the visitor's to see. */
export async function findVisible(guest: Guest, tx: Tx, messageId: string): Promise<WidgetMessage | null> {
  const [row] = await selectVisible(guest, tx, sql`m.id = ${messageId}`, sql`m.id`, 1);
  return row ? view(guest, row, linksOf(guest)) : null;
}

/** The visitor's own message by the id their browser made. */
export async function findByClientId(guest: Guest, tx: Tx, clientId: string): Promise<WidgetMessage | null> {
  const [row] = await selectVisible(guest, tx, sql`m.client_id = ${clientId}`, sql`m.id`, 1);
  return row ? view(guest, row, linksOf(guest)) : null;
}

/** Ids among `ids` that the team wrote to this visitor and for which this state is news. */
export async function filterNews(guest: Guest, tx: Tx, ids: string[], state: "delivered" | "read"): Promise<string[]> {
  const before = state === "read" ? ["sent", "delivered"] : ["sent"];
  const rows = await selectVisible(
    guest,
    tx,
    sql`m.direction = 'out' and m.id = any(${ids}::uuid[]) and m.delivery_state = any(${before})`,
    sql`m.id`,
    ids.length,
  );
  return rows.map((row) => row.id);
}

/** How many of the team's messages the visitor has not read, and when the newest of all was written. */
export async function readUnread(guest: Guest, tx: Tx): Promise<{ unread: number; lastAt: Date | null }> {
  const rows = await selectVisible(guest, tx, sql`true`, sql`m.at desc`, 100);
  const unread = rows.filter((row) => row.direction === "out" && row.delivery_state !== "read").length;
  return { unread, lastAt: rows[0]?.at ?? null };
}

/** Until when any member has read the visitor's conversation. */
export async function readSeenAt(guest: Guest, tx: Tx): Promise<string | null> {
  const row = await tx.row<{ at: Date | null }>(sql`select greatest(max(r.read_at), max(c.read_at)) as at
    from threads t join conversations c on c.workspace_id = t.workspace_id and c.id = t.conversation_id
    left join conversation_reads r on r.workspace_id = c.workspace_id and r.conversation_id = ${rootOf("c")}
    where ${isOwnThread(guest)}`);
  return row?.at?.toISOString() ?? null;
}

const linksOf = ({ ctx }: Guest): Linker => linker(ctx.platform.crypto, ctx.workspaceId, ctx.platform.clock.now());

const view = (guest: Guest, row: Row, links: Linker): WidgetMessage => ({
  id: row.id,
  client_id: row.client_id,
  from: row.direction === "in" ? "visitor" : "team",
  author:
    row.direction === "in" ? null : { name: row.author_name || guest.connection.name, kind: kindOf(row.author_type) },
  text: row.text,
  attachments: row.files.map((file) => ({ ...file, url: links.file(file.id) })),
  read: row.direction === "in" || row.delivery_state === "read",
  created_at: row.at.toISOString(),
});

const kindOf = (type: Row["author_type"]) => (type === "member" || type === "ai_agent" ? type : "system");

function readTime(text: string): Date {
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw new AppError("bad_request", "This is not a time.", { field: "after" });
  return time;
}
