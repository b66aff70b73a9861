/**
 * The one list of what can be done here and now. Tooltips, the `?` sheet and the palette are drawn from it, and every
 * shortcut is looked up in it. The last registered action of an id wins, until it leaves the screen.
 */
import { createStore } from "../lib/store.ts";
import { keysOf } from "./catalogue.ts";
import { catchEarly } from "./early.ts";
import { type Chord, pressName, step } from "./keys.ts";
import { isTyping } from "./typing.ts";

export type Action = {
  /** Its keys are those of `catalogue.ts`, or what the member chose instead. */
  id: string;
  /** As shown: "Resolve". */
  label: string;
  /** Heading in the sheet and the palette. */
  group?: string | undefined;
  run: () => void;
  /** Whether it can be done now. Left out: always. */
  when?: (() => boolean) | undefined;
  /** Also while the person types (send, close). Only for keys with a modifier, and Escape. */
  whileTyping?: boolean | undefined;
  /** Bound to its key but not listed in the palette (J, K, Escape). */
  unlisted?: boolean | undefined;
  /** Set by `useAction`: the dialog this belongs to; 0 is the page. */
  layer?: number;
};

export const actions = createStore<readonly Action[]>([]);
/** Open dialogs, innermost last. Only the last one's actions answer to keys. */
export const layers = createStore<readonly number[]>([]);

export function register(action: Action): () => void {
  actions.set((now) => [...now, action]);
  return () => actions.set((now) => now.filter((one) => one !== action));
}

/** The current action of an id. */
export function findAction(id: string): Action | undefined {
  return actions.get().findLast((one) => one.id === id);
}

/** What can be done now, one per id, in the order of registration. */
export function availableActions(): Action[] {
  const byId = new Map<string, Action>();
  for (const action of actions.get()) byId.set(action.id, action);
  return [...byId.values()].filter((action) => action.when?.() ?? true);
}

export function runAction(id: string): void {
  const action = findAction(id);
  if (action && (action.when?.() ?? true)) action.run();
}

type Target = { typing: boolean; owned: boolean };

/** Where a press goes. `owned`: an open menu or list box takes letters itself. Exported for the test. */
export function handlePress(event: KeyboardEvent, target: Target, chord: Chord | null, now: number) {
  const name = pressName(event);
  if (!name || event.defaultPrevented || event.isComposing || target.owned) return { action: null, chord: null };
  const layer = layers.get().at(-1) ?? 0;
  const usable = availableActions().filter(
    (action) => (action.layer ?? 0) === layer && (!target.typing || action.whileTyping === true),
  );
  const bound = new Map(usable.flatMap((action) => keysOf(action.id).map((keys) => [keys, action] as const)));
  const next = step(chord, name, now, new Set(bound.keys()));
  return { action: next.fire ? bound.get(next.fire)! : null, chord: next.chord };
}

/**
 * The action a press in a text editor stands for, for editors that keep keys to themselves. Sending is the editor's own, also
 * where nothing else is registered.
 */
export function typedAction(event: KeyboardEvent): string | null {
  if (keysOf("send").includes(pressName(event) ?? "")) return "send";
  return handlePress(event, { typing: true, owned: false }, null, 0).action?.id ?? null;
}

/** Starts listening; returns the way to stop. */
export function listenToKeys(): () => void {
  let chord: Chord | null = null;
  const onKey = (event: KeyboardEvent) => {
    const at = event.target;
    const owned = at instanceof Element && at.closest("[role=menu],[role=listbox]") !== null;
    const found = handlePress(event, { typing: isTyping(at), owned }, chord, Date.now());
    chord = found.chord;
    if (!found.action) return;
    // Enter and Space on a focused button or link belong to it.
    if (at instanceof HTMLElement && ["Enter", " "].includes(event.key) && at.closest("a,button,summary")) return;
    event.preventDefault();
    catchEarly(found.action.id, found.action.label);
    found.action.run();
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}
