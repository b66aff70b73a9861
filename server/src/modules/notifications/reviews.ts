/** Who is told about canned responses: approvers of what waits, owner and approvers of what is due, the proposer of what was approved or not. */
import { type NotificationKind, rolePermissions, roles } from "@omniflow/contract";
import type { Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import type { ReactionPayload } from "../../platform/events.ts";

export const reviewKinds: Readonly<Record<string, NotificationKind>> = {
  "response.submitted": "review_wanted",
  "response.review_due": "review_due",
  "response.approved": "review_done",
  "response.returned": "review_returned",
};

const approvingRoles = roles.filter((role) => rolePermissions[role].includes("settings.canned_responses"));

export type Reviewer = { member_id: string; kind: NotificationKind; actor_name: string; text: string };

export async function whoReviews(ctx: Context, tx: Tx, event: ReactionPayload["events"][number]): Promise<Reviewer[]> {
  const kind = reviewKinds[event.type]!;
  const row = await tx.row<{
    name: string;
    scope: string;
    owner_id: string | null;
    actor_id: string | null;
    actor_name: string | null;
  }>(sql`select r.name, r.scope, r.owner_id, e.actor_id, a.name as actor_name
    from responses r join events e on e.workspace_id = r.workspace_id and e.id = ${event.id}
    left join members a on e.actor_type = 'member' and a.workspace_id = e.workspace_id and a.id = e.actor_id
    where r.workspace_id = ${ctx.workspaceId} and r.id = ${event.data.response_id} and r.deleted_at is null`);
  if (!row) return [];
  const approvers = row.scope === "private" || event.data.proposed_by !== undefined ? [] : await findApprovers(ctx, tx);
  const other = kind === "review_due" ? row.owner_id : event.data.proposed_by;
  return [...new Set([...approvers, other ?? null])]
    .filter((id): id is string => id !== null && id !== row.actor_id)
    .map((member_id) => ({ member_id, kind, actor_name: row.actor_name ?? "", text: "" }));
}

const findApprovers = async (ctx: Context, tx: Tx): Promise<string[]> =>
  (
    await tx.rows<{ id: string }>(sql`select id from members
      where workspace_id = ${ctx.workspaceId} and deactivated_at is null and role = any(${approvingRoles}) limit 200`)
  ).map((row) => row.id);
