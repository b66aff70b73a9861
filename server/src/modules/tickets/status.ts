/** The rules of a ticket's status, as pure decisions: which moves are allowed, and what a customer's answer does. */
import { type TicketSettings, type TicketStatus, ticketStatuses } from "@omniflow/contract";

export type Place = { status: TicketStatus; status_id: string | null };
export type OwnStatus = { id: string; category: TicketStatus; name: string; archived: boolean };
export type Moves = TicketSettings["moves"];

/** What a status is called in the table of moves. */
export const keyOf = ({ status, status_id }: Place): string => status_id ?? status;

/** Where a ticket may go from here: categories and ids of own statuses, without where it is. */
export function allowedMoves(from: Place, own: readonly OwnStatus[], moves: Moves): string[] {
  const all = [...ticketStatuses, ...own.filter((s) => !s.archived).map((s) => s.id)];
  const here = keyOf(from);
  const allowed = moves[here];
  return all.filter((key) => key !== here && (!allowed || allowed.includes(key)));
}

export const canMove = (from: Place, to: Place, own: readonly OwnStatus[], moves: Moves): boolean =>
  keyOf(from) === keyOf(to) || allowedMoves(from, own, moves).includes(keyOf(to));

/**
 * What a customer's answer does: the team waited for it, so it is theirs again; what was resolved is open again when the workspace
 * wants that; what is closed stays closed and is gone on with in a new ticket.
 */
export function afterReply(status: TicketStatus, settings: { reopen_resolved: boolean }): "open" | "follow_up" | null {
  if (status === "waiting") return "open";
  if (status === "resolved") return settings.reopen_resolved ? "open" : null;
  return status === "closed" ? "follow_up" : null;
}

/** When a ticket was resolved and closed, after a move at `now`. */
export function endings(
  before: { resolved_at: Date | null; closed_at: Date | null },
  status: TicketStatus,
  now: Date,
): { resolved_at: Date | null; closed_at: Date | null } {
  if (status === "resolved") return { resolved_at: before.resolved_at ?? now, closed_at: null };
  if (status === "closed") return { resolved_at: before.resolved_at ?? now, closed_at: before.closed_at ?? now };
  return { resolved_at: null, closed_at: null };
}

/** Still to be done. */
export const isActive = (status: TicketStatus): boolean => status !== "resolved" && status !== "closed";
