/**
 * Working off a file, a batch a transaction. Each commit stands for itself and says how far it came, so that a crash goes on
 * where it was; two workers on one import cannot both take the same rows.
 */
import { AppError } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import type { Tx } from "../../platform/db.ts";
import { listFields } from "../fields/index.ts";
import { type FileRow, maxRows, readRows } from "./csv/read.ts";
import { getImport, type ImportRecord, lockImport, setState } from "./queries.ts";
import { type Reading, type ReadRow, readRow } from "./row.ts";
import { tellProgress } from "./tell.ts";

const batchSize = 500;

/** What is done with a batch. Runs in the transaction that also notes the progress. */
export type BatchWork = (tx: Tx, record: ImportRecord, rows: ReadRow[]) => Promise<void>;
export type Phase = {
  state: "checking" | "running";
  work: BatchWork;
  /** After the last row. */
  finish(tx: Tx, record: ImportRecord): Promise<void>;
};

/** Ends when the file does, when the import is stopped or taken over, or when the process stops. */
export async function workOff(ctx: Caller, id: string, phase: Phase, signal?: AbortSignal): Promise<void> {
  const { db, files } = ctx.platform;
  const record = await db.inWorkspace(ctx.workspaceId, (tx) => getImport(tx, ctx.workspaceId, id));
  if (record.state !== phase.state) return;
  try {
    const reading = await readingOf(ctx, record);
    const { stream } = await files.open(record.storage_key);
    let position = record.last_row;
    for await (const batch of batches(readRows(stream, record), record.last_row)) {
      if (signal?.aborted) return;
      const rows = batch.map((row) => readRow(row, reading));
      const mine = await workBatch(ctx, id, phase, position, rows);
      if (!mine) return;
      position = rows.at(-1)!.number;
    }
    await finish(ctx, id, phase);
  } catch (error) {
    if (!(error instanceof AppError) || error.code === "unavailable") throw error;
    await db.inWorkspace(ctx.workspaceId, (tx) => setState(tx, ctx.workspaceId, id, "failed", error.message));
  }
  tellProgress(ctx, id);
}

/** @returns whether this worker is still the one that works on it. */
async function workBatch(ctx: Caller, id: string, phase: Phase, position: number, rows: ReadRow[]): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
        const record = await lockImport(tx, ctx.workspaceId, id);
        if (record.state !== phase.state || record.last_row !== position) return false;
        if (record.done + rows.length > maxRows)
          throw new AppError("too_large", `A file may have at most ${maxRows.toLocaleString("en")} rows. Split it.`);
        await phase.work(tx, record, rows);
        tx.afterCommit(() => tellProgress(ctx, id));
        return true;
      });
    } catch (error) {
      if (attempt >= 8 || !isPassing(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10 * 2 ** attempt * Math.random()));
    }
  }
}

/** Somebody else took an address at the same moment, or two met on the way: the next look finds what they wrote. */
export class TakenMeanwhile extends Error {}
const isPassing = (error: unknown) =>
  error instanceof TakenMeanwhile || ["40P01", "40001", "23505"].includes((error as { code?: string }).code ?? "");

const finish = (ctx: Caller, id: string, phase: Phase) =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const record = await lockImport(tx, ctx.workspaceId, id);
    if (record.state === phase.state) await phase.finish(tx, record);
  });

async function readingOf(ctx: Caller, record: ImportRecord): Promise<Reading> {
  const fields = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => listFields(ctx, tx, { record: "contact" }));
  return { mapping: record.mapping, fields: new Map(fields.map((field) => [field.key, field])) };
}

async function* batches(rows: AsyncIterable<FileRow>, after: number): AsyncGenerator<FileRow[]> {
  let batch: FileRow[] = [];
  for await (const row of rows) {
    if (row.number <= after) continue;
    batch.push(row);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length) yield batch;
}
