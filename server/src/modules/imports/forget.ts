/**
 * A person who was deleted goes from imports too: what was noted of their rows at once, their rows in the files that are still kept by
 * a job. A row is emptied, not cut out, so that the numbers of all others stay.
 */
import { Readable } from "node:stream";
import iconv from "iconv-lite";
import { AppError } from "../../errors.ts";
import { type Context, type Platform, systemContext } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { newFileKey } from "../../platform/files.ts";
import { enqueue, type Task } from "../../platform/jobs.ts";
import { type FileForm, readRecords } from "./csv/read.ts";
import type { ImportRecord } from "./queries.ts";
import { readRow } from "./row.ts";

type Identity = { kind: string; value: string };
type Row = { import_id: string; row: number };
type Payload = { workspace_id: string; identities: Identity[]; rows: Row[] };

/** In the transaction that deletes them. @param contacts the person: their contact and those merged into it */
export async function forgetInImports(ctx: Context, tx: Tx, contacts: string[], identities: Identity[]): Promise<void> {
  const rows = await tx.rows<Row>(sql`delete from import_rows
    where workspace_id = ${ctx.workspaceId} and contact_id = any(${contacts}::uuid[]) returning import_id, row`);
  const kept = await tx.row(
    sql`select 1 from imports where workspace_id = ${ctx.workspaceId} and storage_key <> '' limit 1`,
  );
  if (!kept || !(rows.length || identities.length)) return;
  const payload: Payload = { workspace_id: ctx.workspaceId, identities, rows };
  enqueue(tx, { task: "forget_in_imports", payload });
}

/** How many imports of this person are kept: for the look at what a deletion takes away. */
export const countImportsOf = async (ctx: Context, tx: Tx, contacts: string[]): Promise<number> =>
  (await tx.row<{ n: number }>(sql`select count(distinct import_id)::int as n from import_rows
    where workspace_id = ${ctx.workspaceId} and contact_id = any(${contacts}::uuid[])`))!.n;

/** For an archive: what imports brought of them. */
export const readImportsOf = (ctx: Context, tx: Tx, contacts: string[]): Promise<unknown[]> =>
  tx.rows(sql`select i.name as file, i.created_at, r.row, r.outcome, r.before, r.after from import_rows r
    join imports i on i.workspace_id = r.workspace_id and i.id = r.import_id
    where r.workspace_id = ${ctx.workspaceId} and r.contact_id = any(${contacts}::uuid[]) order by i.created_at, r.row`);

/** At least once: a file that has nothing of them is left as it is. */
export const forgetTask: Task = async (platform: Platform, { workspace_id, identities, rows }: Payload) => {
  const ctx = systemContext(platform, workspace_id);
  const kept = await platform.db.inWorkspace(workspace_id, (tx) =>
    tx.rows<ImportRecord>(
      sql`select * from imports where workspace_id = ${workspace_id} and storage_key <> '' order by created_at`,
    ),
  );
  for (const record of kept) {
    const own = new Set(rows.filter((row) => row.import_id === record.id).map((row) => row.row));
    await forgetIn(ctx, record, own, identities);
  }
  // Whoever works on a file goes on reading the old one: it is looked at again when they are done.
  if (kept.some((record) => ["checking", "running"].includes(record.state)))
    throw new AppError("unavailable", "An import is at work on a file that has to forget somebody.");
};

async function forgetIn(ctx: Context, record: ImportRecord, own: Set<number>, identities: Identity[]): Promise<void> {
  const isTheirs = theirs(record, own, identities);
  const { key, found } = await rewrite(ctx, record, isTheirs);
  if (key === record.storage_key) return;
  const sample = record.sample.map((cells) => (isTheirs({ number: 0, cells }) ? cells.map(() => "") : cells));
  const done = await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    // A reason may say again what stood there.
    await tx.run(sql`update import_rows set reasons = ${["This row was emptied: its person was deleted."]}::text[], before = null, after = null
      where workspace_id = ${ctx.workspaceId} and import_id = ${record.id} and row = any(${found}::int[]) and outcome = 'failed'`);
    return tx.run(sql`update imports set storage_key = ${key}, sample = ${JSON.stringify(sample)}
      where workspace_id = ${ctx.workspaceId} and id = ${record.id} and storage_key = ${record.storage_key}`);
  });
  await ctx.platform.files.remove(done ? record.storage_key : key);
}

type CellRow = { number: number; cells: string[] };

/** By what the row was read as, and by the address wherever it stands. */
function theirs(record: ImportRecord, own: Set<number>, identities: Identity[]): (row: CellRow) => boolean {
  const keys = new Set(identities.map(({ kind, value }) => `${kind}:${value}`));
  const addresses = identities.filter(({ kind }) => kind === "email").map(({ value }) => value.toLowerCase());
  const reading = { mapping: record.mapping, fields: new Map() };
  return (row) =>
    own.has(row.number) ||
    row.cells.some((cell) => addresses.some((address) => cell.toLowerCase().includes(address))) ||
    readRow(row, reading).wanted.identities.some(({ kind, value }) => keys.has(`${kind}:${value}`));
}

type Rewritten = { key: string; found: number[] };

/** @returns the rows that were theirs, and the key of the file without them: the same when there are none, empty when it breaks off. */
async function rewrite(ctx: Context, record: ImportRecord, isTheirs: (row: CellRow) => boolean): Promise<Rewritten> {
  const { files } = ctx.platform;
  const key = newFileKey();
  const found: number[] = [];
  async function* lines() {
    for await (const row of readRecords((await files.open(record.storage_key)).stream, record)) {
      const gone = isTheirs(row);
      if (gone) found.push(row.number);
      yield iconv.encode(writeRow(gone ? row.cells.map(() => "") : row.cells, record), record.encoding);
    }
  }
  try {
    await files.put(key, Readable.from(lines()));
  } catch (error) {
    await files.remove(key);
    if (!(error instanceof AppError)) throw error;
    return { key: "", found };
  }
  if (found.length) return { key, found };
  await files.remove(key);
  return { key: record.storage_key, found };
}

const writeRow = (cells: string[], { delimiter }: FileForm): string =>
  `${cells.map((cell) => (/["\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(delimiter)}\r\n`;
