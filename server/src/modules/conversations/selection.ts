/** Which conversations a request means: a default or saved view, single filters, a filter tree, a search — as conditions on alias `c`. */
import {
  type ConversationQuery,
  type DefaultView,
  type Filter,
  Filter as FilterSchema,
  type ViewSort,
} from "@omniflow/contract";
import type { Static } from "typebox";
import { notFound } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { join, type Sql, sql, type Tx } from "../../platform/db.ts";
import { loadSegments } from "../companies/index.ts";
import { parseFilter } from "../fields/index.ts";
import { findingConversations, withTag } from "./filters/narrow.ts";
import { visibleTo } from "./scope.ts";
import { search } from "./search/find.ts";

export type Query = Static<typeof ConversationQuery>;

export const inInbox = sql`c.folder = 'inbox' and c.merged_into is null`;
export const awake = sql`c.snoozed_until is null`;
const unassigned = sql`c.assignee_member_id is null and c.assignee_agent_id is null`;

/** What each default view holds. */
export const views: Record<DefaultView, (ctx: Caller) => Sql> = {
  mine: (ctx) => sql`c.assignee_member_id = ${ctx.memberId}::uuid and c.status = 'open' and ${inInbox} and ${awake}`,
  team: (ctx) =>
    sql`c.team_id = any(${[...ctx.teamIds]}::uuid[]) and ${unassigned} and c.status = 'open' and ${inInbox} and ${awake}`,
  unassigned: () => sql`${unassigned} and c.status = 'open' and ${inInbox} and ${awake}`,
  mentions: (ctx) => sql`c.id = any(array(select m.conversation_id from mentions m
    where m.workspace_id = ${ctx.workspaceId} and m.member_id = ${ctx.memberId}::uuid order by m.created_at desc limit 500)) and c.folder = 'inbox' and c.merged_into is null`,
  vip: (ctx) =>
    sql`c.contact_id = any(array(select vm.id from contacts vp join lateral (
      select m.id from contacts m where m.workspace_id = vp.workspace_id and m.merged_into = vp.id union all select vp.id) vm on true
      where vp.workspace_id = ${ctx.workspaceId} and vp.tier_key = 'vip' and vp.merged_into is null limit 20000)) and c.status = 'open' and ${inInbox} and ${awake}`,
  snoozed: () => sql`c.snoozed_until is not null and ${inInbox}`,
  open: () => sql`c.status = 'open' and ${inInbox} and ${awake}`,
  pending: () => sql`c.status = 'pending' and ${inInbox} and ${awake}`,
  on_hold: () => sql`c.status = 'on_hold' and ${inInbox} and ${awake}`,
  resolved: () => sql`c.status = 'resolved' and ${inInbox}`,
  all: () => inInbox,
  spam: () => sql`c.folder = 'spam' and c.merged_into is null`,
  trash: () => sql`c.folder = 'trash' and c.merged_into is null`,
};

/** Everything that has to be true, also that the caller may see it; and the sort a saved view asks for. */
export async function select(ctx: Caller, tx: Tx, query: Query): Promise<{ where: Sql; sort: ViewSort }> {
  const conditions = [sql`c.workspace_id = ${ctx.workspaceId}`, visibleTo(ctx), ...singleConditions(ctx, query)];
  if (query.contact_id) conditions.push(await withContact(ctx, tx, query.contact_id));
  if (query.tag) conditions.push(...(await withTag(ctx, tx, query.tag)));
  const saved = query.view_id ? await findSavedView(ctx, tx, query.view_id) : null;
  const filters = [saved?.filter, query.filter === undefined ? undefined : parseFilter(query.filter, FilterSchema)];
  const segments = await loadSegments(ctx, tx, "contact", ...filters);
  for (const filter of filters) if (filter) conditions.push(...(await findingConversations(ctx, tx, filter, segments)));
  conditions.push(placeOf(ctx, query, Boolean(saved && mentionsFolder(saved.filter))));
  if (query.q?.trim()) conditions.push((await search(ctx, tx, query.q)).condition);
  return { where: join(conditions, " and "), sort: query.sort ?? saved?.sort ?? "newest" };
}

/** The folder: a view has its own, anything else looks into the inbox unless told otherwise. */
function placeOf(ctx: Caller, query: Query, anywhere: boolean): Sql {
  if (query.view) return views[query.view](ctx);
  if (query.folder) return sql`c.folder = ${query.folder} and c.merged_into is null`;
  return anywhere ? sql`c.merged_into is null` : inInbox;
}

/** Whether a filter says itself where to look; the inbox is meant when it does not. */
export const mentionsFolder = (filter: Filter): boolean => JSON.stringify(filter).includes('"field":"folder"');

function singleConditions(ctx: Caller, query: Query): Sql[] {
  const conditions: Sql[] = [];
  if (query.status) conditions.push(sql`c.status = ${query.status}`);
  if (query.assignee_id === "none") conditions.push(unassigned);
  else if (query.assignee_id) {
    const id = query.assignee_id === "me" ? ctx.memberId : query.assignee_id;
    conditions.push(sql`(c.assignee_member_id = ${id}::uuid or c.assignee_agent_id = ${id}::uuid)`);
  }
  if (query.team_id)
    conditions.push(query.team_id === "none" ? sql`c.team_id is null` : sql`c.team_id = ${query.team_id}`);
  if (query.channel) conditions.push(sql`c.channel = ${query.channel}`);
  return conditions;
}

/** Also what was said by those merged into the contact; one id alone keeps the walk along the contact's index. */
async function withContact(ctx: Caller, tx: Tx, id: string): Promise<Sql> {
  const merged = await tx.rows<{ id: string }>(
    sql`select id from contacts where workspace_id = ${ctx.workspaceId} and merged_into = ${id}`,
  );
  return merged.length
    ? sql`c.contact_id = any(${[id, ...merged.map((row) => row.id)]}::uuid[])`
    : sql`c.contact_id = ${id}`;
}

async function findSavedView(ctx: Caller, tx: Tx, id: string): Promise<{ filter: Filter; sort: ViewSort }> {
  const row = await tx.row<{ filter: Filter; sort: ViewSort }>(sql`select v.filter, v.sort from views v
    where v.workspace_id = ${ctx.workspaceId} and v.id = ${id} and v.about = 'conversations' and ${visibleView(ctx)}`);
  if (!row) throw notFound("view");
  return row;
}

/** Condition on alias `v` of views. */
export const visibleView = (ctx: Caller): Sql =>
  sql`(v.scope = 'workspace' or v.owner_id = ${ctx.memberId}::uuid or (v.scope = 'team' and (v.team_id = any(${[...ctx.teamIds]}::uuid[]) or ${ctx.permissions.has("conversations.view_all")})))`;
