/**
 * What is typed between the key of an action and the field that the action opens: a field out of sight has the focus meanwhile and
 * takes it, so that no letter is lost, or taken for the key of another action ("A" and a name on a slow machine resolved, moved, replied).
 */
import { isTyping } from "./typing.ts";

/** Actions whose key opens something to type in. */
const opening: ReadonlySet<string> = new Set([
  "reply",
  "note",
  "forward",
  "assign",
  "transfer",
  "tag",
  "status",
  "priority",
  "snooze",
  "merge",
  "new",
  "search",
  "palette",
]);

/** Milliseconds; without a field by then, none comes. */
const patience = 5000;

type Caught = { field: HTMLTextAreaElement; before: Element | null; stop: () => void };
let caught: Caught | null = null;

/** Before the action runs. */
export function catchEarly(id: string, label: string): void {
  if (!opening.has(id)) return;
  const before = focusedBefore();
  caught?.stop();
  const field = document.createElement("textarea");
  field.className = "sr-only";
  field.ariaLabel = label;
  const stop = () => {
    removeEventListener("focusin", onFocus);
    clearTimeout(timer);
    field.remove();
    if (caught?.field === field) caught = null;
  };
  const onFocus = ({ target }: FocusEvent) => {
    if (target === field) return;
    const text = isTyping(target) ? field.value : "";
    stop();
    // After the commit that brought the field. Deprecated in name only: nothing else types so that a field and its undo know.
    if (text) queueMicrotask(() => document.execCommand("insertText", false, text));
  };
  const giveUp = () => {
    stop();
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  };
  const timer = setTimeout(giveUp, patience);
  field.addEventListener("keydown", ({ key }) => key === "Escape" && giveUp());
  document.body.append(field);
  field.focus({ preventScroll: true });
  addEventListener("focusin", onFocus);
  caught = { field, before, stop };
}

/** What had the focus as the person sees it. */
export const focusedBefore = (): Element | null =>
  caught && document.activeElement === caught.field ? caught.before : document.activeElement;
