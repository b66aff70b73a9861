/** Search results with the words marked, and the message to jump to. */
import { Conversation, Id, Nullable, Time } from "@omniflow/contract";
import { Type } from "typebox";
import type { Caller } from "../../../platform/context.ts";
import { sql, type Tx } from "../../../platform/db.ts";
import { answer, type Route, route } from "../../../platform/http.ts";
import { inInbox, rowColumns, rowJoins } from "../list.ts";
import { viewPermissions, visibleTo } from "../scope.ts";
import { type ConversationRow, conversationView } from "../views.ts";
import { search } from "./find.ts";
import { tsqueryOf } from "./parse.ts";

const SearchResult = Type.Object({
  conversation: Conversation,
  message_id: Nullable(Id),
  at: Nullable(Time),
  snippet: Type.Array(Type.Object({ text: Type.String(), hit: Type.Boolean() })),
});

/** Private-use characters: no message contains them, so they can mark where a word begins and ends. */
const begin = "\uE000";
const end = "\uE001";

export const searchRoutes: Route[] = [
  route({
    method: "GET",
    path: "/search",
    access: viewPermissions,
    tag: "Search",
    summary:
      'Search messages, subjects and contacts; operators from: to: status: tag: assignee: team: channel: before: after: has:attachment is:unread "phrase" -word',
    schemas: {
      query: Type.Object({
        q: Type.String({ minLength: 1, maxLength: 300 }),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
      }),
      item: SearchResult,
    },
    handle: async ({ ctx, query }) =>
      answer(
        await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => findResults(ctx, tx, query.q, query.limit ?? 20)),
        { nextCursor: null },
      ),
  }),
];

async function findResults(ctx: Caller, tx: Tx, text: string, limit: number) {
  const { condition, hits, query } = await search(ctx, tx, text);
  const rows = await tx.rows<ConversationRow>(sql`select ${rowColumns(ctx)} from conversations c ${rowJoins}
    where c.workspace_id = ${ctx.workspaceId} and ${visibleTo(ctx)} and c.merged_into is null and ${hits.length || query.words.length ? sql`true` : inInbox} and ${condition}
    order by c.last_message_at desc, c.id desc limit ${limit}`);
  const byConversation = new Map(hits.map((hit) => [hit.conversation_id, hit.message_id]));
  const marked = await readSnippets(
    ctx,
    tx,
    rows.map((row) => byConversation.get(row.id)).filter((id) => id !== undefined),
    tsqueryOf(query),
  );
  return rows.map((row) => {
    const messageId = byConversation.get(row.id) ?? null;
    const found = messageId ? marked.get(messageId) : undefined;
    return {
      conversation: conversationView(row),
      message_id: messageId,
      at: found?.at.toISOString() ?? null,
      snippet: found ? splitMarks(found.snippet) : [{ text: row.preview, hit: false }],
    };
  });
}

async function readSnippets(
  ctx: Caller,
  tx: Tx,
  ids: string[],
  needle: string | null,
): Promise<Map<string, { snippet: string; at: Date }>> {
  if (!ids.length || !needle) return new Map();
  const rows = await tx.rows<{ id: string; snippet: string; at: Date }>(sql`select id, created_at as at,
      ts_headline('simple', left(coalesce(subject || ' — ', '') || text, 20000), search_text(${needle})::tsquery, ${`StartSel=${begin}, StopSel=${end}, MaxWords=24, MinWords=10, MaxFragments=1`}) as snippet
    from messages where workspace_id = ${ctx.workspaceId} and id = any(${ids}::uuid[])`);
  return new Map(rows.map((row) => [row.id, row]));
}

export function splitMarks(text: string): { text: string; hit: boolean }[] {
  return text
    .replace(/\s+/g, " ")
    .split(new RegExp(`(${begin}[^${end}]*${end})`))
    .filter(Boolean)
    .map((part) => (part.startsWith(begin) ? { text: part.slice(1, -1), hit: true } : { text: part, hit: false }));
}
