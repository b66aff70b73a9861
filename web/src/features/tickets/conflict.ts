/** Which fields of a change somebody else has changed too since it was begun. Pure. */
import type { Ticket, TicketChange, TicketDetail } from "@omniflow/contract";

type Known = Ticket | TicketDetail;

/** A field of a change as the ticket holds it. */
export function heldAs(ticket: Known, field: keyof TicketChange): unknown {
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

/** A picture is the same under an address that was signed anew. */
const written = (value: unknown) =>
  JSON.stringify(value ?? null).replace(/(\/api\/v1\/files\/[\w-]{36})[^"\\]*/g, "$1");
const same = (a: unknown, b: unknown) => written(a) === written(b);

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
