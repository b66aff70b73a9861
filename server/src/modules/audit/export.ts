/** The audit log as a file, streamed page by page: CSV for spreadsheets, JSON lines for machines (with the hashes, so that it can be checked). */
import { Readable } from "node:stream";
import type { AuditEntry, AuditExportQuery } from "@omniflow/contract";
import type { Context } from "../../platform/context.ts";
import { csvHeaders, csvStream } from "../../platform/csv.ts";
import { type AuditFilter, type EntryRow, entryView, listEntries } from "./list.ts";

const batch = 1000;

const head = [
  "seq",
  "at",
  "actor_type",
  "actor",
  "action",
  "target_type",
  "target_id",
  "target",
  "summary",
  "before",
  "after",
  "hash",
];

/** @returns the answer's headers and body. The first page is read before it begins: what is wrong with the question is still said properly. */
export async function exportEntries(ctx: Context, { format, ...filter }: AuditExportQuery) {
  const pages = pagesOf(ctx, filter, await readPage(ctx, filter, null));
  if (format === "json") {
    return {
      headers: { ...csvHeaders("audit.jsonl"), "content-type": "application/x-ndjson; charset=utf-8" },
      body: Readable.from(lines(pages)),
    };
  }
  return { headers: csvHeaders("audit.csv"), body: Readable.from(csvStream(head, rows(pages))) };
}

const readPage = (ctx: Context, filter: AuditFilter, before: number | null) =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => listEntries(ctx, tx, filter, { limit: batch, before }));

async function* pagesOf(ctx: Context, filter: AuditFilter, first: EntryRow[]): AsyncGenerator<AuditEntry[]> {
  for (let found = first; ; ) {
    yield found.map(entryView);
    if (found.length < batch) return;
    found = await readPage(ctx, filter, found.at(-1)!.seq);
  }
}

async function* lines(pages: AsyncIterable<AuditEntry[]>): AsyncGenerator<string> {
  for await (const page of pages) yield page.map((entry) => `${JSON.stringify(entry)}\n`).join("");
}

async function* rows(pages: AsyncIterable<AuditEntry[]>): AsyncGenerator<unknown[][]> {
  for await (const page of pages) yield page.map(rowOf);
}

const rowOf = (e: AuditEntry): unknown[] => [
  e.seq,
  e.at,
  e.actor.type,
  e.actor.name,
  e.action,
  e.target?.type,
  e.target?.id,
  e.target?.name,
  e.summary,
  e.before,
  e.after,
  e.hash,
];
