/** What an undo needs to know: the state before and after, of the fields it gives back. */
import { undoMinutes } from "@omniflow/contract";
import type { Caller } from "../../../platform/context.ts";
import { sql, type Tx } from "../../../platform/db.ts";
import { newId } from "../../../platform/uuid.ts";
import type { ConversationState } from "../scope.ts";
import type { TicketLeft } from "./tickets.ts";

/** The fields an undo gives back. */
export const undoable = [
  "status",
  "folder",
  "priority",
  "subject",
  "assignee_member_id",
  "assignee_agent_id",
  "team_id",
  "tags",
  "snoozed_until",
] as const;
export type Undoable = Pick<ConversationState, (typeof undoable)[number]>;

/** What else an action left behind. */
export type After = Undoable & {
  note_id?: string;
  following?: boolean;
  read_before?: string | null;
  ticket?: TicketLeft;
};

export const keep = (state: ConversationState): Undoable =>
  Object.fromEntries(undoable.map((field) => [field, state[field]])) as Undoable;

/** Notes a single change as an action of one, so that it can be undone like any other. */
export async function noteAction(
  ctx: Caller,
  tx: Tx,
  change: object,
  before: Undoable,
  after: After,
  conversationId: string,
): Promise<string> {
  const id = newId();
  await tx.run(sql`insert into actions (workspace_id, id, member_id, actor_type, actor_id, change, state, total, done, undo_until)
    values (${ctx.workspaceId}, ${id}, ${ctx.memberId}, ${ctx.actor.type}, ${ctx.actor.id}, ${JSON.stringify(change)}, 'done', 1, 1, now() + make_interval(mins => ${undoMinutes}))`);
  await tx.run(sql`insert into action_items (workspace_id, action_id, conversation_id, state, before, after)
    values (${ctx.workspaceId}, ${id}, ${conversationId}, 'done', ${JSON.stringify(before)}, ${JSON.stringify(after)})`);
  return id;
}
