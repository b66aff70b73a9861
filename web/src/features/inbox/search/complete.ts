/** Operators of the search while they are typed: which word the caret is in, what may follow, and the text after choosing. Pure. */

/** In the order of the hint row. */
export const operators = [
  "from:",
  "to:",
  "status:",
  "tag:",
  "assignee:",
  "team:",
  "channel:",
  "before:",
  "after:",
  "has:attachment",
  "is:unread",
] as const;

export type Word = { start: number; end: number; text: string };

/** The word round the caret; a quoted value belongs to its operator: `tag:"big fish"` is one word. */
export function wordAt(text: string, caret: number): Word {
  for (const match of text.matchAll(/(?:[^\s"]*"[^"]*"?|[^\s"]+)+/g)) {
    const start = match.index;
    const end = start + match[0].length;
    if (caret >= start && caret <= end) return { start, end, text: match[0] };
  }
  return { start: caret, end: caret, text: "" };
}

/** What is known by name, for completion. */
export type Known = {
  statuses: readonly string[];
  tags: readonly string[];
  members: readonly string[];
  teams: readonly string[];
  channels: readonly string[];
};

const valuesOf = (operator: string, known: Known): readonly string[] => {
  switch (operator) {
    case "status":
      return known.statuses;
    case "tag":
      return known.tags;
    case "assignee":
      return ["me", "none", ...known.members];
    case "team":
      return ["mine", ...known.teams];
    case "channel":
      return known.channels;
    case "priority":
      return ["urgent", "high", "normal", "low"];
    case "has":
      return ["attachment"];
    case "is":
      return ["unread", "read", "snoozed", "followed", "unassigned", "open", "pending", "on-hold", "resolved"];
    default:
      return [];
  }
};

const fold = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

const most = 8;

/** Whole words that may stand in place of `word`: values after an operator, operators for a bare beginning. */
export function suggestions(word: string, known: Known): string[] {
  const minus = word.startsWith("-") ? "-" : "";
  const bare = word.slice(minus.length);
  const colon = bare.indexOf(":");
  if (colon < 0) {
    if (bare.length < 2) return [];
    return operators.filter((one) => one.startsWith(bare.toLowerCase())).map((one) => minus + one);
  }
  const operator = bare.slice(0, colon).toLowerCase();
  const begun = fold(bare.slice(colon + 1).replaceAll('"', ""));
  const fits = valuesOf(operator, known).filter((value) =>
    fold(value)
      .split(/\s+/)
      .some((_part, index, parts) => parts.slice(index).join(" ").startsWith(begun)),
  );
  const exact = fits.length === 1 && fold(fits[0]!) === begun;
  return exact ? [] : fits.slice(0, most).map((value) => `${minus}${operator}:${quoted(value)}`);
}

export const quoted = (value: string): string => (/\s/.test(value) ? `"${value.replaceAll('"', "")}"` : value);

/** The text with `word` replaced, and where the caret goes: behind it, with a space unless a value has to follow. */
export function complete(text: string, word: Word, chosen: string): { text: string; caret: number } {
  const gap = chosen.endsWith(":") || /^\s/.test(text.slice(word.end)) ? "" : " ";
  const next = text.slice(0, word.start) + chosen + gap + text.slice(word.end);
  return { text: next, caret: word.start + chosen.length + (chosen.endsWith(":") ? 0 : 1) };
}

/** A hint chosen by mouse: appended as a new word. */
export function append(text: string, operator: string): { text: string; caret: number } {
  const before = text.trim() === "" ? "" : `${text.trimEnd()} `;
  const next = before + operator + (operator.endsWith(":") ? "" : " ");
  return { text: next, caret: next.length };
}

/** The newest first, each once, some. */
export function remember(recent: readonly string[], text: string, keep = 8): string[] {
  const entry = text.trim();
  if (entry.length < 2) return [...recent];
  return [entry, ...recent.filter((one) => one.toLowerCase() !== entry.toLowerCase())].slice(0, keep);
}
