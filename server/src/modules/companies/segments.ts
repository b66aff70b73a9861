/** Saved filters as other filters speak of them: a filter that names segments is compiled with those it needs at hand. */
import { type Filter, type FilterNode, isGroup } from "@omniflow/contract";
import { AppError } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { type Sql, sql, type Tx } from "../../platform/db.ts";
import { isId, newId } from "../../platform/uuid.ts";
import { wrong } from "../fields/index.ts";
import type { WorkspaceHook } from "../workspaces/index.ts";

/** By id. */
export type Segments = ReadonlyMap<string, Filter>;
export const noSegments: Segments = new Map();

export type RecordWithSegments = "contact" | "company";

/** Condition on alias `s` of segments: shared ones, and one's own. */
export const visibleSegment = (ctx: Caller): Sql => sql`(s.scope = 'workspace' or s.owner_id = ${ctx.memberId}::uuid)`;

/** The segments that `filters` speak of. Segments do not speak of segments: saving one refuses that. */
export async function loadSegments(
  ctx: Caller,
  tx: Tx,
  record: RecordWithSegments,
  ...filters: (Filter | null | undefined)[]
): Promise<Segments> {
  const ids = [...new Set(filters.flatMap((filter) => (filter ? segmentIds(filter) : [])))].filter(isId);
  if (!ids.length) return noSegments;
  const rows = await tx.rows<{ id: string; filter: Filter }>(sql`select s.id, s.filter from segments s
    where s.workspace_id = ${ctx.workspaceId} and s.record = ${record} and s.id = any(${ids}::uuid[]) and ${visibleSegment(ctx)}`);
  return new Map(rows.map((row) => [row.id, row.filter]));
}

/** @throws validification_failed when it is gone, or not the caller's to see */
export function segmentFilter(segments: Segments, id: string, path: string): Filter {
  const filter = segments.get(id);
  if (!filter) throw wrong(path, "This segment does not exist any more.");
  return filter;
}

const segmentFields = ["segment", "contact_segment"];

export const segmentIds = (node: FilterNode): string[] =>
  isGroup(node)
    ? node.nodes.flatMap(segmentIds)
    : segmentFields.includes(node.field)
      ? [node.value].flat().map(String)
      : [];

/** Every workspace has them from the start; nobody can change them, so that a view called VIP means the same everywhere. */
export const defaultSegments: WorkspaceHook = async (ctx, tx) => {
  const filter: Filter = { op: "and", nodes: [{ field: "tier", op: "is", value: "VIP" }] };
  await tx.run(sql`insert into segments (workspace_id, id, record, key, name, filter)
    values (${ctx.workspaceId}, ${newId()}, 'contact', 'vip', 'VIP', ${JSON.stringify(filter)}) on conflict (workspace_id, key) do nothing`);
};

/** A segment is a question about records, not about segments: so that none can contain itself. */
export function refuseNesting(filter: Filter): void {
  if (segmentIds(filter).length)
    throw new AppError("validation_failed", "A segment cannot be made of segments; repeat their conditions.", {
      field: "filter",
    });
}
