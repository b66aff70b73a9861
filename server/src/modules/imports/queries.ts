/** All SQL of imports. Rows are read and written a batch at a time, one statement a table. */
import type { ImportMapping, ImportOutcome, ImportState } from "@omniflow/contract";
import { notFound } from "../../errors.ts";
import type { PortableCaller } from "../../platform/caller.ts";
import { sql, type Tx } from "../../platform/db.ts";
import type { FileForm } from "./csv/read.ts";
import type { RowResult } from "./plan.ts";

export type ImportRecord = FileForm & {
  id: string;
  name: string;
  state: ImportState;
  reason: string | null;
  storage_key: string;
  size: number;
  columns: string[];
  sample: string[][];
  mapping: ImportMapping;
  existing: "update" | "skip";
  total: number | null;
  done: number;
  last_row: number;
  created: number;
  updated: number;
  unchanged: number;
  skipped: number;
  failed: number;
  undone: number;
  kept: number;
  companies_created: number;
  actor_id: string | null;
  created_by: string | null;
  caller: PortableCaller;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
};

const columns = sql`i.*, (select m.name from members m where m.workspace_id = i.workspace_id and m.id = i.actor_id) as created_by`;

export async function getImport(tx: Tx, workspaceId: string, id: string): Promise<ImportRecord> {
  const row = await tx.row<ImportRecord>(
    sql`select ${columns} from imports i where i.workspace_id = ${workspaceId} and i.id = ${id}`,
  );
  if (!row) throw notFound("import");
  return row;
}

/** Nobody else works on it or changes it until this transaction ends. */
export async function lockImport(tx: Tx, workspaceId: string, id: string): Promise<ImportRecord> {
  const row = await tx.row<ImportRecord>(
    sql`select ${columns} from imports i where i.workspace_id = ${workspaceId} and i.id = ${id} for update of i`,
  );
  if (!row) throw notFound("import");
  return row;
}

export const listImports = (tx: Tx, workspaceId: string, page: { limit: number; after: [Date, string] | null }) =>
  tx.rows<ImportRecord>(sql`select ${columns} from imports i where i.workspace_id = ${workspaceId}
    and ${page.after ? sql`(i.created_at, i.id) < (${page.after[0]}, ${page.after[1]}::uuid)` : sql`true`}
    order by i.created_at desc, i.id desc limit ${page.limit}`);

export type NewImport = FileForm &
  Pick<ImportRecord, "id" | "name" | "storage_key" | "size" | "columns" | "sample" | "mapping">;

export const insertImport = (tx: Tx, workspaceId: string, made: NewImport, caller: PortableCaller) =>
  tx.run(sql`insert into imports (workspace_id, id, name, storage_key, size, encoding, delimiter, has_head, columns, sample, mapping, actor_type, actor_id, caller)
    values (${workspaceId}, ${made.id}, ${made.name}, ${made.storage_key}, ${made.size}, ${made.encoding}, ${made.delimiter}, ${made.has_head}, ${made.columns},
      ${JSON.stringify(made.sample)}, ${JSON.stringify(made.mapping)}, ${caller.actor.type}, ${caller.actor.id}, ${JSON.stringify(caller)})`);

export const updateForm = (
  tx: Tx,
  workspaceId: string,
  id: string,
  form: FileForm & Pick<ImportRecord, "columns" | "sample" | "mapping" | "existing">,
) =>
  tx.run(sql`update imports set state = 'mapping', reason = null, encoding = ${form.encoding}, delimiter = ${form.delimiter}, has_head = ${form.has_head},
    columns = ${form.columns}, sample = ${JSON.stringify(form.sample)}, mapping = ${JSON.stringify(form.mapping)}, existing = ${form.existing}, ${noCounts}, total = null
    where workspace_id = ${workspaceId} and id = ${id}`);

const noCounts = sql`done = 0, last_row = 0, created = 0, updated = 0, unchanged = 0, skipped = 0, failed = 0, undone = 0, kept = 0, companies_created = 0`;

/** Begins a phase from the first row. */
export async function beginPhase(
  tx: Tx,
  workspaceId: string,
  id: string,
  state: "checking" | "running",
  caller: PortableCaller,
) {
  await tx.run(sql`delete from import_rows where workspace_id = ${workspaceId} and import_id = ${id}`);
  await tx.run(sql`update imports set state = ${state}, reason = null, ${noCounts}, caller = ${JSON.stringify(caller)}, touched_at = now(),
    started_at = ${state === "running" ? sql`now()` : sql`null`}, finished_at = null where workspace_id = ${workspaceId} and id = ${id}`);
}

export const setState = (tx: Tx, workspaceId: string, id: string, state: ImportState, reason: string | null = null) =>
  tx.run(sql`update imports set state = ${state}, reason = ${reason}, touched_at = now(),
    finished_at = ${["done", "failed", "stopped", "undone"].includes(state) ? sql`now()` : sql`null`}
    where workspace_id = ${workspaceId} and id = ${id}`);

export type Progress = {
  rows: number;
  lastRow: number;
  counts: Partial<Record<ImportOutcome, number>>;
  companies: number;
};

export const addProgress = (tx: Tx, workspaceId: string, id: string, { rows, lastRow, counts, companies }: Progress) =>
  tx.run(sql`update imports set done = done + ${rows}, last_row = ${lastRow}, touched_at = now(), companies_created = companies_created + ${companies},
    created = created + ${counts.created ?? 0}, updated = updated + ${counts.updated ?? 0}, unchanged = unchanged + ${counts.unchanged ?? 0},
    skipped = skipped + ${counts.skipped ?? 0}, failed = failed + ${counts.failed ?? 0}, undone = undone + ${counts.undone ?? 0}, kept = kept + ${counts.kept ?? 0}
    where workspace_id = ${workspaceId} and id = ${id}`);

export const writeRows = (tx: Tx, workspaceId: string, id: string, results: RowResult[]) =>
  tx.run(sql`insert into import_rows (workspace_id, import_id, row, outcome, reasons, contact_id, before, after)
    select ${workspaceId}, ${id}, row, outcome, array(select jsonb_array_elements_text(reasons)), contact_id, before, after
    from jsonb_to_recordset(${JSON.stringify(results)}::jsonb) as r(row integer, outcome text, reasons jsonb, contact_id uuid, before jsonb, after jsonb)`);

export type StoredRow = RowResult;

export const listRows = (
  tx: Tx,
  workspaceId: string,
  id: string,
  filter: { outcome?: ImportOutcome; after: number; limit: number },
) =>
  tx.rows<StoredRow>(sql`select row, outcome, reasons, contact_id, before, after from import_rows
    where workspace_id = ${workspaceId} and import_id = ${id} and row > ${filter.after}
      and ${filter.outcome ? sql`outcome = ${filter.outcome}` : sql`true`} order by row limit ${filter.limit}`);

/** Imports at work that nobody has touched for a while: whoever worked on them is gone. */
export const listAbandoned = (tx: Tx, seconds: number) =>
  tx.rows<{ workspace_id: string; id: string; state: ImportState }>(sql`select workspace_id, id, state from imports
    where state in ('checking', 'running', 'undoing') and touched_at < now() - make_interval(secs => ${seconds})`);
