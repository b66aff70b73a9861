/** Which tickets a request means: a default or saved view, single filters, a filter tree, a search — as conditions on alias `t`. */
import { type Filter, TicketFilter, type TicketQuery, type TicketSort, type TicketView } from "@omniflow/contract";
import { notFound } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { join, type Sql, sql, type Tx } from "../../platform/db.ts";
import { rootOf } from "../../platform/merged.ts";
import { parseSearch, tsqueryOf, visibleView } from "../conversations/index.ts";
import { parseFilter, type Whose } from "../fields/index.ts";
import { findingTickets, withTag } from "./narrow.ts";
import { ticketsVisibleTo } from "./scope.ts";
import { isActive } from "./status.ts";

/** Neither deleted nor merged away. */
export const living = sql`t.deleted_at is null and t.merged_into is null`;
export const active = sql`t.status in ('open', 'in_progress', 'waiting')`;
const unassigned = sql`t.assignee_member_id is null and t.assignee_agent_id is null`;

/** What each default view holds. */
export const views: Record<TicketView, (ctx: Caller) => Sql> = {
  mine: (ctx) => sql`t.assignee_member_id = ${ctx.memberId}::uuid and ${active} and ${living}`,
  team: (ctx) => sql`t.team_id = any(${[...ctx.teamIds]}::uuid[]) and ${active} and ${living}`,
  unassigned: () => sql`${unassigned} and ${active} and ${living}`,
  followed: (ctx) => sql`t.id = any(array(select f.ticket_id from ticket_followers f
    where f.workspace_id = ${ctx.workspaceId} and f.member_id = ${ctx.memberId}::uuid order by f.created_at desc limit 1000)) and ${living}`,
  active: () => sql`${active} and ${living}`,
  waiting: () => sql`t.status = 'waiting' and ${living}`,
  resolved: () => sql`t.status = 'resolved' and ${living}`,
  closed: () => sql`t.status = 'closed' and ${living}`,
  all: () => living,
  deleted: () => sql`t.deleted_at is not null`,
};

/** The most tickets a search by words finds; the newest are found first. */
const mostFound = 500;

/** Everything that has to be true, also that the caller may see it; and the sort a saved view asks for. */
export async function selectTickets(
  ctx: Caller,
  tx: Tx,
  query: TicketQuery,
): Promise<{ where: Sql; sort: TicketSort }> {
  const conditions = [sql`t.workspace_id = ${ctx.workspaceId}`, ticketsVisibleTo(ctx), ...singleConditions(ctx, query)];
  const saved = query.view_id ? await findSavedView(ctx, tx, query.view_id) : null;
  for (const filter of [
    saved?.filter,
    query.filter === undefined ? undefined : parseFilter(query.filter, TicketFilter),
  ])
    if (filter) conditions.push(...(await findingTickets(ctx, tx, filter)));
  if (query.tag) conditions.push(...(await withTag(ctx, tx, query.tag)));
  conditions.push(query.view ? views[query.view](ctx) : living);
  if (query.number !== undefined) conditions.push(await byNumber(ctx, tx, query.number));
  if (query.q?.trim()) conditions.push(await search(ctx, tx, query.q.trim()));
  return { where: join(conditions, " and "), sort: query.sort ?? saved?.sort ?? "updated" };
}

/** In no own status, or in one that was archived since. */
const ofCategory = sql`(t.status_id is null or exists (select 1 from ticket_statuses os
  where os.workspace_id = t.workspace_id and os.id = t.status_id and os.archived_at is not null))`;

function singleConditions(ctx: Caller, query: TicketQuery): Sql[] {
  const conditions: Sql[] = [];
  if (query.status) conditions.push(sql`t.status = ${query.status}`);
  // Said once more in the words of the indexes that hold only what is to be done.
  if (query.status && isActive(query.status)) conditions.push(active);
  if (query.status_id === "none") conditions.push(ofCategory);
  else if (query.status_id) conditions.push(sql`t.status_id = ${query.status_id}`);
  if (query.priority) conditions.push(sql`t.priority = ${query.priority}`);
  if (query.assignee_id === "none") conditions.push(unassigned);
  else if (query.assignee_id) {
    const id = query.assignee_id;
    conditions.push(
      id === "me"
        ? sql`t.assignee_member_id = ${ctx.memberId}::uuid`
        : sql`(t.assignee_member_id = ${id}::uuid or t.assignee_agent_id = ${id}::uuid)`,
    );
  }
  if (query.team_id)
    conditions.push(query.team_id === "none" ? sql`t.team_id is null` : sql`t.team_id = ${query.team_id}`);
  if (query.type_id) conditions.push(sql`t.type_id = ${query.type_id}`);
  if (query.contact_id) conditions.push(ofContact(ctx, query.contact_id));
  if (query.company_id) conditions.push(ofCompany(ctx, query.company_id));
  if (query.conversation_id) conditions.push(ofConversation(ctx, query.conversation_id));
  return conditions;
}

