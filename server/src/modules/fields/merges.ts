/** The merges that stand, of contacts or of companies: what was merged into a record, and what it was itself merged into. */
import type { RecordMerge } from "@omniflow/contract";
import type { Context } from "../../platform/context.ts";
import { type Sql, sql, type Tx } from "../../platform/db.ts";

/** The tables of one kind of record. */
export type MergeTables = { records: Sql; merges: Sql };
type Row = {
  source_id: string;
  source_name: string;
  target_id: string;
  target_name: string;
  merged_at: Date;
  merged_by: string | null;
};
const most = 200;

/** Newest first. */
export async function listMerges(
  { records, merges }: MergeTables,
  ctx: Context,
  tx: Tx,
  id: string,
): Promise<RecordMerge[]> {
  const rows =
    await tx.rows<Row>(sql`select g.source_id, s.name as source_name, g.target_id, t.name as target_name, g.merged_at,
      coalesce(m.name, k.name) as merged_by
    from ${merges} g
    join ${records} s on s.workspace_id = g.workspace_id and s.id = g.source_id
    join ${records} t on t.workspace_id = g.workspace_id and t.id = g.target_id
    left join members m on m.workspace_id = g.workspace_id and m.id = g.merged_by
    left join api_keys k on k.workspace_id = g.workspace_id and k.id = g.merged_by
    where g.workspace_id = ${ctx.workspaceId} and g.undone_at is null
      and g.source_id in (select r.id from ${records} r where r.workspace_id = ${ctx.workspaceId} and (r.id = ${id} or r.merged_into = ${id}))
    order by g.merged_at desc, g.id limit ${most}`);
  return rows.map((row) => ({
    source: { id: row.source_id, name: row.source_name },
    target: { id: row.target_id, name: row.target_name },
    merged_at: row.merged_at.toISOString(),
    merged_by: row.merged_by,
  }));
}
