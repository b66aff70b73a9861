/** What a company's contacts have to do with us: their conversations, and the figures of the account. */
import { CompanyFigures, Conversation, PageQuery } from "@omniflow/contract";
import { Type } from "typebox";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { answer, type Route, route } from "../../platform/http.ts";
import { companyGroup, countUpTo } from "../companies/index.ts";
import { listConversations } from "./list.ts";
import { viewPermissions, visibleTo } from "./scope.ts";

/** The newest so many tell how an account is; to look at more would make a large one slow to open. */
const mostLookedAt = 20_000;
const months = 12;

async function figuresOf(ctx: Caller, tx: Tx, companyId: string): Promise<CompanyFigures> {
  const group = await companyGroup(ctx, tx, companyId);
  const people = sql`from contacts p where p.workspace_id = ${ctx.workspaceId} and p.company_id = any(${group}::uuid[])`;
  const contacts = await countUpTo(tx, sql`${people} and p.merged_into is null`);
  const row = await tx.row<{
    open: number;
    total: number;
    by_month: { month: string; count: number }[] | null;
    first_response: number | null;
    resolution: number | null;
  }>(sql`with looked_at as materialized (
      select c.status, c.folder, c.snoozed_until, c.created_at, c.first_response_at, c.resolved_at from conversations c
      where c.workspace_id = ${ctx.workspaceId} and c.contact_id in (select p.id ${people}) and c.merged_into is null and c.folder <> 'spam' and ${visibleTo(ctx)}
      order by c.last_message_at desc limit ${mostLookedAt})
    select count(*) filter (where status = 'open' and folder = 'inbox')::int as open, count(*)::int as total,
      (select json_agg(m order by m.month) from (select to_char(created_at at time zone 'UTC', 'YYYY-MM') as month, count(*)::int as count from looked_at
        where created_at >= date_trunc('month', now() at time zone 'UTC') - make_interval(months => ${months - 1}) group by 1) m) as by_month,
      percentile_cont(0.5) within group (order by extract(epoch from first_response_at - created_at)) filter (where first_response_at is not null)::float8 as first_response,
      percentile_cont(0.5) within group (order by extract(epoch from resolved_at - created_at)) filter (where resolved_at is not null)::float8 as resolution
    from looked_at`);
  return {
    contacts,
    open: row!.open,
    total: row!.total,
    by_month: row!.by_month ?? [],
    median_first_response_seconds: row!.first_response,
    median_resolution_seconds: row!.resolution,
    truncated: row!.total >= mostLookedAt,
  };
}

const tag = "Companies";

export const companyFeedRoutes: Route[] = [
  route({
    method: "GET",
    path: "/companies/:id/conversations",
    access: viewPermissions,
    tag,
    summary: "Conversations of a company's contacts the caller may see",
    schemas: { query: Type.Object(PageQuery), item: Conversation },
    handle: async ({ ctx, params, query }) => {
      const { items, nextCursor } = await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
        await companyGroup(ctx, tx, params.id);
        const filter = { op: "and", nodes: [{ field: "company", op: "is", value: params.id }] };
        const { limit, cursor } = query;
        return listConversations(ctx, tx, { limit, cursor, filter: JSON.stringify(filter) });
      });
      return answer(items, { nextCursor });
    },
  }),
  route({
    method: "GET",
    path: "/companies/:id/figures",
    access: viewPermissions,
    tag,
    summary: "Open conversations, volume by month and response times of an account",
    schemas: { data: CompanyFigures },
    handle: ({ ctx, params }) => ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => figuresOf(ctx, tx, params.id)),
  }),
];
