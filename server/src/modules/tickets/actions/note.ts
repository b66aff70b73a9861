/** What an undo needs to know: the state before and after, of the fields it gives back. */
import { undoMinutes } from "@omniflow/contract";
import type { Caller } from "../../../platform/context.ts";
import { sql, type Tx } from "../../../platform/db.ts";
import { newId } from "../../../platform/uuid.ts";
import type { TicketState } from "../scope.ts";

/** The fields an undo gives back. */
export const undoable = [
  "title",
  "description",
  "description_text",
  "status",
  "status_id",
  "priority",
  "type_id",
  "contact_id",
  "assignee_member_id",
  "assignee_agent_id",
  "team_id",
  "tags",
  "custom_fields",
  "deleted_at",
] as const;
export type Undoable = Pick<TicketState, (typeof undoable)[number]>;

export const keep = (state: TicketState): Undoable =>
  Object.fromEntries(undoable.map((field) => [field, state[field]])) as Undoable;

/** Notes a single change as an action of one, so that it can be undone like any other. */
export async function noteAction(
  ctx: Caller,
  tx: Tx,
  change: object,
  before: Undoable,
  after: Undoable,
  ticketId: string,
): Promise<string> {
  const id = newId();
  await tx.run(sql`insert into ticket_actions (workspace_id, id, member_id, actor_id, change, state, total, done, undo_until)
    values (${ctx.workspaceId}, ${id}, ${ctx.memberId}, ${ctx.actor.id}, ${JSON.stringify(change)}, 'done', 1, 1, now() + make_interval(mins => ${undoMinutes}))`);
  await tx.run(sql`insert into ticket_action_items (workspace_id, action_id, ticket_id, state, before, after)
    values (${ctx.workspaceId}, ${id}, ${ticketId}, 'done', ${JSON.stringify(before)}, ${JSON.stringify(after)})`);
  return id;
}
