/** Finding responses: the list of the management page, its folders, and the picker of the composer. */
import type { PickItem, PickQuery, ResponseFolder, ResponseItem, ResponseQuery } from "@omniflow/contract";
import type { Static } from "typebox";
import type { Caller } from "../../platform/context.ts";
import { type Sql, sql, type Tx } from "../../platform/db.ts";
import { decodeCursor, encodeCursor } from "../../platform/http.ts";
import { columns, type ResponseRow } from "./queries.ts";
import { insertable, visibleResponse } from "./rules.ts";
import { itemView, pickView } from "./views.ts";

/** More matches than anyone looks through; keeps a word that is everywhere from reading everything. */
const mostMatches = 2000;

export async function listResponses(ctx: Caller, query: ResponseQuery) {
  const limit = query.limit ?? 50;
  const after = decodeCursor(query.cursor, 2);
  const rows = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
    tx.rows<ResponseRow & { has_files: boolean; sort: string }>(sql`select ${columns}, r.sort_name as sort,
        exists (select 1 from files f where f.workspace_id = r.workspace_id and f.response_id = r.id) as has_files
      from responses r where r.workspace_id = ${ctx.workspaceId} and r.deleted_at is null and ${visibleResponse(ctx)}
        and ${query.q ? matches(query.q) : sql`true`}
        ${query.folder !== undefined ? sql`and (r.folder = ${query.folder} or starts_with(r.folder, ${`${query.folder}/`}))` : sql``}
        ${query.scope ? sql`and r.scope = ${query.scope}` : sql``} ${query.team_id ? sql`and r.team_id = ${query.team_id}` : sql``}
        ${query.state ? sql`and r.state = ${query.state}` : sql``}
        ${after ? sql`and (r.sort_name, r.id) > (${String(after[0])}, ${String(after[1])}::uuid)` : sql``}
      order by r.sort_name, r.id limit ${limit + 1}`),
  );
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1)! : null;
  return {
    items: page.map((row): ResponseItem => itemView(ctx, row)),
    nextCursor: last && encodeCursor([last.sort, last.id]),
  };
}

export const listFolders = (ctx: Caller): Promise<ResponseFolder[]> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
    tx.rows<ResponseFolder>(sql`select r.folder as name, count(*)::int as count from responses r
      where r.workspace_id = ${ctx.workspaceId} and r.deleted_at is null and ${visibleResponse(ctx)} group by r.folder order by natural_order(r.folder)`),
  );

/** Condition on alias `r`: part of the name or shortcut, or words of the text. */
function matches(q: string): Sql {
  const words = q.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const named = sql`(strpos(r.search_name, search_text(${q.trim().replace(/^\//, "")})) > 0 or starts_with(r.shortcut, ${shortcutOf(q)}))`;
  if (!words.length || words.join("").length < 2) return named;
  return sql`(${named} or r.id in (select search_responses(${words.map((word) => `'${word}':*`).join(" & ")}, ${mostMatches})))`;
}

const shortcutOf = (q: string) => q.trim().replace(/^\//, "").toLowerCase();

/** Best first: the shortcut itself, beginnings of shortcut and name, then what this member takes often and lately. */
export const pickResponses = (ctx: Caller, { q = "", limit = 20 }: Static<typeof PickQuery>): Promise<PickItem[]> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) =>
    q.trim() ? pickMatching(ctx, tx, q, limit) : pickUsual(ctx, tx, limit),
  );

/** Often counts, and fades with the weeks. */
const habit = sql`coalesce(ln(1 + h.uses) - extract(epoch from now() - h.last_used_at) / 2592000, -100)`;

const pickUsual = (ctx: Caller, tx: Tx, limit: number) => pickFirst(ctx, tx, { limit });

function pickMatching(ctx: Caller, tx: Tx, q: string, limit: number): Promise<PickItem[]> {
  const shortcut = shortcutOf(q);
  const text = sql`search_text(${q.trim().replace(/^\//, "")})`;
  const fits = sql`(r.shortcut = ${shortcut})::int * 8 + starts_with(r.shortcut, ${shortcut})::int * 4
    + starts_with(r.search_name, ${text})::int * 2 + (strpos(r.search_name, ${text}) > 0)::int`;
  return pickFirst(ctx, tx, { matching: matches(q), fits, limit });
}

/** The texts are fetched for what is shown only: to unpack those of thousands takes longer than to order them. */
async function pickFirst(
  ctx: Caller,
  tx: Tx,
  { matching = sql`true`, fits = sql`0`, limit }: { matching?: Sql; fits?: Sql; limit: number },
): Promise<PickItem[]> {
  const rows = await tx.rows<ResponseRow>(sql`with first as (
      select r.id, ${fits} as fits, ${habit} as habit from responses r
      left join response_habits h on h.workspace_id = r.workspace_id and h.response_id = r.id and h.member_id = ${ctx.memberId}::uuid
      where r.workspace_id = ${ctx.workspaceId} and r.deleted_at is null and ${insertable} and ${visibleResponse(ctx)} and ${matching}
      order by fits desc, habit desc, r.uses desc, r.sort_name, r.id limit ${limit})
    select r.id, r.name, r.shortcut, r.folder, r.scope, left(case when r.scope = 'private' then r.body else r.approved->>'body' end, 300) as body
    from first join responses r on r.workspace_id = ${ctx.workspaceId} and r.id = first.id
    order by fits desc, habit desc, r.uses desc, r.sort_name, r.id`);
  return rows.map(pickView);
}
