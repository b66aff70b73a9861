/** One row of a file from elsewhere as what it means here: our names for its columns, languages, files, teams and members. Pure but for `place`. */
import type { Macro, ResponseInput } from "@omniflow/contract";
import { ResponseInput as InputSchema } from "@omniflow/contract";
import { textToHtml } from "@omniflow/contract/template";
import { type Static, Type } from "typebox";
import { Check, Errors } from "typebox/value";
import { AppError } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { plainColumns, type TransferActions } from "./export.ts";
import { mayApprove } from "./rules.ts";

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
const known = new Set<string>([...plainColumns, "body", "body_html", "variants", "actions", "attachments"]);

export const RowFile = Type.Object({
  id: Type.Optional(Type.String()),
  name: Type.String({ minLength: 1, maxLength: 500 }),
  content_type: Type.Optional(Type.String({ maxLength: 200 })),
  data: Type.Union([Type.String(), Type.Null()]),
});
export type RowFile = Static<typeof RowFile>;
export type Row = { input: ResponseInput; files: RowFile[] };

/** The columns we know, by our names for them; `body.de` is the German text. */
export function normalised(raw: unknown): Record<string, unknown> {
  if (!raw || typeof raw !== "object" || Array.isArray(raw)) return {};
  const row: Record<string, unknown> = {};
  const texts = new Map<string, Record<string, unknown>>();
  for (const [key, value] of Object.entries(raw)) {
    if (value === "" || value === null) continue;
    const name = key
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, "_");
    const [, part, language] = /^(body|body_html)[.:_(]+([a-z]{2,3}(?:[-_][a-z0-9]{2,8})*)\)?$/.exec(name) ?? [];
    // `body_html` alone is no language.
    if (part && language && !known.has(name))
      texts.set(language, { ...texts.get(language), language: languageTag(key, language.length), [part]: value });
    else if (known.has(aliases[name] ?? name)) row[aliases[name] ?? name] = value;
  }
  if (texts.size > 0) row.variants = [...texts.values()];
  return row;
}

/** As it was written in the column: `pt-BR` stays so. */
const languageTag = (key: string, length: number) =>
  key
    .replace(/[)\s]+$/, "")
    .slice(-length)
    .replaceAll("_", "-");

/** @throws AppError for whatever is wrong with the row, in words for who wrote it. */
export async function readRow(ctx: Caller, tx: Tx, raw: unknown): Promise<Row> {
  const { team, actions, attachments, ...given } = normalised(raw);
  const files = readList(attachments, "attachments");
  if (!files.every((file) => Check(RowFile, file))) throw wrong("Its attachments have the wrong form.");
  const input: Record<string, unknown> = {
    ...given,
    ...(await whose(ctx, tx, given.scope, team)),
    ...(actions === undefined ? {} : { actions: await readActions(ctx, tx, actions) }),
  };
  if (typeof input.shortcut === "string")
    input.shortcut = input.shortcut
      .replace(/^[/!#;:]+/, "")
      .trim()
      .replace(/\s+/g, "-");
  if (typeof input.name === "string") input.name = input.name.trim().slice(0, 200);
  preferHtml(input);
  if (Array.isArray(input.variants)) input.variants.forEach(preferHtml);
  if (Check(InputSchema, input)) return { input: input as ResponseInput, files: files as RowFile[] };
  throw wrong(
    !input.name
      ? "It has no name."
      : !input.body && !input.body_html
        ? "It has no text."
        : `Its column ${columnOf(input)} has the wrong form.`,
  );
}

/** Where the row first differs from what a response is. */
const columnOf = (input: object): string => {
  const [error] = Errors(InputSchema, input);
  return error?.instancePath.split("/").filter(Boolean).slice(0, 3).join(".") || "?";
};

const wrong = (message: string) => new AppError("validation_failed", message);

/** Of two forms of one text the one it was written in: rich text wins over the plain text that was made from it. */
function preferHtml(text: unknown): void {
  const one = text as { body?: unknown; body_html?: unknown } | null;
  if (!one || typeof one !== "object" || !one.body_html) return;
  if (typeof one.body === "string" && one.body_html === textToHtml(one.body)) delete one.body_html;
  else delete one.body;
}

/** Who has it: a team by its name, and nobody beyond it; everybody only where the caller may share with everybody. */
async function whose(ctx: Caller, tx: Tx, scope: unknown, team: unknown): Promise<object> {
  if (scope === "private" && ctx.memberId) return { scope: "private" };
  if (scope !== "team") return { scope: mayApprove(ctx) || !ctx.memberId ? "workspace" : "private" };
  if (typeof team !== "string") throw wrong("It is a team's, but its column team says not which.");
  return { scope: "team", team_id: await findTeam(ctx, tx, team) };
}

async function findTeam(ctx: Caller, tx: Tx, name: string): Promise<string> {
  const row = await tx.row<{ id: string }>(
    sql`select id from teams where workspace_id = ${ctx.workspaceId} and lower(name) = lower(${name.trim()}) limit 1`,
  );
  if (!row) throw wrong(`There is no team “${name.slice(0, 80)}” here. Make it first, or change the row.`);
  return row.id;
}

async function findMember(ctx: Caller, tx: Tx, email: string): Promise<string> {
  const row = await tx.row<{ id: string }>(sql`select id from members
    where workspace_id = ${ctx.workspaceId} and lower(email) = lower(${email.trim()}) and deactivated_at is null limit 1`);
  if (!row) throw wrong(`There is no member ${email.slice(0, 80)} here to assign to. Change its actions.`);
  return row.id;
}

async function readActions(ctx: Caller, tx: Tx, given: unknown): Promise<Macro> {
  const value = typeof given === "string" ? parsed(given, "actions") : given;
  if (!value || typeof value !== "object" || Array.isArray(value)) throw wrong("Its actions have the wrong form.");
  const { assignee, team, ...rest } = value as TransferActions;
  const text = (one: unknown): one is string => typeof one === "string" && one !== "";
  return {
    ...(rest as Macro),
    ...(assignee === null
      ? { assignee_id: null }
      : text(assignee)
        ? { assignee_id: await findMember(ctx, tx, assignee) }
        : {}),
    ...(team === null ? { team_id: null } : text(team) ? { team_id: await findTeam(ctx, tx, team) } : {}),
  };
}

function readList(given: unknown, column: string): unknown[] {
  const value = typeof given === "string" ? parsed(given, column) : (given ?? []);
  if (!Array.isArray(value) || value.length > 40) throw wrong(`Its ${column} have the wrong form.`);
  return value;
}

function parsed(text: string, column: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw wrong(`Its ${column} are not JSON.`);
  }
}
