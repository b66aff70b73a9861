/** Creating, changing and deleting a response, and bringing it back. */
import type { CannedResponse, ResponseChange, ResponseInput } from "@omniflow/contract";
import { AppError, notFound } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { isUniqueViolation, sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { lacks } from "../../platform/permission.ts";
import { newId } from "../../platform/uuid.ts";
import { announceReview } from "./announce.ts";
import { knownFields, textsOf } from "./body.ts";
import { holdFiles } from "./files.ts";
import { nextRow } from "./next-row.ts";
import {
  filesOf,
  getResponse,
  type ResponseRow,
  refuseTakenShortcut,
  shortcutTaken,
  writeResponse,
} from "./queries.ts";
import { mayEdit, proposedFields, visibleResponse } from "./rules.ts";
import { responseView } from "./views.ts";

export const createResponse = (ctx: Caller, input: ResponseInput): Promise<CannedResponse> =>
  saving(ctx, input.shortcut, async (tx) => showOne(ctx, tx, (await insertResponse(ctx, tx, input)).id));

/** In the transaction of whoever calls: the import makes many. */
export async function insertResponse(ctx: Caller, tx: Tx, input: ResponseInput): Promise<ResponseRow> {
  const blank: ResponseRow = {
    id: newId(),
    name: "",
    shortcut: "",
    folder: "",
    scope: ctx.memberId ? "private" : "workspace",
    owner_id: ctx.memberId,
    team_id: null,
    language: null,
    body: "",
    body_html: "",
    variants: [],
    actions: {},
    attachment_ids: [],
    state: "draft",
    approved: null,
    review_at: null,
    dead_links: [],
    uses: 0,
    last_used_at: null,
    updated_by: "",
    proposed_by: null,
    version: 1,
    deleted_at: null,
    created_at: ctx.platform.clock.now(),
    updated_at: ctx.platform.clock.now(),
  };
  const row = await nextRow(ctx, tx, blank, { ...input, ...textsOf(input, await knownFields(ctx, tx)) }, input.state);
  await refuseTakenShortcut(ctx, tx, row);
  await writeResponse(ctx, tx, row, true);
  await holdFiles(ctx, tx, row);
  emit(ctx, tx, { type: "response.created", data: { response_id: row.id } });
  announceReview(ctx, tx, null, row);
  return row;
}

export const changeResponse = (ctx: Caller, id: string, change: ResponseChange): Promise<CannedResponse> =>
  saving(ctx, change.shortcut, async (tx) => {
    const before = await getResponse(ctx, tx, id, true);
    await updateResponse(ctx, tx, before, change);
    return showOne(ctx, tx, id);
  });

export async function updateResponse(ctx: Caller, tx: Tx, before: ResponseRow, change: ResponseChange): Promise<void> {
  refuseChange(ctx, before, change);
  const { version: _, ...fields } = change;
  const texts =
    change.body !== undefined || change.body_html !== undefined ? textsOf(change, await knownFields(ctx, tx)) : {};
  const row = await nextRow(ctx, tx, before, { ...fields, ...texts }, change.state);
  await refuseTakenShortcut(ctx, tx, row);
  await writeResponse(ctx, tx, row, false);
  await holdFiles(ctx, tx, row);
  emit(ctx, tx, { type: "response.updated", data: { response_id: row.id, fields: Object.keys(fields) } });
  announceReview(ctx, tx, before, row);
}

function refuseChange(ctx: Caller, before: ResponseRow, change: ResponseChange): void {
  if (change.version !== undefined && change.version !== before.version)
    throw new AppError(
      "version_conflict",
      "Someone changed this response meanwhile. Look at the new state and try again.",
      { field: "version" },
    );
  if (mayEdit(ctx, before)) return;
  const beyond = Object.keys(change).find((field) => !proposedFields.has(field));
  if (beyond)
    throw new AppError(
      "forbidden",
      `You can propose another text. Changing its ${beyond} needs the permission “approve canned responses”.`,
      { field: beyond, permissions: ["settings.canned_responses"] },
    );
}

/** Gone from every list; can be brought back for thirty days. */
export const removeResponse = (ctx: Caller, id: string): Promise<void> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const row = await getResponse(ctx, tx, id, true);
    if (!mayEdit(ctx, row)) throw lacks("settings.canned_responses");
    await tx.run(
      sql`update responses set deleted_at = now(), version = version + 1 where workspace_id = ${ctx.workspaceId} and id = ${id}`,
    );
    emit(ctx, tx, { type: "response.deleted", data: { response_id: id } });
  });

export const restoreResponse = (ctx: Caller, id: string): Promise<CannedResponse> =>
  saving(ctx, undefined, async (tx) => {
    const row = await tx.row<ResponseRow>(sql`update responses r set deleted_at = null, version = version + 1
      where r.workspace_id = ${ctx.workspaceId} and r.id = ${id} and r.deleted_at is not null and ${visibleResponse(ctx)} returning r.id, r.scope, r.owner_id, r.approved`);
    if (!row) throw notFound("deleted canned response");
    if (!mayEdit(ctx, row)) throw lacks("settings.canned_responses");
    emit(ctx, tx, { type: "response.created", data: { response_id: id } });
    return showOne(ctx, tx, id);
  });

export async function showOne(ctx: Caller, tx: Tx, id: string): Promise<CannedResponse> {
  return responseView(ctx, await getResponse(ctx, tx, id), await filesOf(ctx, tx, id));
}

/** A shortcut that was taken at the same moment is said as one that was taken before. */
export async function saving<T>(ctx: Caller, shortcut: string | undefined, work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await ctx.platform.db.inWorkspace(ctx.workspaceId, work);
  } catch (error) {
    if (!isUniqueViolation(error, "responses_by_shortcut")) throw error;
    throw shortcutTaken((shortcut ?? "").replace(/^\//, ""));
  }
}
