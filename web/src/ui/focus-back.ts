/** Where the focus goes when a dialog closes: to where it was. Radix only knows the way to a trigger, and ours have none. */
import { useRef } from "react";
import { focusedBefore } from "../keyboard/early.ts";

export function useFocusBack(open: boolean): (event: Event) => void {
  const before = useRef<Element | null>(null);
  const was = useRef(false);
  // While rendering: a field inside takes the focus before any effect runs.
  if (open && !was.current) before.current = focusedBefore();
  was.current = open;
  return (event) => {
    event.preventDefault();
    // What opened in the moment between (the palette after the list of keys) has it, and keeps it.
    if (document.activeElement && document.activeElement !== document.body) return;
    const at = before.current;
    // The item of a menu is gone by now; the page itself is the next best.
    const to = at instanceof HTMLElement && at.isConnected && at !== document.body ? at : null;
    (to ?? document.getElementById("content"))?.focus({ preventScroll: true });
  };
}
