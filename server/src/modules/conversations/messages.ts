/** Reading a thread: pages of messages with their files, newest page first, each page in the order things were said. */
import type { Message } from "@omniflow/contract";
import { notFound } from "../../errors.ts";
import type { Caller, Context } from "../../platform/context.ts";
import { type Sql, sql, type Tx } from "../../platform/db.ts";
import { cursorTime, decodeCursor, encodeCursor } from "../../platform/http.ts";
import { type Linker, linker, type MessageRow, messageView } from "./views.ts";

const columns = sql`m.id, m.conversation_id, m.thread_id, m.connection_id, k.kind as channel, m.kind, m.direction, m.author_type, m.author_id,
  coalesce(nullif(m.author_name, ''), p.name, '') as author_name, m.subject, m.text, m.html, m.quoted_text, m.quoted_html, m.recipients, m.automatic, m.details,
  m.delivery_state, m.delivery_reason, m.send_at, m.attempts, m.sent_at, m.edited_at, m.deleted_at, m.created_at,
  exists (select 1 from raw_messages r where r.workspace_id = m.workspace_id and r.message_id = m.id) as has_original,
  coalesce((select json_agg(json_build_object('id', f.id, 'message_id', f.message_id, 'name', f.name, 'content_type', f.content_type, 'size', f.size,
    'content_id', f.content_id, 'inline', f.inline) order by f.created_at, f.id) from files f where f.workspace_id = m.workspace_id and f.message_id = m.id), '[]'::json) as files`;

const source = sql`messages m
  left join connections k on k.workspace_id = m.workspace_id and k.id = m.connection_id
  left join contacts p on m.author_type = 'contact' and p.workspace_id = m.workspace_id and p.id = m.author_id`;

export type MessagePage = { limit?: number; cursor?: string; order?: "newest" | "oldest" };

/** A page ends where the cursor leads on: to older messages, or with `oldest` to newer ones. */
export async function listMessages(
  ctx: Context,
  tx: Tx,
  conversationId: string,
  page: MessagePage,
  links: Linker,
): Promise<{ items: Message[]; nextCursor: string | null }> {
  const limit = page.limit ?? 50;
  const after = decodeCursor(page.cursor, 2);
  const oldest = page.order === "oldest";
  const edge = after && sql`(${cursorTime(after[0])}::timestamptz, ${String(after[1])}::uuid)`;
  const beyond: Sql = !edge
    ? sql`true`
    : oldest
      ? sql`(m.created_at, m.id) > ${edge}`
      : sql`(m.created_at, m.id) < ${edge}`;
  const rows = await tx.rows<MessageRow>(sql`select ${columns} from ${source}
    where m.workspace_id = ${ctx.workspaceId} and m.conversation_id = any(${await mergedSet(ctx, tx, conversationId)}) and m.deleted_at is null and ${beyond}
    order by ${oldest ? sql`m.created_at, m.id` : sql`m.created_at desc, m.id desc`} limit ${limit + 1}`);
  const found = rows.slice(0, limit);
  const last = found.at(-1);
  const nextCursor = rows.length > limit && last ? encodeCursor([last.created_at.getTime(), last.id]) : null;
  const ordered = oldest ? found : found.reverse();
  return { items: ordered.map((row) => messageView(row, links)), nextCursor };
}

/** A conversation is read together with those merged into it. */
export async function mergedSet(ctx: Context, tx: Tx, conversationId: string): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(
    sql`select id from conversations where workspace_id = ${ctx.workspaceId} and merged_into = ${conversationId}`,
  );
  return [conversationId, ...rows.map((row) => row.id)];
}

export async function getMessage(ctx: Context, tx: Tx, conversationId: string, messageId: string): Promise<MessageRow> {
  const row = await tx.row<MessageRow>(sql`select ${columns} from ${source}
    where m.workspace_id = ${ctx.workspaceId} and m.id = ${messageId} and m.conversation_id = any(${await mergedSet(ctx, tx, conversationId)})`);
  if (!row) throw notFound("message");
  return row;
}

/** One message as the caller sees it. */
export const showMessage = async (ctx: Caller, tx: Tx, conversationId: string, messageId: string): Promise<Message> =>
  messageView(
    await getMessage(ctx, tx, conversationId, messageId),
    linker(ctx.platform.crypto, ctx.workspaceId, ctx.platform.clock.now()),
  );
