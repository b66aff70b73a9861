/** Reading the audit log: what is asked for, newest first, page by page. */
import type { AuditEntry, AuditQuery } from "@omniflow/contract";
import type { Context } from "../../platform/context.ts";
import { join, type Sql, sql, type Tx } from "../../platform/db.ts";
import type { Sealed } from "./chain.ts";

export type EntryRow = Sealed & { prev_hash: Buffer; hash: Buffer };

export const entryColumns = sql`workspace_id, seq, id, at, actor_type, actor_id, actor_name, action, target_type, target_id, target_name, summary, before, after, request_id, prev_hash, hash`;

export type AuditFilter = Omit<AuditQuery, "limit" | "cursor">;

/** @param before the `seq` the page before ended with */
export const listEntries = (
  ctx: Context,
  tx: Tx,
  filter: AuditFilter,
  page: { limit: number; before: number | null },
): Promise<EntryRow[]> =>
  tx.rows<EntryRow>(sql`select ${entryColumns} from audit_entries where ${join(conditions(ctx, filter), " and ")}
    and ${page.before === null ? sql`true` : sql`seq < ${page.before}`} order by seq desc limit ${page.limit}`);

function conditions(ctx: Context, filter: AuditFilter): Sql[] {
  const all = [sql`workspace_id = ${ctx.workspaceId}`];
  if (filter.action?.endsWith(".")) all.push(sql`starts_with(action, ${filter.action})`);
  else if (filter.action) all.push(sql`action = ${filter.action}`);
  if (filter.actor_id) all.push(sql`actor_id = ${filter.actor_id}`);
  if (filter.target_type) all.push(sql`target_type = ${filter.target_type}`);
  if (filter.target_id) all.push(sql`target_id = ${filter.target_id}`);
  if (filter.from) all.push(sql`at >= ${new Date(filter.from)}`);
  if (filter.to) all.push(sql`at < ${new Date(filter.to)}`);
  for (const word of (filter.q ?? "").split(/\s+/).filter(Boolean).slice(0, 10)) {
    const pattern = `%${word.replace(/[\\%_]/g, "\\$&")}%`;
    all.push(
      sql`search_text(summary || ' ' || actor_name || ' ' || target_name || ' ' || action || ' ' || coalesce(target_id, '')) like search_text(${pattern})`,
    );
  }
  return all;
}

export const entryView = (row: EntryRow): AuditEntry => ({
  id: row.id,
  seq: row.seq,
  at: row.at.toISOString(),
  actor: { type: row.actor_type, id: row.actor_id, name: row.actor_name },
  action: row.action,
  target: row.target_type ? { type: row.target_type, id: row.target_id ?? "", name: row.target_name } : null,
  summary: row.summary,
  before: row.before as AuditEntry["before"],
  after: row.after as AuditEntry["after"],
  hash: row.hash.toString("hex"),
});
