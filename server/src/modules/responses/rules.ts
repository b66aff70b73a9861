/** Who sees, inserts, changes and approves a response. One's own always; shared ones by team and permission. */
import type { ResponseScope, ResponseState } from "@omniflow/contract";
import { AppError } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { type Sql, sql } from "../../platform/db.ts";

export const usePermissions = ["conversations.reply", "conversations.note", "settings.canned_responses"] as const;

type Whose = { scope: ResponseScope; owner_id: string | null; team_id: string | null };

export const mayApprove = (ctx: Caller): boolean => ctx.permissions.has("settings.canned_responses");

/** Condition on alias `r` of responses: those the caller sees. Whoever manages them sees every shared one. */
export const visibleResponse = (ctx: Caller): Sql => sql`(r.scope = 'workspace'
  or (r.scope = 'private' and r.owner_id = ${ctx.memberId}::uuid)
  or (r.scope = 'team' and (${mayApprove(ctx)} or r.team_id = any(${[...ctx.teamIds]}::uuid[]))))`;

/** Condition on alias `r`: what was never approved is no shared text yet. */
export const insertable: Sql = sql`(r.scope = 'private' or r.approved is not null)`;

/** Everything about it: one's private ones, a shared draft one began, all shared ones for whoever approves. */
export const mayEdit = (ctx: Caller, response: Whose & { approved: unknown }): boolean =>
  response.scope === "private"
    ? response.owner_id === ctx.memberId
    : mayApprove(ctx) || (response.owner_id !== null && response.owner_id === ctx.memberId && !response.approved);

/** Fields a proposal may touch: what is then compared and approved. */
export const proposedFields = new Set([
  "body",
  "body_html",
  "variants",
  "actions",
  "state",
  "version",
  "attachment_ids",
]);

/** Which state a save leads to. Without the right to approve, a shared text is a draft or waits for review. */
export function nextState(ctx: Caller, scope: ResponseScope, wanted: ResponseState | undefined): ResponseState {
  if (scope === "private") return "approved";
  if (mayApprove(ctx)) return wanted ?? "approved";
  if (wanted === "approved")
    throw new AppError(
      "forbidden",
      "Approving needs the permission “approve canned responses”. Submit it for review.",
      {
        field: "state",
        permissions: ["settings.canned_responses"],
      },
    );
  return wanted ?? "draft";
}

/** @throws for a scope that is not the caller's to share with. */
export function checkScope(ctx: Caller, { scope, team_id }: { scope: ResponseScope; team_id: string | null }): void {
  if (scope === "private" && !ctx.memberId)
    throw new AppError(
      "validation_failed",
      "An API key has no private responses; share it with a team or the workspace.",
      {
        field: "scope",
      },
    );
  if (scope === "team" && !team_id)
    throw new AppError("validation_failed", "Choose the team to share with.", { field: "team_id" });
  if (scope === "team" && !mayApprove(ctx) && !ctx.teamIds.includes(team_id!))
    throw new AppError("forbidden", "You can share responses with teams you are in.", { field: "team_id" });
}
