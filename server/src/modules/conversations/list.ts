/** The inbox list: filter → conditions with parameters, one index walk per page, counts that stop at a cap. */
import type { Conversation, ConversationQuery, DefaultView, ViewCounts } from "@omniflow/contract";
import type { Static } from "typebox";
import type { Caller } from "../../platform/context.ts";
import { join, type Sql, sql, type Tx } from "../../platform/db.ts";
import { decodeCursor, encodeCursor } from "../../platform/http.ts";
import { visibleTo } from "./scope.ts";
import { type ConversationRow, conversationView } from "./views.ts";

export type Filter = Static<typeof ConversationQuery>;

const inInbox = sql`c.folder = 'inbox' and c.merged_into is null`;
const awake = sql`c.snoozed_until is null`;
const unassigned = sql`c.assignee_member_id is null and c.assignee_agent_id is null`;

/** What each default view holds. */
const views: Record<DefaultView, (ctx: Caller) => Sql> = {
  mine: (ctx) => sql`c.assignee_member_id = ${ctx.memberId}::uuid and c.status = 'open' and ${inInbox} and ${awake}`,
  team: (ctx) =>
    sql`c.team_id = any(${[...ctx.teamIds]}::uuid[]) and ${unassigned} and c.status = 'open' and ${inInbox} and ${awake}`,
  unassigned: () => sql`${unassigned} and c.status = 'open' and ${inInbox} and ${awake}`,
  mentions: (ctx) => sql`c.id in (select m.conversation_id from mentions m
    where m.workspace_id = ${ctx.workspaceId} and m.member_id = ${ctx.memberId}::uuid) and c.folder = 'inbox' and c.merged_into is null`,
  snoozed: () => sql`c.snoozed_until is not null and ${inInbox}`,
  open: () => sql`c.status = 'open' and ${inInbox} and ${awake}`,
  pending: () => sql`c.status = 'pending' and ${inInbox} and ${awake}`,
  on_hold: () => sql`c.status = 'on_hold' and ${inInbox} and ${awake}`,
  resolved: () => sql`c.status = 'resolved' and ${inInbox}`,
  all: () => inInbox,
  spam: () => sql`c.folder = 'spam' and c.merged_into is null`,
  trash: () => sql`c.folder = 'trash' and c.merged_into is null`,
};

function conditionsFor(ctx: Caller, filter: Filter): Sql[] {
  const conditions = [sql`c.workspace_id = ${ctx.workspaceId}`, visibleTo(ctx)];
  const add = (condition: Sql) => conditions.push(condition);
  if (filter.view) add(views[filter.view](ctx));
  else add(filter.folder ? sql`c.folder = ${filter.folder} and c.merged_into is null` : inInbox);
  if (filter.status) add(sql`c.status = ${filter.status}`);
  if (filter.assignee_id === "none") add(unassigned);
  else if (filter.assignee_id) {
    const id = filter.assignee_id === "me" ? ctx.memberId : filter.assignee_id;
    add(sql`(c.assignee_member_id = ${id}::uuid or c.assignee_agent_id = ${id}::uuid)`);
  }
  if (filter.team_id) add(filter.team_id === "none" ? sql`c.team_id is null` : sql`c.team_id = ${filter.team_id}`);
  if (filter.contact_id) add(sql`c.contact_id = ${filter.contact_id}`);
  if (filter.channel) add(sql`c.channel = ${filter.channel}`);
  if (filter.tag) add(sql`${filter.tag} = any(c.tags)`);
  if (filter.q?.trim()) add(sql`c.id in (select search_conversations(${filter.q.trim()}))`);
  return conditions;
}

