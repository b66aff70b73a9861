/** Creating, changing, approving, deleting a response, and bringing it back. */
import type { CannedResponse, Macro, ResponseChange, ResponseInput } from "@omniflow/contract";
import { AppError, notFound } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { isUniqueViolation, sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { newId } from "../../platform/uuid.ts";
import { recordAudit } from "../audit/index.ts";
import { authorName, storable } from "../conversations/index.ts";
import { knownFields, textsOf } from "./body.ts";
import { holdFiles, picturesOf } from "./files.ts";
import {
  filesOf,
  getResponse,
  type ResponseRow,
  refuseTakenShortcut,
  shortcutTaken,
  writeResponse,
} from "./queries.ts";
import { checkScope, mayApprove, mayEdit, nextState, proposedFields, visibleResponse } from "./rules.ts";
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
  if (row.state === "in_review") emit(ctx, tx, { type: "response.submitted", data: { response_id: row.id } });
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
  if (row.state === "in_review" && before.state !== "in_review")
    emit(ctx, tx, { type: "response.submitted", data: { response_id: row.id } });
  if (row.approved && row.approved.at !== before.approved?.at) approved(ctx, tx, row, before.proposed_by);
}

function approved(ctx: Caller, tx: Tx, row: ResponseRow, proposedBy: string | null): void {
  emit(ctx, tx, { type: "response.approved", data: { response_id: row.id, proposed_by: proposedBy } });
  recordAudit(ctx, tx, { action: "response.approved", target: { type: "response", id: row.id, name: row.name } });
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
      `You can propose another text. Changing its ${beyond} needs the permission settings.canned_responses.`,
      { field: beyond },
    );
}

