/** The columns of the board, and where a card may go from one. Pure. */
import type { Ticket, TicketOwnStatus, TicketSettings, TicketStatus } from "@omniflow/contract";
import type { TicketFilter } from "../../api/tickets.ts";

/** `status_id`: the workspace's own status; null is the category itself; undefined: the category with all its own statuses. */
export type Column = { key: string; status: TicketStatus; status_id: string | null | undefined; name: string };
export type Place = Pick<Ticket, "status" | "status_id">;

export const statusOrder: readonly TicketStatus[] = ["open", "in_progress", "waiting", "resolved", "closed"];

/** Own statuses stand behind their category, or are shown in its column. */
export function columnsOf(
  own: readonly TicketOwnStatus[],
  apart: boolean,
  nameOf: (status: TicketStatus) => string,
): Column[] {
  return statusOrder.flatMap((status): Column[] => {
    const mine = apart ? own.filter((one) => one.category === status && !one.archived) : [];
    const first: Column = { key: status, status, status_id: mine.length ? null : undefined, name: nameOf(status) };
    return [first, ...mine.map((one) => ({ key: one.id, status, status_id: one.id, name: one.name }))];
  });
}

/** Whether a ticket stands in a column; an archived status counts as its category. */
export const standsIn = (place: Place, column: Column, own: readonly TicketOwnStatus[]): boolean =>
  place.status === column.status &&
  (column.status_id === undefined ||
    (own.some((one) => one.id === place.status_id && !one.archived) ? place.status_id : null) === column.status_id);

/** Where a card lands that is put into a column. */
export const placeIn = (column: Column): Place => ({ status: column.status, status_id: column.status_id ?? null });

/** As the server decides it: a status that the table of moves does not name may go anywhere. */
export function mayMove(from: Place, to: Place, moves: TicketSettings["moves"] | undefined): boolean {
  const [here, there] = [from.status_id ?? from.status, to.status_id ?? to.status];
  const allowed = moves?.[here];
  return here === there || !allowed || allowed.includes(there);
}

/** The board has every status as a column, so a view of one status shows its other columns too. */
export function columnFilter(filter: TicketFilter, { status, status_id }: Column): TicketFilter {
  const { view, ...rest } = filter;
  const within = view === "mine" ? { assignee_id: "me" } : view === "unassigned" ? { assignee_id: "none" } : {};
  const kept = view === "team" || view === "followed" || view === "deleted" ? { view } : {};
  return {
    ...rest,
    ...within,
    ...kept,
    status,
    ...(status_id === undefined ? {} : { status_id: status_id ?? "none" }),
  };
}
