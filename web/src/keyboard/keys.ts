/**
 * From key presses to names, and from presses to chords: pure. A name is `mod+k`, `shift+enter`, `?`, `r`; a chord is
 * names with a space between: `g i`. `mod` is Cmd on a Mac and Ctrl elsewhere.
 */
export type Press = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

export const isMac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);
export const CHORD_MS = 1200;

/** The name of a press, or null for a bare modifier. */
export function pressName(press: Press, mac = isMac): string | null {
  if (["Control", "Shift", "Alt", "Meta", "AltGraph", "Dead", "Process"].includes(press.key)) return null;
  const key = keyOf(press);
  const printable = [...key].length === 1;
  const parts: string[] = [];
  if (mac ? press.metaKey : press.ctrlKey) parts.push("mod");
  if (mac ? press.ctrlKey : press.metaKey) parts.push(mac ? "ctrl" : "meta");
  if (press.altKey) parts.push("alt");
  // Shift is already in "?" and the like; for letters and named keys it is said.
  if (press.shiftKey && (!printable || /\p{L}/u.test(key))) parts.push("shift");
  return [...parts, key].join("+");
}

/** On a keyboard of another script (Cyrillic, Greek …) the place of the key counts, so that R is still R. */
function keyOf(press: Press): string {
  const key = press.key === " " ? "space" : press.key.toLowerCase();
  const latin = /^[\x20-\x7e]$/.test(key) || key.length > 1;
  const place = /^Key([A-Z])$/.exec(press.code);
  return !latin && place ? place[1]!.toLowerCase() : key;
}

export type Chord = { typed: string; at: number };
export type Step = { fire: string | null; chord: Chord | null };

/**
 * One press against the bound sequences. `fire` is the sequence that is complete; `chord` what has been typed of a longer
 * one. A press that continues nothing starts anew.
 */
export function step(chord: Chord | null, name: string, at: number, bound: ReadonlySet<string>): Step {
  const going = chord && at - chord.at <= CHORD_MS ? chord.typed : null;
  for (const typed of going ? [`${going} ${name}`, name] : [name]) {
    if (bound.has(typed)) return { fire: typed, chord: null };
    for (const sequence of bound) if (sequence.startsWith(`${typed} `)) return { fire: null, chord: { typed, at } };
  }
  return { fire: null, chord: null };
}

const symbols: Record<string, string> = {
  shift: "⇧",
  enter: "↵",
  escape: "Esc",
  arrowup: "↑",
  arrowdown: "↓",
  arrowleft: "←",
  arrowright: "→",
  backspace: "⌫",
  space: "Space",
  delete: "Del",
};

/** What is drawn on the caps: `mod+k` → ["Ctrl", "K"], `g i` → ["G", "I"]. */
export function keyCaps(keys: string, mac = isMac): string[] {
  return keys.split(" ").flatMap((press) =>
    (press === "+" ? ["+"] : press.split("+")).map((part) => {
      if (part === "mod") return mac ? "⌘" : "Ctrl";
      if (part === "alt") return mac ? "⌥" : "Alt";
      return symbols[part] ?? (part.length === 1 ? part.toUpperCase() : part);
    }),
  );
}

/** The value of `aria-keyshortcuts`. */
export function ariaKeys(keys: string, mac = isMac): string {
  return keys.replaceAll("mod", mac ? "Meta" : "Control");
}
