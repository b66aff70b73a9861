/** Lists of companies: what a query means, and one index walk per page. */
import { CompanyFilter, type CompanyQuery, type CompanySort, type Filter, type RecordCount } from "@omniflow/contract";
import { AppError, notFound } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { join, type Sql, sql, type Tx } from "../../platform/db.ts";
import { cursorTime, decodeCursor, encodeCursor } from "../../platform/http.ts";
import { rootOf } from "../../platform/merged.ts";
import { parseFilter } from "../fields/index.ts";
import { compileCompanyFilter } from "./filter.ts";
import { type CompanyRow, companyColumns, ofWorkspace } from "./queries.ts";
import { loadSegments, type RecordWithSegments, visibleSegment } from "./segments.ts";

export type CompanySelection = Omit<CompanyQuery, "limit" | "cursor" | "sort">;

/** The most records a search by part of a name finds. */
export const mostFound = 1000;

/** Everything that has to be true of alias `o`. */
export async function selectCompanies(ctx: Caller, tx: Tx, query: CompanySelection): Promise<Sql> {
  const conditions = [ofWorkspace(ctx.workspaceId)];
  const filters = [
    query.segment_id ? await findSegmentFilter(ctx, tx, "company", query.segment_id) : null,
    query.filter === undefined ? null : parseFilter(query.filter, CompanyFilter),
  ];
  const segments = await loadSegments(ctx, tx, "company", ...filters);
  for (const filter of filters) if (filter) conditions.push(compileCompanyFilter(ctx, filter, segments));
  if (query.domain)
    conditions.push(sql`o.id in (select ${rootOf("dc")} from company_domains d
      join companies dc on dc.workspace_id = d.workspace_id and dc.id = d.company_id
      where d.workspace_id = ${ctx.workspaceId} and d.domain = ${query.domain.trim().toLowerCase()})`);
  if (query.q?.trim()) {
    const found = await tx.rows<{ id: string }>(
      sql`select search_companies as id from search_companies(${query.q}, ${mostFound})`,
    );
    conditions.push(sql`o.id = any(${found.map((row) => row.id)}::uuid[])`);
  }
  return join(conditions, " and ");
}

export async function findSegmentFilter(ctx: Caller, tx: Tx, record: RecordWithSegments, id: string): Promise<Filter> {
  const row = await tx.row<{ filter: Filter }>(sql`select s.filter from segments s
    where s.workspace_id = ${ctx.workspaceId} and s.record = ${record} and s.id = ${id} and ${visibleSegment(ctx)}`);
  if (!row) throw notFound("segment");
  return row.filter;
}

type Sort = {
  keys: Sql;
  order: Sql;
  down: boolean;
  edge(values: (string | number)[]): Sql;
  key(row: CompanyRow): (string | number)[];
};

const byName = (down: boolean): Sort => ({
  keys: sql`(o.sort_name, o.id)`,
  order: down ? sql`o.sort_name desc, o.id desc` : sql`o.sort_name, o.id`,
  down,
  edge: ([name, id]) => sql`(${String(name)}, ${String(id)}::uuid)`,
  key: (row) => [row.sort_name, row.id],
});
const byAge = (down: boolean): Sort => ({
  keys: sql`(o.created_at, o.id)`,
  order: down ? sql`o.created_at desc, o.id desc` : sql`o.created_at, o.id`,
  down,
  edge: ([at, id]) => sql`(${cursorTime(at)}::timestamptz, ${String(id)}::uuid)`,
  key: (row) => [row.created_at.getTime(), row.id],
});
const sorts: Record<CompanySort, Sort> = {
  name: byName(false),
  "-name": byName(true),
  newest: byAge(true),
  oldest: byAge(false),
};

export async function listCompanies(
  ctx: Caller,
  tx: Tx,
  { limit = 50, cursor, sort = "name", ...selection }: CompanyQuery,
): Promise<{ rows: CompanyRow[]; nextCursor: string | null }> {
  const { keys, order, down, edge, key } = sorts[sort];
  const after = decodeCursor(cursor, 2);
  const beyond = !after ? sql`true` : down ? sql`${keys} < ${edge(after)}` : sql`${keys} > ${edge(after)}`;
  const where = await selectCompanies(ctx, tx, selection);
  const found = await tx.rows<CompanyRow>(sql`select ${companyColumns} from companies o
    where ${where} and ${beyond} order by ${order} limit ${limit + 1}`);
  const rows = found.slice(0, limit);
  return { rows, nextCursor: found.length > limit ? encodeCursor(key(rows.at(-1)!)) : null };
}

/** Past this many nobody counts. */
const countCap = 10_000;
const countMs = 2000;

/** Counts up to the cap and not for longer than is worth waiting for. @param rows `from … where …` of what is counted */
export async function countUpTo(tx: Tx, rows: Sql, cap = countCap): Promise<RecordCount> {
  await tx.run(sql`savepoint counting`);
  await tx.run(sql`select set_config('statement_timeout', ${String(countMs)}, true)`);
  try {
    const row = await tx.row<{ n: number }>(sql`select count(*)::int as n from (select 1 ${rows} limit ${cap + 1}) x`);
    await tx.run(sql`select set_config('statement_timeout', '0', true)`);
    return { count: Math.min(row!.n, cap), more: row!.n > cap };
  } catch (error) {
    // 57014: it took too long.
    if (error instanceof AppError || (error as { code?: string }).code !== "57014") throw error;
    await tx.run(sql`rollback to savepoint counting`);
    return { count: null, more: true };
  }
}
