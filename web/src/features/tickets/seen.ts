/**
 * The ticket as it stood when somebody began to write in one of its fields. What they save is compared with that, not with what has
 * come in since: otherwise the newest version would carry their words over somebody else's.
 */
import type { TicketDetail } from "@omniflow/contract";
import { type FocusEvent, useRef } from "react";

const isText = (target: EventTarget) =>
  target instanceof Element && target.matches('input:not([type="checkbox"]), textarea, [contenteditable="true"]');

export function useSeen() {
  const begun = useRef<TicketDetail | null>(null);
  return {
    of: (ticket: TicketDetail): TicketDetail => (begun.current?.id === ticket.id ? begun.current : ticket),
    /** On the page itself: a field saves before its blur arrives here. */
    watch: (ticket: TicketDetail) => ({
      onFocus: (event: FocusEvent) => {
        if (isText(event.target)) begun.current = ticket;
      },
      onBlur: () => {
        begun.current = null;
      },
    }),
  };
}