/** The row after a change; a text that is approved with it is kept as what is in use. */
async function nextRow(
  ctx: Caller,
  tx: Tx,
  before: ResponseRow,
  change: ResponseChange,
  wanted: ResponseRow["state"] | undefined,
): Promise<ResponseRow> {
  const scope = change.scope ?? before.scope;
  const by = (await authorName(ctx, tx)) || "API";
  const row: ResponseRow = {
    ...before,
    name: storable(change.name ?? before.name)
      .replace(/\s+/g, " ")
      .trim(),
    shortcut: (change.shortcut ?? before.shortcut).replace(/^\//, "").toLowerCase(),
    folder: storable(change.folder ?? before.folder)
      .replace(/\s+/g, " ")
      .trim(),
    scope,
    team_id: scope === "team" ? (change.team_id ?? before.team_id) : null,
    owner_id: scope === "private" ? (before.scope === "private" ? before.owner_id : ctx.memberId) : before.owner_id,
    language: change.language === undefined ? before.language : change.language,
    body: change.body ?? before.body,
    body_html: change.body_html ?? before.body_html,
    variants: change.variants ? variantsOf(change.variants, await knownFields(ctx, tx)) : before.variants,
    actions: change.actions ?? before.actions,
    attachment_ids: [...new Set(change.attachment_ids ?? before.attachment_ids)],
    review_at: change.review_at === undefined ? before.review_at : change.review_at,
    updated_by: by,
    state: nextState(ctx, scope, wanted),
  };
  row.proposed_by = row.state === "approved" ? null : ctx.memberId;
  if (!row.name) throw new AppError("validation_failed", "Give the response a name.", { field: "name" });
  if (row.review_at && Number.isNaN(Date.parse(row.review_at)))
    throw new AppError("validation_failed", "This is not a date.", { field: "review_at" });
  checkScope(ctx, row);
  await refuseUnknownTeam(ctx, tx, row.team_id, "team_id");
  if (change.actions) await refuseUnknownActors(ctx, tx, change.actions);
  const pictures = new Set(picturesOf(row));
  row.attachment_ids = row.attachment_ids.filter((id) => !pictures.has(id));
  const { body, body_html, variants, actions, attachment_ids } = row;
  if (scope === "private") return { ...row, approved: null };
  return row.state === "approved"
    ? {
        ...row,
        approved: {
          body,
          body_html,
          variants,
          actions,
          attachment_ids,
          at: ctx.platform.clock.now().toISOString(),
          by,
        },
      }
    : row;
}

function variantsOf(
  input: NonNullable<ResponseInput["variants"]>,
  isField: (name: string) => boolean,
): ResponseRow["variants"] {
  const variants = input.map((one) => ({
    language: one.language,
    ...textsOf(one, isField, `variants.${one.language}`),
  }));
  const twice = variants.find((one, i) => variants.findIndex((other) => sameLanguage(other, one)) !== i);
  if (!twice) return variants;
  throw new AppError("validation_failed", `There are two texts in the language ${twice.language}.`, {
    field: "variants",
  });
}

const sameLanguage = (a: { language: string }, b: { language: string }) =>
  a.language.toLowerCase() === b.language.toLowerCase();

/** What a response does has to be possible when it is saved: a member or team of another workspace is nobody here. */
async function refuseUnknownActors(ctx: Caller, tx: Tx, { assignee_id: member, team_id: team }: Macro): Promise<void> {
  await refuseUnknownTeam(ctx, tx, team ?? null, "actions");
  const there =
    !member ||
    (await tx.row(
      sql`select 1 from members where workspace_id = ${ctx.workspaceId} and id = ${member} and deactivated_at is null`,
    ));
  if (!there) throw new AppError("validation_failed", "There is no such member to assign to.", { field: "actions" });
}

async function refuseUnknownTeam(ctx: Caller, tx: Tx, teamId: string | null, field: string): Promise<void> {
  if (!teamId || (await tx.row(sql`select 1 from teams where workspace_id = ${ctx.workspaceId} and id = ${teamId}`)))
    return;
  throw new AppError("validation_failed", "There is no such team.", { field });
}

/** Approves what is there now; `version` says which text the approver has read. */
export const approveResponse = (ctx: Caller, id: string, version: number | undefined): Promise<CannedResponse> =>
  changeResponse(ctx, id, { state: "approved", ...(version === undefined ? {} : { version }) });

/** Takes a proposal back: the text in use is the text again. */
export const discardProposal = (ctx: Caller, id: string): Promise<CannedResponse> =>
  saving(ctx, undefined, async (tx) => {
    const row = await getResponse(ctx, tx, id, true);
    if (!row.approved || row.state === "approved")
      throw new AppError("conflict", "There is no change waiting to be approved.");
    if (!mayApprove(ctx) && row.updated_by !== (await authorName(ctx, tx)))
      throw new AppError("forbidden", "Only who proposed this change, or who may approve it, can discard it.");
    const { body, body_html, variants, actions, attachment_ids } = row.approved;
    const texts = { body, body_html, variants, actions, attachment_ids };
    const back = { ...row, ...texts, state: "approved" as const, proposed_by: null };
    await writeResponse(ctx, tx, back, false);
    await holdFiles(ctx, tx, back);
    emit(ctx, tx, { type: "response.updated", data: { response_id: id, fields: ["state"] } });
    return showOne(ctx, tx, id);
  });

/** Gone from every list; can be brought back for thirty days. */
export const removeResponse = (ctx: Caller, id: string): Promise<void> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const row = await getResponse(ctx, tx, id, true);
    if (!mayEdit(ctx, row))
      throw new AppError("forbidden", "Deleting shared responses needs the permission settings.canned_responses.");
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
    if (!mayEdit(ctx, row))
      throw new AppError("forbidden", "Bringing it back needs the permission settings.canned_responses.");
    emit(ctx, tx, { type: "response.created", data: { response_id: id } });
    return showOne(ctx, tx, id);
  });

export async function showOne(ctx: Caller, tx: Tx, id: string): Promise<CannedResponse> {
  return responseView(ctx, await getResponse(ctx, tx, id), await filesOf(ctx, tx, id));
}

async function saving<T>(ctx: Caller, shortcut: string | undefined, work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await ctx.platform.db.inWorkspace(ctx.workspaceId, work);
  } catch (error) {
    if (!isUniqueViolation(error, "responses_by_shortcut")) throw error;
    throw shortcutTaken((shortcut ?? "").replace(/^\//, ""));
  }
}
