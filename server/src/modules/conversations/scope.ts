/** Which conversations a caller sees: one condition for lists, counts, reads, realtime and files alike. */

import type { Status } from "@omniflow/contract";
import { AppError, notFound } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { type Sql, sql, type Tx } from "../../platform/db.ts";
import type { Audience } from "../../platform/realtime.ts";

/** Condition on alias `c` of conversations. A mention opens a conversation to whom it names. */
export function visibleTo(ctx: Caller): Sql {
  if (ctx.permissions.has("conversations.view_all")) return sql`true`;
  const mine = sql`c.assignee_member_id = ${ctx.memberId}::uuid or exists (select 1 from mentions seen
    where seen.workspace_id = c.workspace_id and seen.conversation_id = c.id and seen.member_id = ${ctx.memberId}::uuid)`;
  if (ctx.permissions.has("conversations.view_team"))
    return sql`(c.team_id is null or c.team_id = any(${[...ctx.teamIds]}::uuid[]) or ${mine})`;
  if (ctx.permissions.has("conversations.view_assigned")) return sql`(${mine})`;
  return sql`false`;
}

export const viewPermissions = [
  "conversations.view_all",
  "conversations.view_team",
  "conversations.view_assigned",
] as const;

/** A conversation as verbs change it. */
export type ConversationState = {
  id: string;
  contact_id: string;
  subject: string;
  status: Status;
  folder: "inbox" | "spam" | "trash";
  priority: "low" | "normal" | "high" | "urgent";
  channel: string;
  assignee_member_id: string | null;
  assignee_agent_id: string | null;
  team_id: string | null;
  tags: string[];
  snoozed_until: Date | null;
  wake_on_reply: boolean;
  merged_into: string | null;
  version: number;
};

/** The contact as one reads it: the one it was merged into, if it was. */
const contactOf = sql`coalesce((select sp.merged_into from contacts sp where sp.workspace_id = c.workspace_id and sp.id = c.contact_id), c.contact_id)`;

const stateColumns = sql`c.id, ${contactOf} as contact_id, c.subject, c.status, c.folder, c.priority, c.channel, c.assignee_member_id, c.assignee_agent_id,
  c.team_id, c.tags, c.snoozed_until, c.wake_on_reply, c.merged_into, c.version`;

/** The conversation, locked for this transaction. @throws not_found when it is not there or not the caller's to see. */
export async function lockConversation(ctx: Caller, tx: Tx, id: string): Promise<ConversationState> {
  const row = await tx.row<ConversationState>(sql`select ${stateColumns} from conversations c
    where c.workspace_id = ${ctx.workspaceId} and c.id = ${id} and ${visibleTo(ctx)} for no key update`);
  if (!row) throw notFound("conversation");
  return row;
}

export async function requireVisible(ctx: Caller, tx: Tx, id: string): Promise<void> {
  const row = await tx.row(
    sql`select 1 from conversations c where c.workspace_id = ${ctx.workspaceId} and c.id = ${id} and ${visibleTo(ctx)}`,
  );
  if (!row) throw notFound("conversation");
}

/** Those of `ids` the caller sees. */
export const filterVisible = async (ctx: Caller, tx: Tx, ids: string[]): Promise<string[]> =>
  (
    await tx.rows<{ id: string }>(sql`select c.id from conversations c
      where c.workspace_id = ${ctx.workspaceId} and c.id = any(${ids}::uuid[]) and ${visibleTo(ctx)}`)
  ).map((row) => row.id);

/** Whoever sees it now or saw it before the change may learn that it changed. */
export const audienceOf = (...states: { team_id: string | null; assignee_member_id: string | null }[]): Audience => ({
  teamIds: states.map((s) => s.team_id),
  memberIds: states.map((s) => s.assignee_member_id),
});

export const versionConflict = () =>
  new AppError(
    "version_conflict",
    "Someone changed this conversation meanwhile. Look at the new state and try again.",
    { field: "version" },
  );
