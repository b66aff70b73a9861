/** Taking responses out and in, as CSV or JSON. A wrong row is told by its number and keeps nobody else's from coming in. */
import type { ResponseImport, ResponseImportResult, ResponseInput } from "@omniflow/contract";
import { ResponseInput as InputSchema } from "@omniflow/contract";
import { parse } from "csv-parse/sync";
import { Check } from "typebox/value";
import { AppError } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { csvLine, csvStart } from "../../platform/csv.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { columns, type ResponseRow } from "./queries.ts";
import { mayApprove, visibleResponse } from "./rules.ts";
import { insertResponse, updateResponse } from "./write.ts";

const mostRows = 10_000;
const head = ["name", "shortcut", "folder", "scope", "language", "body", "body_html", "review_at"] as const;

export async function exportResponses(ctx: Caller, format: "csv" | "json"): Promise<string> {
  const rows = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
    tx.rows<ResponseRow>(sql`select ${columns} from responses r where r.workspace_id = ${ctx.workspaceId} and r.deleted_at is null and ${visibleResponse(ctx)}
      order by lower(r.folder), lower(r.name), r.id limit 100000`),
  );
  const plain = rows.map((row) => ({
    ...Object.fromEntries(head.map((name) => [name, row[name]])),
    variants: row.variants,
    actions: row.actions,
  }));
  if (format === "json") return JSON.stringify(plain, null, 2);
  return csvStart + csvLine(head) + rows.map((row) => csvLine(head.map((name) => row[name]))).join("");
}

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
      for (const [index, raw] of rows.entries())
        await takeRow(ctx, tx, index + 1, raw, input.existing ?? "skip", result);
      if (input.dry_run) throw undo;
      if (result.created + result.updated)
        emit(ctx, tx, { type: "response.imported", data: { count: result.created + result.updated } });
    })
    .catch((error) => {
      if (error !== undo) throw error;
    });
  return result;
}

/** Whatever is wrong with a row is found before anything of it is written. */
async function takeRow(
  ctx: Caller,
  tx: Tx,
  row: number,
  raw: unknown,
  existing: "skip" | "update",
  result: ResponseImportResult,
): Promise<void> {
  try {
    const input = checked(ctx, raw);
    const found = await sameOne(ctx, tx, input);
    if (found && existing === "skip") result.skipped++;
    else if (found) {
      const { scope: _, team_id: __, ...change } = input;
      await updateResponse(ctx, tx, found, change);
      result.updated++;
    } else {
      await insertResponse(ctx, tx, input);
      result.created++;
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const name = String(normalised(raw).name ?? "").slice(0, 200);
    if (result.errors.length < 1000) result.errors.push({ row, name, message: error.message });
  }
}

/** By shortcut, else by name in the same folder. */
async function sameOne(ctx: Caller, tx: Tx, input: ResponseInput): Promise<ResponseRow | null> {
  const shortcut = (input.shortcut ?? "").replace(/^\//, "").toLowerCase();
  return tx.row<ResponseRow>(sql`select ${columns} from responses r where r.workspace_id = ${ctx.workspaceId} and r.deleted_at is null and ${visibleResponse(ctx)}
    and (r.scope = ${input.scope!} or (r.scope = 'team' and ${input.scope} = 'workspace')) and ((${shortcut} <> '' and r.shortcut = ${shortcut}) or (${shortcut} = '' and lower(r.name) = lower(${input.name.trim()}) and r.folder = ${input.folder ?? ""})) limit 1 for update`);
}

/** What others call their columns. */
const aliases: Record<string, string> = {
  title: "name",
  content: "body",
  text: "body",
  message: "body",
  category: "folder",
  html: "body_html",
  short_code: "shortcut",
  short_name: "shortcut",
  abbreviation: "shortcut",
  locale: "language",
};

/** The columns we know, by our names for them. */
function normalised(raw: unknown): Record<string, unknown> {
  if (!raw || typeof raw !== "object" || Array.isArray(raw)) return {};
  const known = new Set<string>([...head, "variants", "actions"]);
  const entries = Object.entries(raw).map(([key, value]) => {
    const name = key
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, "_");
    return [aliases[name] ?? name, value] as const;
  });
  return Object.fromEntries(entries.filter(([key, value]) => known.has(key) && value !== "" && value !== null));
}

function checked(ctx: Caller, raw: unknown): ResponseInput {
  const given = normalised(raw);
  const fallback = mayApprove(ctx) || !ctx.memberId ? "workspace" : "private";
  // A team is of one workspace: what was a team's elsewhere is everybody's here, as far as the caller may.
  const input = { ...given, scope: given.scope === "private" && ctx.memberId ? "private" : fallback } as Record<
    string,
    unknown
  >;
  if (typeof input.shortcut === "string")
    input.shortcut = input.shortcut
      .replace(/^[/!#;:]+/, "")
      .trim()
      .replace(/\s+/g, "-");
  if (typeof input.name === "string") input.name = input.name.trim().slice(0, 200);
  // Rich text wins over the plain text that was made from it.
  if (input.body_html) delete input.body;
  if (Check(InputSchema, input)) return input as ResponseInput;
  const missing = !input.name
    ? "It has no name."
    : !input.body && !input.body_html
      ? "It has no text."
      : "One of its values has the wrong form.";
  throw new AppError("validation_failed", missing);
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
      skip_empty_lines: true,
      to: mostRows + 1,
    });
  } catch (cause) {
    throw new AppError(
      "validation_failed",
      `This is not CSV with a line of column names: ${(cause as Error).message}`,
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
