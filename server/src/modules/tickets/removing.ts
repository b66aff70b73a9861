/** Deleting a ticket is putting it aside: its number stays its own, nothing is lost, and it can be restored. */
import type { Ticket } from "@omniflow/contract";
import { AppError } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import type { Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { keep, noteAction } from "./actions/note.ts";
import { writeTicket } from "./change.ts";
import { about, audienceOf, lockTicket, type TicketState } from "./scope.ts";
import { getTicketRow } from "./views.ts";

/** @returns the ticket, and the action by which a member can undo it. */
export const removeTicket = (
  ctx: Caller,
  id: string,
  deleted: boolean,
): Promise<Ticket & { action_id: string | null }> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const before = await lockTicket(ctx, tx, id);
    if (before.merged_into) throw new AppError("conflict", "This ticket is merged into another. Undo the merge first.");
    const after = await setDeleted(ctx, tx, before, deleted);
    const actionId =
      ctx.memberId && after !== before ? await noteAction(ctx, tx, { deleted }, keep(before), keep(after), id) : null;
    return { ...(await getTicketRow(ctx, tx, id)), action_id: actionId };
  });

/** @returns the same state when nothing is to be done. */
export async function setDeleted(ctx: Caller, tx: Tx, before: TicketState, deleted: boolean): Promise<TicketState> {
  if ((before.deleted_at !== null) === deleted) return before;
  const after = { ...before, deleted_at: deleted ? ctx.platform.clock.now() : null };
  await writeTicket(ctx, tx, after);
  tellDeleted(ctx, tx, after);
  return after;
}

export const tellDeleted = (ctx: Caller, tx: Tx, ticket: TicketState): void =>
  emit(ctx, tx, {
    type: ticket.deleted_at ? "ticket.deleted" : "ticket.restored",
    data: about(ticket),
    ticketId: ticket.id,
    contactId: ticket.contact_id ?? undefined,
    audience: audienceOf(ticket),
  });
