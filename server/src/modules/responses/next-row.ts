/** What a response is after a change: the row, with what is wrong with it refused. */
import type { Macro, ResponseChange, ResponseInput } from "@omniflow/contract";
import { AppError } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { authorName, storable } from "../conversations/index.ts";
import { knownFields, textsOf } from "./body.ts";
import { picturesOf } from "./files.ts";
import type { ResponseRow } from "./queries.ts";
import { checkScope, nextState } from "./rules.ts";

/** The row after a change; a text that is approved with it is kept as what is in use. */
export async function nextRow(
  ctx: Caller,
  tx: Tx,
  before: ResponseRow,
  change: ResponseChange,
  wanted: ResponseRow["state"] | undefined,
): Promise<ResponseRow> {
  const scope = change.scope ?? before.scope;
  const by = (await authorName(ctx, tx)) || "API";
  // Whoever only decides about a text has not written it.
  const decides = Object.keys(change).every((field) => field === "state");
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
    updated_by: decides ? before.updated_by : by,
    state: nextState(ctx, scope, wanted),
  };
  const proposer = decides ? (before.proposed_by ?? ctx.memberId) : ctx.memberId;
  row.proposed_by = row.state === "approved" ? null : proposer;
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

export const sameLanguage = (a: { language: string }, b: { language: string }) =>
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
