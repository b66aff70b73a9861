/** Runs a search: what it found by words, by people, and what else has to be true, as conditions on alias `c`. */
import type { Caller } from "../../../platform/context.ts";
import { join, type Sql, sql, type Tx } from "../../../platform/db.ts";
import { rootOf } from "../../../platform/merged.ts";
import { findingConversations } from "../filters/narrow.ts";
import { parseSearch, type SearchQuery, tsqueryOf } from "./parse.ts";
import { findMixed, findPeople } from "./people.ts";

/** The most conversations a search by words finds; the newest are found first. */
export const mostFound = 200;

export type Hit = { conversation_id: string; message_id: string };
export type Found = { condition: Sql; hits: Hit[]; query: SearchQuery };

export async function search(ctx: Caller, tx: Tx, text: string): Promise<Found> {
  const query = parseSearch(text);
  const needle = tsqueryOf(query, { beginnings: false });
  const people = [...query.words, ...query.phrases].join(" ").trim();
  const [words, whole, senders, mixed] = await Promise.all([
    needle
      ? tx.rows<Hit>(sql`select ${rootOf("c")} as conversation_id, s.message_id from search_messages(${needle}, ${tsqueryOf(query)}, ${mostFound}) s
      join conversations c on c.workspace_id = ${ctx.workspaceId} and c.id = s.conversation_id order by s.created_at desc`)
      : [],
    people.length > 1 && !query.without.length ? findPeople(tx, people) : [],
    Promise.all(query.from.map((from) => findPeople(tx, from))),
    findMixed(ctx, tx, query),
  ]);
  const hits = [...words, ...mixed.hits];
  const contacts = [...whole, ...mixed.contacts];
  const conditions: Sql[] = query.conditions.length
    ? await findingConversations(ctx, tx, { op: "and", nodes: query.conditions })
    : [];
  if (needle || people) {
    const ids = [...new Set(hits.map((hit) => hit.conversation_id))];
    conditions.push(sql`(c.id = any(${ids}::uuid[]) or c.contact_id = any(${contacts}::uuid[]))`);
  }
  for (const found of senders) conditions.push(sql`c.contact_id = any(${found}::uuid[])`);
  for (const to of query.to) conditions.push(addressedTo(to));
  for (const name of query.assignees) conditions.push(assignedTo(ctx, name));
  for (const name of query.teams) conditions.push(ofTeam(ctx, name));
  return { condition: conditions.length ? sql`(${join(conditions, " and ")})` : sql`true`, hits, query };
}

const like = (text: string) => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

const addressedTo = (
  to: string,
): Sql => sql`exists (select 1 from participants sp where sp.workspace_id = c.workspace_id and sp.conversation_id = c.id
  and sp.role in ('to', 'cc') and (sp.value like ${like(to)} or search_text(sp.name) like search_text(${like(to)})))`;

const assignedTo = (ctx: Caller, name: string): Sql => {
  if (name === "me") return sql`c.assignee_member_id = ${ctx.memberId}::uuid`;
  if (name === "none" || name === "nobody") return sql`c.assignee_member_id is null and c.assignee_agent_id is null`;
  return sql`c.assignee_member_id in (select sm.id from members sm where sm.workspace_id = ${ctx.workspaceId}
    and (search_text(sm.name) like search_text(${like(name)}) or lower(sm.email) like ${like(name)}))`;
};

const ofTeam = (ctx: Caller, name: string): Sql =>
  name === "mine"
    ? sql`c.team_id = any(${[...ctx.teamIds]}::uuid[])`
    : sql`c.team_id in (select st.id from teams st where st.workspace_id = ${ctx.workspaceId} and search_text(st.name) like search_text(${like(name)}))`;
