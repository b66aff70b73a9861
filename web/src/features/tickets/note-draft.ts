/** A note that is not written yet stays where it was begun: leaving the page, or the browser, loses nothing. */
import { useState } from "react";

const keyOf = (ticketId: string) => `omniflow.ticket-note.${ticketId}`;

export function useNoteDraft(ticketId: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => localStorage.getItem(keyOf(ticketId)) ?? "");
  const change = (next: string) => {
    setText(next);
    if (next) localStorage.setItem(keyOf(ticketId), next);
    else localStorage.removeItem(keyOf(ticketId));
  };
  return [text, change];
}