/** Columns of a row as members see it; `c` is the conversation. */
export const rowColumns = (
  ctx: Caller,
): Sql => sql`c.id, c.subject, c.status, c.folder, c.priority, c.channel, c.team_id, c.tags, c.snoozed_until, c.preview,
  c.has_attachment, c.message_count, c.created_at, c.last_message_at, c.last_inbound_at, c.waiting_since, c.merged_into, c.version, c.contact_id, c.assignee_member_id, c.assignee_agent_id,
  p.name as contact_name, a.name as assignee_name,
  ${
    ctx.memberId
      ? sql`coalesce(c.last_inbound_at > (select r.read_at from conversation_reads r where r.workspace_id = c.workspace_id and r.member_id = ${ctx.memberId}::uuid and r.conversation_id = c.id), c.last_inbound_at is not null)`
      : sql`coalesce(c.last_inbound_at > c.read_at, c.last_inbound_at is not null)`
  } as unread`;

export const rowJoins = sql`join contacts p on p.workspace_id = c.workspace_id and p.id = c.contact_id
  left join members a on a.workspace_id = c.workspace_id and a.id = c.assignee_member_id`;

export async function listConversations(
  ctx: Caller,
  tx: Tx,
  filter: Filter,
): Promise<{ items: Conversation[]; nextCursor: string | null }> {
  const limit = filter.limit ?? 50;
  const after = decodeCursor(filter.cursor, 2);
  const oldest = filter.sort === "oldest";
  const conditions = conditionsFor(ctx, filter);
  if (after) {
    const edge = sql`(${new Date(Number(after[0]))}::timestamptz, ${String(after[1])}::uuid)`;
    conditions.push(oldest ? sql`(c.last_message_at, c.id) > ${edge}` : sql`(c.last_message_at, c.id) < ${edge}`);
  }
  const order = oldest ? sql`c.last_message_at, c.id` : sql`c.last_message_at desc, c.id desc`;
  const rows = await tx.rows<ConversationRow>(sql`select ${rowColumns(ctx)} from conversations c ${rowJoins}
    where ${join(conditions, " and ")} order by ${order} limit ${limit + 1}`);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(conversationView),
    nextCursor: rows.length > limit && last ? encodeCursor([last.last_message_at.getTime(), last.id]) : null,
  };
}

/** Past this many nobody counts: shown as `999+`. Keeps every count a short index walk at any size. */
const cap = 1000;

/** Counts beside the views. Each walks its own index and stops at the cap; all go out in one statement. */
export async function countViews(ctx: Caller, tx: Tx, kinds: readonly string[]): Promise<ViewCounts> {
  const base = sql`c.workspace_id = ${ctx.workspaceId} and ${visibleTo(ctx)}`;
  const capped = (condition: Sql) =>
    sql`(select count(*)::int from (select 1 from conversations c where ${base} and ${condition} limit ${cap}) x)`;
  const counted: DefaultView[] = [
    "mine",
    "team",
    "unassigned",
    "mentions",
    "snoozed",
    "open",
    "pending",
    "on_hold",
    "all",
    "spam",
  ];
  const openHere = sql`c.status = 'open' and ${inInbox} and ${awake}`;
  const [viewRow, channels, teams] = await Promise.all([
    tx.row<{ n: number[] }>(
      sql`select array[${join(
        counted.map((view) => capped(views[view](ctx))),
        ", ",
      )}] as n`,
    ),
    tx.rows<{ key: string; n: number }>(
      sql`select k.key, ${capped(sql`c.channel = k.key and ${openHere}`)} as n from unnest(${[...kinds]}::text[]) as k(key)`,
    ),
    tx.rows<{ key: string; n: number }>(
      sql`select t.id as key, ${capped(sql`c.team_id = t.id and ${openHere}`)} as n from teams t where t.workspace_id = ${ctx.workspaceId}`,
    ),
  ]);
  return {
    cap,
    views: Object.fromEntries(counted.map((view, i) => [view, viewRow!.n[i]!])),
    channels: Object.fromEntries(channels.map((row) => [row.key, row.n])),
    teams: Object.fromEntries(teams.map((row) => [row.key, row.n])),
  };
}
