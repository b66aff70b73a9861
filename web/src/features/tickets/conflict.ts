/** Which fields of a change somebody else has changed too since it was begun. Pure. */
import type { Ticket, TicketChange, TicketDetail } from "@omniflow/contract";

type Known = Ticket | TicketDetail;

/** A field of a change as the ticket holds it. */
function heldAs(ticket: Known, field: keyof TicketChange): unknown {
  switch (field) {
    case "assignee_id":
      return ticket.assignee?.id ?? null;
    case "contact_id":
      return ticket.contact?.id ?? null;
    case "type":
      return ticket.type?.id ?? null;
    case "description":
      return "description" in ticket ? ticket.description : undefined;
    default:
      return (ticket as Record<string, unknown>)[field];
  }
}

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

export function conflicts(base: Known, theirs: Known, change: TicketChange): string[] {
  const fields = Object.keys(change).filter((field) => field !== "version") as (keyof TicketChange)[];
  return fields.flatMap((field) => {
    if (field === "custom_fields") {
      const keys = Object.keys(change.custom_fields ?? {});
      return keys
        .filter((key) => !same(base.custom_fields[key], theirs.custom_fields[key]))
        .map((key) => `custom.${key}`);
    }
    return same(heldAs(base, field), heldAs(theirs, field)) ? [] : [field];
  });
}
