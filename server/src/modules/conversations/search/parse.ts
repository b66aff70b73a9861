/** What a member types into the search box → words to look for and conditions: `from: to: status: tag: assignee: team: channel: before: after: has: is: "phrase" -word`. */
import type { FilterCondition } from "@omniflow/contract";

export type SearchQuery = {
  /** Every one has to be in a message (or in the subject, or be a part of the contact's name or address). */
  words: string[];
  phrases: string[];
  without: string[];
  /** Part of the sender's name or address. */
  from: string[];
  to: string[];
  /** Conditions on the conversation; names of members and teams are still names. */
  conditions: FilterCondition[];
  assignees: string[];
  teams: string[];
};

const statuses: Record<string, string> = {
  open: "open",
  pending: "pending",
  "on-hold": "on_hold",
  on_hold: "on_hold",
  hold: "on_hold",
  resolved: "resolved",
  closed: "resolved",
};

const token = /(-)?(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))/giu;

export function parseSearch(text: string): SearchQuery {
  const query: SearchQuery = {
    words: [],
    phrases: [],
    without: [],
    from: [],
    to: [],
    conditions: [],
    assignees: [],
    teams: [],
  };
  for (const match of text.slice(0, 300).matchAll(token)) {
    const [whole, minus, name, quoted, bare] = match;
    const value = (quoted ?? bare ?? "").trim();
    if (!value) continue;
    if (name && addOperator(query, name.toLowerCase(), value)) continue;
    // An operator we do not have is text: people search for “http://…” and “error: …” too.
    const plain = name ? whole.replace(/^-/, "").replaceAll('"', "") : value;
    if (minus) query.without.push(plain);
    else if (quoted !== undefined) query.phrases.push(plain);
    else query.words.push(plain);
  }
  return query;
}

function addOperator(query: SearchQuery, name: string, value: string): boolean {
  const add = (condition: FilterCondition) => Boolean(query.conditions.push(condition));
  const lower = value.toLowerCase();
  switch (name) {
    case "from":
      return Boolean(query.from.push(lower));
    case "to":
      return Boolean(query.to.push(lower));
    case "assignee":
      return Boolean(query.assignees.push(lower));
    case "team":
      return Boolean(query.teams.push(lower));
    case "status":
      return statuses[lower] ? add({ field: "status", op: "is", value: statuses[lower] }) : false;
    case "priority":
      return ["low", "normal", "high", "urgent"].includes(lower) && add({ field: "priority", op: "is", value: lower });
    case "tag":
      return add({ field: "tag", op: "has", value });
    case "channel":
      return add({ field: "channel", op: "is", value: lower === "mail" || lower === "e-mail" ? "email" : lower });
    case "before":
    case "after":
      return isDate(value) && add({ field: "last_message_at", op: name, value });
    case "has":
      return /^(attachments?|files?)$/.test(lower) && add({ field: "has_attachment", op: "is", value: true });
    case "is":
      return addState(add, lower);
    default:
      return false;
  }
}

function addState(add: (condition: FilterCondition) => boolean, state: string): boolean {
  if (state === "unread" || state === "snoozed" || state === "followed")
    return add({ field: state, op: "is", value: true });
  if (state === "read") return add({ field: "unread", op: "is", value: false });
  if (state === "unassigned") return add({ field: "assignee", op: "not_exists" });
  return statuses[state] ? add({ field: "status", op: "is", value: statuses[state] }) : false;
}

const isDate = (value: string) => /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));

/**
 * Words → a tsquery in PostgreSQL's own syntax, made of letters and digits only; null when nothing is left to look for.
 * With `beginnings` a word stands for every longer one that begins so.
 */
export function tsqueryOf(
  { words, phrases, without }: Pick<SearchQuery, "words" | "phrases" | "without">,
  { beginnings } = { beginnings: true },
): string | null {
  const parts = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const lexeme = (part: string) => `'${part}'`;
  const wanted = [
    // What is being typed may go on; one or two letters begin too many words to mean one.
    ...words.flatMap(parts).map((part) => (beginnings && part.length > 2 ? `${lexeme(part)}:*` : lexeme(part))),
    ...phrases.map((phrase) => parts(phrase).map(lexeme).join(" <-> ")).filter(Boolean),
  ];
  const unwanted = without.flatMap((text) => parts(text).map(lexeme).join(" <-> ")).filter(Boolean);
  if (!wanted.length) return null;
  return [...wanted.map((w) => `(${w})`), ...unwanted.map((w) => `!(${w})`)].join(" & ");
}
