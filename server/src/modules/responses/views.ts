/** Rows → what a caller may see of a response. */
import type { CannedResponse, PickItem, ResponseItem } from "@omniflow/contract";
import type { Caller } from "../../platform/context.ts";
import { attachmentView, type FileRow, linker } from "../conversations/index.ts";
import { previewText } from "./body.ts";
import { picturesOf } from "./files.ts";
import type { ResponseRow } from "./queries.ts";
import { mayApprove, mayEdit } from "./rules.ts";

const shown = (ctx: Caller, row: ResponseRow) => ({
  id: row.id,
  name: row.name,
  shortcut: row.shortcut,
  folder: row.folder,
  scope: row.scope,
  team_id: row.team_id,
  owner_id: row.owner_id,
  language: row.language,
  state: row.state,
  insertable: row.scope === "private" || row.approved !== null,
  editable: mayEdit(ctx, row),
  proposable: mayEdit(ctx, row) || row.scope !== "private",
  approvable: row.scope !== "private" && mayApprove(ctx),
  review_at: row.review_at,
  dead_links: row.dead_links,
  uses: row.uses,
  last_used_at: row.last_used_at?.toISOString() ?? null,
  updated_at: row.updated_at.toISOString(),
  created_at: row.created_at.toISOString(),
  version: row.version,
});

export const itemView = (ctx: Caller, row: ResponseRow & { has_files: boolean }): ResponseItem => ({
  ...shown(ctx, row),
  preview: previewText(row.body),
  languages: languagesOf(row),
  has_files: row.has_files,
  has_actions: Object.keys(row.actions).length > 0,
});

export function responseView(ctx: Caller, row: ResponseRow, files: FileRow[]): CannedResponse {
  const links = linker(ctx.platform.crypto, ctx.workspaceId, ctx.platform.clock.now());
  const attachments = files.map((file) => attachmentView(file, links));
  const pictures = (html: string) =>
    attachments.reduce(
      (text, file) =>
        text.replaceAll(`src="cid:${file.id}"`, `src="${file.url.replaceAll("&", "&amp;")}" data-file="${file.id}"`),
      html,
    );
  const variants = (list: ResponseRow["variants"]) =>
    list.map((one) => ({ ...one, body_html: pictures(one.body_html) }));
  const { approved } = row;
  const of = (state: Pick<ResponseRow, "attachment_ids" | "body_html" | "variants">) => {
    const ids = new Set([...state.attachment_ids, ...picturesOf(state)]);
    return attachments.filter((file) => ids.has(file.id));
  };
  const { attachment_ids: _, ...kept } = approved ?? { attachment_ids: [] };
  return {
    ...shown(ctx, row),
    body: row.body,
    body_html: pictures(row.body_html),
    variants: variants(row.variants),
    actions: row.actions,
    attachments: of(row),
    approved: approved && {
      ...(kept as Omit<typeof approved, "attachment_ids">),
      attachments: of(approved),
      body_html: pictures(approved.body_html),
      variants: variants(approved.variants),
    },
    updated_by: row.updated_by,
  };
}

export const pickView = (
  row: Pick<ResponseRow, "id" | "name" | "shortcut" | "folder" | "scope" | "body">,
): PickItem => ({
  id: row.id,
  name: row.name,
  shortcut: row.shortcut,
  folder: row.folder,
  scope: row.scope,
  preview: previewText(row.body),
});

export const languagesOf = (row: Pick<ResponseRow, "language" | "variants">): string[] => [
  ...(row.language ? [row.language] : []),
  ...row.variants.map((variant) => variant.language),
];
