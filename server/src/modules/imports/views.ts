/** Import row → what a member may see. */
import type { Import, ImportRow } from "@omniflow/contract";
import type { ImportRecord, StoredRow } from "./queries.ts";

export const importView = (row: ImportRecord): Import => ({
  id: row.id,
  name: row.name,
  state: row.state,
  reason: row.reason,
  size: row.size,
  encoding: row.encoding,
  delimiter: row.delimiter,
  has_head: row.has_head,
  columns: row.columns,
  sample: row.sample,
  mapping: row.mapping,
  existing: row.existing,
  total: row.total,
  done: row.done,
  counts: {
    created: row.created,
    updated: row.updated,
    unchanged: row.unchanged,
    skipped: row.skipped,
    failed: row.failed,
    undone: row.undone,
    kept: row.kept,
  },
  companies_created: row.companies_created,
  created_by: row.created_by,
  created_at: row.created_at.toISOString(),
  started_at: row.started_at?.toISOString() ?? null,
  finished_at: row.finished_at?.toISOString() ?? null,
});

export const rowView = ({ row, outcome, reasons, contact_id }: StoredRow): ImportRow => ({
  row,
  outcome,
  reasons,
  contact_id: outcome === "undone" ? null : contact_id,
});
