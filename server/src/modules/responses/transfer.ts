/** Taking responses in from CSV or JSON. A wrong row is told by its number and keeps nobody else's from coming in. */
import type { ResponseImport, ResponseImportResult, ResponseInput } from "@omniflow/contract";
import { CsvError, parse } from "csv-parse/sync";
import { AppError } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { insertFile, storeFile } from "../conversations/index.ts";
import { columns, type ResponseRow } from "./queries.ts";
import { visibleResponse } from "./rules.ts";
import { normalised, type Row, type RowFile, readRow } from "./transfer-row.ts";
import { insertResponse, updateResponse } from "./write.ts";

const mostRows = 10_000;

export async function importResponses(ctx: Caller, input: ResponseImport): Promise<ResponseImportResult> {
  const rows = input.format === "csv" ? readCsv(input.content) : readJson(input.content);
  if (rows.length > mostRows)
    throw new AppError(
      "too_large",
      `At most ${mostRows.toLocaleString("en")} responses at once; this has ${rows.length.toLocaleString("en")}.`,
      { field: "content" },
    );
  const result: ResponseImportResult = { created: 0, updated: 0, skipped: 0, errors: [] };
  const undo = new Error("dry run");
  await ctx.platform.db
    .inWorkspace(ctx.workspaceId, async (tx) => {
      const how: How = { existing: input.existing ?? "skip", dry: input.dry_run === true };
      for (const [index, raw] of rows.entries()) await takeRow(ctx, tx, index + 1, raw, how, result);
      if (input.dry_run) throw undo;
      if (result.created + result.updated)
        emit(ctx, tx, { type: "response.imported", data: { count: result.created + result.updated } });
    })
    .catch((error) => {
      if (error !== undo) throw error;
    });
  return result;
}

type How = { existing: "skip" | "update"; dry: boolean };

/** Whatever is wrong with a row is found before anything of it is written. */
async function takeRow(
  ctx: Caller,
  tx: Tx,
  row: number,
  raw: unknown,
  { existing, dry }: How,
  result: ResponseImportResult,
): Promise<void> {
  try {
    const read = await readRow(ctx, tx, raw);
    const found = await sameOne(ctx, tx, read.input);
    if (found && existing === "skip") {
      result.skipped++;
      return;
    }
    const input = await withFiles(ctx, tx, read, dry);
    if (found) {
      const { scope: _, team_id: __, ...change } = input;
      await updateResponse(ctx, tx, found, change);
      result.updated++;
    } else {
      await insertResponse(ctx, tx, input);
      result.created++;
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { name } = normalised(raw);
    const shown = typeof name === "string" ? name.slice(0, 200) : "";
    if (result.errors.length < 1000) {
      const { message, field } = error;
      result.errors.push({ row, name: shown, message, ...(field ? { field } : {}) });
    }
  }
}

const picture = (id: string) => new RegExp(`\\bsrc="cid:${id.replace(/[^\w-]/g, "")}"`, "gi");
const anyPicture = /<img\b[^>]*\bsrc="cid:[^"]*"[^>]*>/gi;

/** The row with its files stored here, and its pictures shown from there. A dry run stores nothing. */
async function withFiles(ctx: Caller, tx: Tx, { input, files }: Row, dry: boolean): Promise<ResponseInput> {
  const there = files.filter((file): file is RowFile & { data: string } => file.data !== null);
  const ids = new Map<string, string>();
  const attached: string[] = [];
  const texts = [input, ...(input.variants ?? [])];
  const shows = (id: string | undefined) => Boolean(id && texts.some((text) => picture(id).test(text.body_html ?? "")));
  for (const file of dry ? [] : there) {
    const body = Buffer.from(file.data, "base64");
    if (body.length === 0) throw new AppError("validation_failed", `Its file ${file.name} is empty.`);
    const stored = await storeFile(ctx, {
      name: file.name,
      contentType: file.content_type ?? "application/octet-stream",
      body,
    });
    const { id } = await insertFile(ctx, tx, stored, ctx.actor.id);
    if (shows(file.id)) ids.set(file.id!, id);
    else attached.push(id);
  }
  const show = (html: string) =>
    [...ids]
      .reduce((text, [from, to]) => text.replace(picture(from), `src="held:${to}"`), html)
      // Where nothing is stored something stands for the picture: a text of one picture is one.
      .replace(anyPicture, dry ? "·" : "")
      .replaceAll('src="held:', 'src="cid:');
  const rich = <T extends { body_html?: string | undefined }>(text: T): T =>
    text.body_html === undefined ? text : { ...text, body_html: show(text.body_html) };
  return {
    ...rich(input),
    ...(input.variants ? { variants: input.variants.map(rich) } : {}),
    ...(attached.length > 0 ? { attachment_ids: attached } : {}),
  };
}

/** By shortcut, else by name in the same folder, among those of the same people. */
async function sameOne(ctx: Caller, tx: Tx, input: ResponseInput): Promise<ResponseRow | null> {
  const shortcut = (input.shortcut ?? "").replace(/^\//, "").toLowerCase();
  return tx.row<ResponseRow>(sql`select ${columns} from responses r where r.workspace_id = ${ctx.workspaceId} and r.deleted_at is null and ${visibleResponse(ctx)}
    and r.scope = ${input.scope!} and r.team_id is not distinct from ${input.team_id ?? null}::uuid
    and ((${shortcut} <> '' and r.shortcut = ${shortcut}) or (${shortcut} = '' and lower(r.name) = lower(${input.name.trim()}) and r.folder = ${input.folder ?? ""})) limit 1 for update`);
}

function readCsv(content: string): unknown[] {
  try {
    const delimiter = [",", ";", "\t"].toSorted(
      (a, b) => content.split("\n", 1)[0]!.split(b).length - content.split("\n", 1)[0]!.split(a).length,
    )[0]!;
    return parse(content, {
      columns: true,
      bom: true,
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      // Spreadsheets need an apostrophe before what looks like a formula; the text has none.
      cast: (value) => value.replace(/^'(?=\s*[=+\-@\t\r])/, ""),
      to: mostRows + 1,
    });
  } catch (cause) {
    const row = cause instanceof CsvError && cause.code === "CSV_QUOTE_NOT_CLOSED" ? Number(cause.records) + 1 : null;
    throw new AppError(
      "validation_failed",
      row
        ? `In row ${row} a quotation mark opens and does not close again. Correct that row and choose the file again.`
        : "This is not CSV with a line of column names.",
      { field: "content", cause },
    );
  }
}

function readJson(content: string): unknown[] {
  try {
    const value = JSON.parse(content);
    if (Array.isArray(value)) return value;
  } catch {}
  throw new AppError("validation_failed", "This is not a JSON list of responses.", { field: "content" });
}
