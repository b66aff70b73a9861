/** A file becomes an import: stored, its encoding, delimiter and head told by looking at it, its columns given a first meaning. */
import { basename } from "node:path";
import type { Readable } from "node:stream";
import type { Import, ImportChange, ImportMapping } from "@omniflow/contract";
import { maxImportBytes } from "@omniflow/contract";
import { AppError } from "../../errors.ts";
import { portable } from "../../platform/caller.ts";
import type { Caller } from "../../platform/context.ts";
import { newFileKey, safeName } from "../../platform/files.ts";
import { newId } from "../../platform/uuid.ts";
import { listFields } from "../fields/index.ts";
import { detectDelimiter, detectEncoding, looksLikeHead, sampleRows } from "./csv/detect.ts";
import { type FileForm, maxColumns, readStart } from "./csv/read.ts";
import { guessMapping } from "./guess.ts";
import { getImport, type ImportRecord, insertImport, lockImport, updateForm } from "./queries.ts";
import { importView } from "./views.ts";

const sampleSize = 8;

/** @param body at most `maxImportBytes`; more is refused and nothing is kept */
export async function uploadImport(ctx: Caller, name: string, body: Readable): Promise<Import> {
  const { files, db } = ctx.platform;
  const key = newFileKey();
  const { size } = await files.put(key, body, { maxBytes: maxImportBytes });
  try {
    if (!size) throw new AppError("unprocessable", "This file is empty.", { field: "file" });
    const encoding = await detectEncoding((await files.open(key)).stream);
    const read = await readForm(ctx, key, { encoding });
    const mapping = await guess(ctx, read);
    const id = newId();
    await db.inWorkspace(ctx.workspaceId, (tx) =>
      insertImport(
        tx,
        ctx.workspaceId,
        { ...read, id, mapping, size, storage_key: key, name: safeName(basename(name || "contacts.csv")) },
        portable(ctx),
      ),
    );
    return importView(await db.inWorkspace(ctx.workspaceId, (tx) => getImport(tx, ctx.workspaceId, id)));
  } catch (error) {
    await files.remove(key);
    throw error;
  }
}

type Read = FileForm & { columns: string[]; sample: string[][] };

/** What is not given is told by looking. @throws unprocessable when no row can be read */
async function readForm(ctx: Caller, key: string, given: Partial<FileForm> & { encoding: string }): Promise<Read> {
  const text = await readStart((await ctx.platform.files.open(key)).stream, given.encoding);
  const delimiter = given.delimiter ?? detectDelimiter(text);
  const rows = sampleRows(text, delimiter);
  if (!rows.length)
    throw new AppError("unprocessable", "There is no row in this file that can be read.", { field: "file" });
  const has_head = given.has_head ?? looksLikeHead(rows[0]);
  const width = Math.max(...rows.map((row) => row.length));
  if (width > maxColumns)
    throw new AppError("unprocessable", `This file has more than ${maxColumns} columns. Is the delimiter right?`, {
      field: "delimiter",
    });
  const columns = Array.from({ length: width }, (_, i) =>
    cut((has_head && rows[0]![i]?.trim()) || `Column ${i + 1}`, 120),
  );
  const sample = rows.slice(has_head ? 1 : 0, sampleSize + 1).map((row) => row.map((cell) => cut(cell, 200)));
  return { encoding: given.encoding, delimiter, has_head, columns, sample };
}

/** Neither a NUL nor half a character: a text column takes none. */
const cut = (text: string, length: number): string => text.replaceAll("\u0000", "").slice(0, length).toWellFormed();

async function guess(ctx: Caller, { columns, sample, has_head }: Read): Promise<ImportMapping> {
  const fields = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => listFields(ctx, tx, { record: "contact" }));
  return guessMapping(has_head ? columns : columns.map(() => ""), sample, fields);
}

const changeable: readonly ImportRecord["state"][] = ["mapping", "checking", "checked", "failed"];

/** Another mapping, or another way to read the file; the dry run has to be made anew. */
export async function changeImport(ctx: Caller, id: string, change: ImportChange): Promise<Import> {
  const { db } = ctx.platform;
  const before = await db.inWorkspace(ctx.workspaceId, (tx) => getImport(tx, ctx.workspaceId, id));
  const reads = change.encoding !== undefined || change.delimiter !== undefined || change.has_head !== undefined;
  const form: Read = reads
    ? await readForm(ctx, before.storage_key, {
        encoding: change.encoding ?? before.encoding,
        delimiter: change.delimiter ?? (change.encoding ? undefined : before.delimiter),
        has_head: change.has_head ?? (change.encoding || change.delimiter ? undefined : before.has_head),
      })
    : before;
  const mapping = change.mapping ?? (reads ? await guess(ctx, form) : before.mapping);
  refuseMapping(mapping, form.columns);
  return db.inWorkspace(ctx.workspaceId, async (tx) => {
    const now = await lockImport(tx, ctx.workspaceId, id);
    if (!changeable.includes(now.state) || now.started_at)
      throw new AppError("conflict", "This import has begun already. Undo it, or upload the file again.");
    await updateForm(tx, ctx.workspaceId, id, { ...form, mapping, existing: change.existing ?? now.existing });
    return importView(await getImport(tx, ctx.workspaceId, id));
  });
}

const several = new Set(["email", "phone", "handle"]);

function refuseMapping(mapping: ImportMapping, columns: string[]): void {
  if (mapping.length > columns.length)
    throw new AppError("validation_failed", `The file has ${columns.length} columns.`, { field: "mapping" });
  const single = mapping.filter((field) => field !== null && !several.has(field));
  const twice = single.find((field, i) => single.indexOf(field) !== i);
  if (twice)
    throw new AppError("validation_failed", `Two columns cannot both be “${twice}”. Choose one of them.`, {
      field: "mapping",
    });
}
