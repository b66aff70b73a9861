/** The rows of responses. */
import type { Macro, ResponseScope, ResponseState, ResponseVariant } from "@omniflow/contract";
import { AppError, notFound } from "../../errors.ts";
import type { Caller, Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import type { FileRow } from "../conversations/index.ts";
import { fingerprintOf, wordsOf } from "./body.ts";
import { visibleResponse } from "./rules.ts";

export type Approved = {
  body: string;
  body_html: string;
  variants: ResponseVariant[];
  actions: Macro;
  attachment_ids: string[];
  at: string;
  by: string;
};

export type ResponseRow = {
  id: string;
  name: string;
  shortcut: string;
  folder: string;
  scope: ResponseScope;
  owner_id: string | null;
  team_id: string | null;
  language: string | null;
  body: string;
  body_html: string;
  variants: ResponseVariant[];
  actions: Macro;
  /** Files that go along, besides the pictures in the texts. */
  attachment_ids: string[];
  state: ResponseState;
  approved: Approved | null;
  review_at: string | null;
  dead_links: { url: string; reason: string }[];
  uses: number;
  last_used_at: Date | null;
  updated_by: string;
  /** Who proposed the text that waits; null once it is approved. */
  proposed_by: string | null;
  version: number;
  deleted_at: Date | null;
  created_at: Date;
  updated_at: Date;
};

export const columns = sql`r.id, r.name, r.shortcut, r.folder, r.scope, r.owner_id, r.team_id, r.language, r.body, r.body_html, r.variants, r.actions, r.attachment_ids, r.state, r.approved,
  r.review_at::text as review_at, r.dead_links, r.uses, r.last_used_at, r.updated_by, r.proposed_by, r.version, r.deleted_at, r.created_at, r.updated_at`;

/** @throws not_found when it is not there or not the caller's to see. */
export async function getResponse(ctx: Caller, tx: Tx, id: string, lock = false): Promise<ResponseRow> {
  const row = await tx.row<ResponseRow>(sql`select ${columns} from responses r
    where r.workspace_id = ${ctx.workspaceId} and r.id = ${id} and r.deleted_at is null and ${visibleResponse(ctx)} ${lock ? sql`for update` : sql``}`);
  if (!row) throw notFound("canned response");
  return row;
}

export async function writeResponse(ctx: Context, tx: Tx, row: ResponseRow, isNew: boolean): Promise<void> {
  const words = wordsOf(row);
  const fingerprint = fingerprintOf(row.body);
  const json = {
    variants: JSON.stringify(row.variants),
    actions: JSON.stringify(row.actions),
    approved: row.approved && JSON.stringify(row.approved),
  };
  if (isNew)
    await tx.run(sql`insert into responses (workspace_id, id, name, shortcut, folder, scope, owner_id, team_id, language, body, body_html, variants, actions, attachment_ids, state, approved, review_at, words, fingerprint, updated_by, proposed_by)
      values (${ctx.workspaceId}, ${row.id}, ${row.name}, ${row.shortcut}, ${row.folder}, ${row.scope}, ${row.owner_id}, ${row.team_id}, ${row.language}, ${row.body}, ${row.body_html},
        ${json.variants}, ${json.actions}, ${row.attachment_ids}::uuid[], ${row.state}, ${json.approved}, ${row.review_at}, search_words(${words}), ${fingerprint}, ${row.updated_by}, ${row.proposed_by})`);
  else
    await tx.run(sql`update responses set name = ${row.name}, shortcut = ${row.shortcut}, folder = ${row.folder}, scope = ${row.scope}, owner_id = ${row.owner_id}, team_id = ${row.team_id},
        language = ${row.language}, body = ${row.body}, body_html = ${row.body_html}, variants = ${json.variants}, actions = ${json.actions}, attachment_ids = ${row.attachment_ids}::uuid[], state = ${row.state}, approved = ${json.approved},
        review_at = ${row.review_at}, dead_links = '[]', checked_at = null, words = search_words(${words}), fingerprint = ${fingerprint}, updated_by = ${row.updated_by}, proposed_by = ${row.proposed_by}, version = version + 1, updated_at = now()
      where workspace_id = ${ctx.workspaceId} and id = ${row.id}`);
}

/** Ambiguous is a shortcut that two texts have which one member sees. The unique index guards against two at once. */
export async function refuseTakenShortcut(ctx: Context, tx: Tx, row: ResponseRow): Promise<void> {
  if (!row.shortcut) return;
  const other = await tx.row<{ name: string }>(sql`select r.name from responses r
    where r.workspace_id = ${ctx.workspaceId} and r.shortcut = ${row.shortcut} and r.deleted_at is null and r.id <> ${row.id}
      and (r.scope = 'workspace' or (r.scope = 'team' and (r.team_id = ${row.team_id}::uuid or (${row.scope} = 'private' and r.team_id in
          (select team_id from team_members where workspace_id = ${ctx.workspaceId} and member_id = ${row.owner_id}::uuid))))
        or (r.scope = 'private' and ${row.scope} = 'private' and r.owner_id = ${row.owner_id}::uuid))
    limit 1`);
  if (other) throw shortcutTaken(row.shortcut, other.name);
}

export const shortcutTaken = (shortcut: string, name?: string) =>
  new AppError(
    "already_exists",
    name
      ? `The shortcut /${shortcut} is taken by “${name}”. Choose another.`
      : `The shortcut /${shortcut} is taken. Choose another.`,
    { field: "shortcut" },
  );

export const filesOf = (ctx: Context, tx: Tx, id: string) =>
  tx.rows<
    FileRow & { storage_key: string }
  >(sql`select id, message_id, name, content_type, size, content_id, inline, storage_key from files
    where workspace_id = ${ctx.workspaceId} and response_id = ${id} order by created_at, id`);
