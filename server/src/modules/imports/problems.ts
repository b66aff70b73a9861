/** The refused rows of an import as a file: the cells as they came, and in front why each was refused. */

import type { Caller } from "../../platform/context.ts";
import { csvStream } from "../../platform/csv.ts";
import { type FileRow, readRows } from "./csv/read.ts";
import { type ImportRecord, listRows } from "./queries.ts";

const batch = 1000;

/** Once the file is no longer kept, the numbers of the rows stand where their cells did. */
export async function refusedRows(ctx: Caller, record: ImportRecord): Promise<AsyncIterable<string>> {
  if (!record.storage_key) return csvStream(["problem", "row"], numbers(ctx, record));
  const { stream } = await ctx.platform.files.open(record.storage_key);
  return csvStream(["problem", ...record.columns], pages(ctx, record, readRows(stream, record)));
}

const refusedAfter = (ctx: Caller, record: ImportRecord, after: number) =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
    listRows(tx, ctx.workspaceId, record.id, { outcome: "failed", after, limit: batch }),
  );

async function* numbers(ctx: Caller, record: ImportRecord): AsyncGenerator<unknown[][]> {
  for (let after = 0; ; ) {
    const refused = await refusedAfter(ctx, record, after);
    yield refused.map(({ row, reasons }) => [reasons.join(" "), row]);
    if (refused.length < batch) return;
    after = refused.at(-1)!.row;
  }
}

async function* pages(ctx: Caller, record: ImportRecord, rows: AsyncGenerator<FileRow>): AsyncGenerator<unknown[][]> {
  let after = 0;
  for (;;) {
    const refused = await refusedAfter(ctx, record, after);
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
