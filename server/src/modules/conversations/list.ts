/** The inbox list: one index walk per page, whatever the number of conversations. */
import type { Conversation, ViewSort } from "@omniflow/contract";
import type { Caller } from "../../platform/context.ts";
import { type Sql, sql, type Tx } from "../../platform/db.ts";
import { cursorTime, decodeCursor, encodeCursor } from "../../platform/http.ts";
import { rootOf } from "../../platform/merged.ts";
import { type Query, select } from "./selection.ts";
import { type ConversationRow, conversationView } from "./views.ts";

export { inInbox } from "./selection.ts";

/** Columns of a row as members see it; `c` is the conversation. A contact that was merged is shown as the one it was merged into. */
export const rowColumns = (
  ctx: Caller,
): Sql => sql`c.id, c.subject, c.status, c.folder, c.priority, c.channel, c.team_id, c.tags, c.snoozed_until, c.preview,
  c.has_attachment, c.message_count, c.created_at, c.last_message_at, c.last_inbound_at, c.waiting_since, c.merged_into, c.version, ${rootOf("p", "c.contact_id")} as contact_id, c.assignee_member_id, c.assignee_agent_id,
  case when p.merged_into is null then p.name else (select pr.name from contacts pr where pr.workspace_id = p.workspace_id and pr.id = p.merged_into) end as contact_name, a.name as assignee_name,
  ${
    ctx.memberId
      ? sql`coalesce(c.last_inbound_at > (select r.read_at from conversation_reads r where r.workspace_id = c.workspace_id and r.member_id = ${ctx.memberId}::uuid and r.conversation_id = c.id), c.last_inbound_at is not null)`
      : sql`coalesce(c.last_inbound_at > c.read_at, c.last_inbound_at is not null)`
  } as unread`;

export const rowJoins = sql`join contacts p on p.workspace_id = c.workspace_id and p.id = c.contact_id
  left join members a on a.workspace_id = c.workspace_id and a.id = c.assignee_member_id`;

/** Urgent first; the higher number is the higher priority. */
const rank = sql`array_position(array['low', 'normal', 'high', 'urgent'], c.priority)`;

/**
 * The ways a list is ordered. All keys of one run in the same direction, so that a page goes on with one row comparison; `key` is
 * what the cursor remembers of the last row.
 */
const sorts: Record<
  ViewSort,
  { keys: Sql; edge(values: (string | number)[]): Sql; down: boolean; key(row: ConversationRow): (string | number)[] }
> = {
  newest: byTime(sql`c.last_message_at`, true, (row) => row.last_message_at),
  oldest: byTime(sql`c.last_message_at`, false, (row) => row.last_message_at),
  created_newest: byTime(sql`c.created_at`, true, (row) => row.created_at),
  created_oldest: byTime(sql`c.created_at`, false, (row) => row.created_at),
  waiting_longest: byTime(
    sql`coalesce(c.waiting_since, '9999-01-01'::timestamptz)`,
    false,
    (row) => row.waiting_since ?? new Date("9999-01-01T00:00:00Z"),
  ),
  priority: {
    keys: sql`(${rank}, c.last_message_at, c.id)`,
    edge: ([level, at, id]) => sql`(${level}::int, ${cursorTime(at)}::timestamptz, ${String(id)}::uuid)`,
    down: true,
    key: (row) => [
      ["low", "normal", "high", "urgent"].indexOf(row.priority) + 1,
      row.last_message_at.getTime(),
      row.id,
    ],
  },
};

function byTime(column: Sql, down: boolean, read: (row: ConversationRow) => Date) {
  return {
    keys: sql`(${column}, c.id)`,
    edge: ([at, id]: (string | number)[]) => sql`(${cursorTime(at)}::timestamptz, ${String(id)}::uuid)`,
    down,
    key: (row: ConversationRow) => [read(row).getTime(), row.id],
  };
}

const orders: Record<ViewSort, Sql> = {
  newest: sql`c.last_message_at desc, c.id desc`,
  oldest: sql`c.last_message_at, c.id`,
  created_newest: sql`c.created_at desc, c.id desc`,
  created_oldest: sql`c.created_at, c.id`,
  waiting_longest: sql`coalesce(c.waiting_since, '9999-01-01'::timestamptz), c.id`,
  priority: sql`${rank} desc, c.last_message_at desc, c.id desc`,
};

export async function listConversations(
  ctx: Caller,
  tx: Tx,
  query: Query,
): Promise<{ items: Conversation[]; nextCursor: string | null }> {
  const limit = query.limit ?? 50;
  const { where, sort } = await select(ctx, tx, query);
  const { keys, edge, down, key } = sorts[sort];
  const after = decodeCursor(query.cursor, sort === "priority" ? 3 : 2);
  const beyond = !after ? sql`true` : down ? sql`${keys} < ${edge(after)}` : sql`${keys} > ${edge(after)}`;
  const rows = await tx.rows<ConversationRow>(sql`select ${rowColumns(ctx)} from conversations c ${rowJoins}
    where ${where} and ${beyond} order by ${orders[sort]} limit ${limit + 1}`);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(conversationView),
    nextCursor: rows.length > limit && last ? encodeCursor(key(last)) : null,
  };
}
