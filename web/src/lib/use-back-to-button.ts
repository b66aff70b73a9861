/** Where a value becomes an input and a value again: the focus goes back to it when the input was closed by a key. */
import { type RefObject, useEffect, useRef } from "react";

type BackToButton = { button: RefObject<HTMLButtonElement | null>; byKey: RefObject<boolean> };

/** @returns a ref for the button, and one that is set to true before the input goes because of a key */
export function useBackToButton(open: boolean): BackToButton {
  const button = useRef<HTMLButtonElement>(null);
  const byKey = useRef(false);
  useEffect(() => {
    if (open || !byKey.current) return;
    byKey.current = false;
    button.current?.focus();
  }, [open]);
  return { button, byKey };
}
