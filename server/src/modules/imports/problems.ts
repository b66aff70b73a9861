/** The refused rows of an import as a file: the cells as they came, and in front why each was refused. */

import { AppError } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { csvStream } from "../../platform/csv.ts";
import { type FileRow, readRows } from "./csv/read.ts";
import { type ImportRecord, listRows } from "./queries.ts";

const batch = 1000;

/** @throws expired when the file is no longer kept */
export async function refusedRows(ctx: Caller, record: ImportRecord): Promise<AsyncIterable<string>> {
  if (!record.storage_key) throw new AppError("expired", "The file of this import is no longer kept.");
  const { stream } = await ctx.platform.files.open(record.storage_key);
  const problem = "problem";
  return csvStream([problem, ...record.columns], pages(ctx, record, readRows(stream, record)));
}

async function* pages(ctx: Caller, record: ImportRecord, rows: AsyncGenerator<FileRow>): AsyncGenerator<unknown[][]> {
  let after = 0;
  for (;;) {
    const refused = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
      listRows(tx, ctx.workspaceId, record.id, { outcome: "failed", after, limit: batch }),
    );
    if (!refused.length) break;
    const reasons = new Map(refused.map((row) => [row.row, row.reasons]));
    after = refused.at(-1)!.row;
    const page: unknown[][] = [];
    for (let next = await rows.next(); !next.done; next = await rows.next()) {
      const found = reasons.get(next.value.number);
      if (found) page.push([found.join(" "), ...next.value.cells]);
      if (next.value.number >= after) break;
    }
    yield page;
    if (refused.length < batch) break;
  }
  await rows.return(undefined);
}