/**
 * Who asked, or one of the further people; a ticket merged away counts as its survivor.
 * @param has whether a column is one of these people, those merged included: looked up one by one, however many tickets there are
 */
export const ofPeople = (ctx: Caller, has: Whose["has"]): Sql => sql`t.id = any(array(
    select ${rootOf("o")} from tickets o where o.workspace_id = ${ctx.workspaceId} and ${has(sql`o.contact_id`)}
    union select ${rootOf("o")} from ticket_contacts tc join tickets o on o.workspace_id = tc.workspace_id and o.id = tc.ticket_id
      where tc.workspace_id = ${ctx.workspaceId} and ${has(sql`tc.contact_id`)}))`;

const oneOf = (people: Sql) => (column: Sql) => sql`${column} = any(${people})`;

const ofContact = (ctx: Caller, id: string): Sql =>
  ofPeople(
    ctx,
    oneOf(sql`array(select p.id from contacts p where p.workspace_id = ${ctx.workspaceId} and p.id = ${id}
      union all select p.id from contacts p where p.workspace_id = ${ctx.workspaceId} and p.merged_into = ${id})`),
  );

/** A contact that was merged is at the company of the one it was merged into. */
const ofCompany = (ctx: Caller, id: string): Sql => {
  const ws = ctx.workspaceId;
  const group = sql`array(select o.id from companies o where o.workspace_id = ${ws} and o.id = ${id}
    union all select o.id from companies o where o.workspace_id = ${ws} and o.merged_into = ${id})`;
  const theirs = sql`select p.id from contacts p where p.workspace_id = ${ws} and p.company_id = any(${group}) and p.merged_into is null`;
  return ofPeople(
    ctx,
    oneOf(
      sql`array(${theirs} union all select x.id from contacts x where x.workspace_id = ${ws} and x.merged_into = any(array(${theirs})))`,
    ),
  );
};

/** Linked to it, or to what was merged into it; a ticket merged away counts as its survivor. */
export const ofConversation = (ctx: Caller, id: string): Sql => sql`t.id = any(array(
    select ${rootOf("o")} from conversations cc
    join ticket_conversations tc on tc.workspace_id = cc.workspace_id and tc.conversation_id = cc.id
    join tickets o on o.workspace_id = tc.workspace_id and o.id = tc.ticket_id
    where cc.workspace_id = ${ctx.workspaceId} and (cc.id = ${id} or cc.merged_into = ${id})))`;

/** Numbers stay valid: a merged ticket's leads to the survivor. */
async function byNumber(ctx: Caller, tx: Tx, number: number): Promise<Sql> {
  const row = await tx.row<{ id: string }>(
    sql`select coalesce(merged_into, id) as id from tickets where workspace_id = ${ctx.workspaceId} and number = ${number}`,
  );
  return row ? sql`t.id = ${row.id}` : sql`false`;
}

async function search(ctx: Caller, tx: Tx, text: string): Promise<Sql> {
  const found: Sql[] = [];
  const number = /^#?(\d{1,15})$/.exec(text)?.[1];
  if (number) found.push(await byNumber(ctx, tx, Number(number)));
  const { words, phrases, without } = parseSearch(text);
  const needle = tsqueryOf({ words, phrases, without });
  if (needle) {
    const rows = await tx.rows<{
      id: string;
    }>(sql`select ${rootOf("o")} as id from search_tickets(${needle}, ${mostFound}) s
      join tickets o on o.workspace_id = ${ctx.workspaceId} and o.id = s`);
    found.push(sql`t.id = any(${[...new Set(rows.map((row) => row.id))]}::uuid[])`);
  }
  return found.length ? sql`(${join(found, " or ")})` : sql`false`;
}

async function findSavedView(ctx: Caller, tx: Tx, id: string): Promise<{ filter: Filter; sort: TicketSort }> {
  const row = await tx.row<{ filter: Filter; sort: TicketSort }>(sql`select v.filter, v.sort from views v
    where v.workspace_id = ${ctx.workspaceId} and v.id = ${id} and v.about = 'tickets' and ${visibleView(ctx)}`);
  if (!row) throw notFound("view");
  return row;
}
