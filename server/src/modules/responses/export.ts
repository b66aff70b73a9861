/**
 * Responses as a file that another workspace takes in again: teams and members by name, files with their bytes, languages. In CSV
 * every language has columns of its own (`body.de`), so that a translator can work in a spreadsheet.
 */
import type { Macro } from "@omniflow/contract";
import type { Caller } from "../../platform/context.ts";
import { csvLine, csvStart } from "../../platform/csv.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { picturesOf } from "./files.ts";
import { columns, type ResponseRow } from "./queries.ts";
import { visibleResponse } from "./rules.ts";

/** Bytes of all files of one export; what does not fit goes without its bytes. */
const mostBytes = 20 << 20;

export const plainColumns = ["name", "shortcut", "folder", "scope", "team", "language", "review_at"] as const;

/** `id`: what the text calls a picture (`cid:<id>`). `data`: base64; null when it was too much. */
export type TransferFile = { id: string; name: string; content_type: string; data: string | null };
/** Actions with people and teams by what they are called, since ids mean nothing elsewhere. */
export type TransferActions = Omit<Macro, "assignee_id" | "team_id"> & {
  assignee?: string | null;
  team?: string | null;
};

type Names = { members: Map<string, string>; teams: Map<string, string> };

export async function exportResponses(ctx: Caller, format: "csv" | "json"): Promise<string> {
  const plain = await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const rows =
      await tx.rows<ResponseRow>(sql`select ${columns} from responses r where r.workspace_id = ${ctx.workspaceId} and r.deleted_at is null and ${visibleResponse(ctx)}
      order by natural_order(r.folder), r.sort_name, r.id limit 100000`);
    const names = await readNames(ctx, tx);
    const files = await readFiles(ctx, tx, rows);
    return rows.map((row) => plainOf(row, names, files.get(row.id) ?? []));
  });
  return format === "json" ? JSON.stringify(plain, null, 2) : csvOf(plain);
}

type Plain = ReturnType<typeof plainOf>;

const plainOf = (row: ResponseRow, names: Names, attachments: TransferFile[]) => ({
  name: row.name,
  shortcut: row.shortcut,
  folder: row.folder,
  scope: row.scope,
  team: row.team_id && (names.teams.get(row.team_id) ?? ""),
  language: row.language,
  review_at: row.review_at,
  body: row.body,
  body_html: row.body_html,
  variants: row.variants,
  actions: actionsOf(row.actions, names),
  attachments,
});

function actionsOf({ assignee_id: member, team_id: team, ...rest }: Macro, names: Names): TransferActions {
  return {
    ...rest,
    ...(member === undefined ? {} : { assignee: member && (names.members.get(member) ?? "") }),
    ...(team === undefined ? {} : { team: team && (names.teams.get(team) ?? "") }),
  };
}

function csvOf(rows: Plain[]): string {
  const languages = [...new Set(rows.flatMap((row) => row.variants.map((one) => one.language)))].sort();
  const head = [
    ...plainColumns,
    "body",
    "body_html",
    ...languages.flatMap((language) => [`body.${language}`, `body_html.${language}`]),
    "actions",
    "attachments",
  ];
  const line = (row: Plain) => {
    const of = (language: string) => row.variants.find((one) => one.language === language);
    return csvLine([
      ...plainColumns.map((name) => row[name]),
      row.body,
      row.body_html,
      ...languages.flatMap((language) => [of(language)?.body, of(language)?.body_html]),
      Object.keys(row.actions).length > 0 ? JSON.stringify(row.actions) : "",
      row.attachments.length > 0 ? JSON.stringify(row.attachments) : "",
    ]);
  };
  return csvStart + csvLine(head) + rows.map(line).join("");
}

async function readNames(ctx: Caller, tx: Tx): Promise<Names> {
  const members = await tx.rows<{ id: string; name: string }>(
    sql`select id, email as name from members where workspace_id = ${ctx.workspaceId}`,
  );
  const teams = await tx.rows<{ id: string; name: string }>(
    sql`select id, name from teams where workspace_id = ${ctx.workspaceId}`,
  );
  const map = (list: { id: string; name: string }[]) => new Map(list.map((one) => [one.id, one.name]));
  return { members: map(members), teams: map(teams) };
}

type FileRow = {
  id: string;
  response_id: string;
  name: string;
  content_type: string;
  size: number;
  storage_key: string;
};

async function readFiles(ctx: Caller, tx: Tx, rows: ResponseRow[]): Promise<Map<string, TransferFile[]>> {
  const wanted = rows.flatMap((row) => [...row.attachment_ids, ...picturesOf(row)]);
  const files = new Map<string, TransferFile[]>();
  if (wanted.length === 0) return files;
  const found = await tx.rows<FileRow>(sql`select id, response_id, name, content_type, size, storage_key from files
    where workspace_id = ${ctx.workspaceId} and response_id is not null and id = any(${wanted}::uuid[]) order by created_at, id`);
  let left = mostBytes;
  for (const file of found) {
    left -= Number(file.size);
    const data = left >= 0 ? (await readBytes(ctx, file.storage_key)).toString("base64") : null;
    const one = { id: file.id, name: file.name, content_type: file.content_type, data };
    files.set(file.response_id, [...(files.get(file.response_id) ?? []), one]);
  }
  return files;
}

async function readBytes(ctx: Caller, key: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of (await ctx.platform.files.open(key)).stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
