/** Transfer: hands a conversation to a member or a team together with a note that says why; one action, taken back as one. */
import type { Conversation, TransferInput } from "@omniflow/contract";
import { AppError } from "../../../errors.ts";
import type { Caller } from "../../../platform/context.ts";
import { newId } from "../../../platform/uuid.ts";
import { allowChange, applyChange, getRow } from "../change.ts";
import { addNote } from "../notes.ts";
import { lockConversation, versionConflict } from "../scope.ts";
import { keep, noteAction } from "./note.ts";
import { allowNote } from "./perform.ts";

export async function transferConversation(
  ctx: Caller,
  id: string,
  input: TransferInput,
): Promise<Conversation & { action_id: string | null; note_id: string | null }> {
  if (Boolean(input.assignee_id) === Boolean(input.team_id))
    throw new AppError("validation_failed", "Say who takes it: a member (assignee_id) or a team (team_id).", {
      field: "assignee_id",
    });
  // A team takes it as nobody's, so that it shows in its queue.
  const change = input.assignee_id
    ? { assignee_id: input.assignee_id }
    : { team_id: input.team_id!, assignee_id: null };
  allowChange(ctx, change);
  if (input.note !== undefined) allowNote(ctx);
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const before = await lockConversation(ctx, tx, id);
    if (input.version !== undefined && input.version !== before.version) throw versionConflict();
    const noteId = input.note === undefined ? null : newId();
    // The note first: whoever it is handed to reads it with the assignment.
    if (noteId) await addNote(ctx, tx, before, noteId, { text: input.note, mentions: input.mentions });
    const after = await applyChange(ctx, tx, before, change);
    const left = { ...keep(after), ...(noteId ? { note_id: noteId } : {}) };
    const note = input.note === undefined ? {} : { note: input.note };
    const actionId = ctx.memberId ? await noteAction(ctx, tx, { ...change, ...note }, keep(before), left, id) : null;
    return { ...(await getRow(ctx, tx, id)), action_id: actionId, note_id: noteId };
  });
}
