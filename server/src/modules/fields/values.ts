/** Values of custom fields, pure: what a writer sends → what is kept, or a sentence that says what is wrong with it. Every writer goes through here. */
import type { CustomField } from "@omniflow/contract";
import { AppError } from "../../errors.ts";

export type Definition = Pick<
  CustomField,
  "key" | "label" | "type" | "options" | "required" | "required_for" | "archived"
>;

const longest = { text: 5000, link: 2000, other: 10_000 };
/** Values without a definition: what integrations write before anybody has named it. */
const mostUndefined = 200;

type Options = {
  /** All required fields must have a value in the end, not only those that are being changed. */
  complete?: boolean;
  /** The type of ticket, for fields that are required for some. */
  type?: string | null;
};

/**
 * @param before the values there are; @param input the ones that change, null to take one away
 * @returns the values afterwards. @throws AppError validation_failed with `custom_fields.<key>` as its field
 */
export function checkValues(
  definitions: readonly Definition[],
  before: Record<string, unknown>,
  input: Record<string, unknown>,
  options: Options = {},
): Record<string, unknown> {
  const byKey = new Map(definitions.map((definition) => [definition.key, definition]));
  const after = { ...before };
  for (const [key, raw] of Object.entries(input)) {
    const definition = byKey.get(key);
    const value = definition ? readValue(definition, raw) : readUndefined(key, raw);
    if (value === null) delete after[key];
    else after[key] = value;
  }
  for (const definition of definitions) {
    const asked = options.complete || definition.key in input;
    if (asked && isRequired(definition, options.type) && !(definition.key in after))
      throw wrong(definition.key, `“${definition.label}” is needed.`);
  }
  if (Object.keys(after).length > mostUndefined + definitions.length)
    throw new AppError("validation_failed", "These are too many custom fields for one record.", {
      field: "custom_fields",
    });
  return after;
}

const isRequired = (definition: Definition, type: string | null | undefined): boolean =>
  !definition.archived &&
  (definition.required_for.length
    ? type !== null && type !== undefined && definition.required_for.includes(type)
    : definition.required);

const wrong = (key: string, message: string) =>
  new AppError("validation_failed", message, { field: `custom_fields.${key}` });

/** @returns the value as it is kept; null when there is none. */
function readValue(definition: Definition, raw: unknown): unknown {
  if (raw === null || raw === undefined || raw === "" || (Array.isArray(raw) && !raw.length)) return null;
  const { key, label } = definition;
  switch (definition.type) {
    case "text":
      return readText(key, label, raw);
    case "number":
      if (typeof raw === "number" && Number.isFinite(raw) && Math.abs(raw) < 1e15) return raw;
      throw wrong(key, `“${label}” takes a number.`);
    case "date":
      return readDate(key, label, raw);
    case "choice":
      return readChoice(definition, raw);
    case "multi_choice":
      if (!Array.isArray(raw)) throw wrong(key, `“${label}” takes a list of its options.`);
      return [...new Set(raw.slice(0, 500).map((one) => readChoice(definition, one)))];
    case "checkbox":
      if (typeof raw === "boolean") return raw;
      throw wrong(key, `“${label}” takes true or false.`);
    case "link":
      return readLink(key, label, raw);
  }
}

function readText(key: string, label: string, raw: unknown): string | null {
  if (typeof raw !== "string" && typeof raw !== "number") throw wrong(key, `“${label}” takes a text.`);
  const text = String(raw).replaceAll("\0", "").toWellFormed().trim();
  if (text.length > longest.text) throw wrong(key, `“${label}” takes at most ${longest.text} characters.`);
  return text || null;
}

function readDate(key: string, label: string, raw: unknown): string {
  const match = typeof raw === "string" && /^(\d{4})-(\d\d)-(\d\d)(T.*)?$/.exec(raw.trim());
  const day = match && new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])));
  if (match && day && day.getUTCMonth() === Number(match[2]) - 1 && day.getUTCDate() === Number(match[3]))
    return `${match[1]}-${match[2]}-${match[3]}`;
  throw wrong(key, `“${label}” takes a date such as 2026-04-30.`);
}

function readChoice({ key, label, options }: Definition, raw: unknown): string {
  const found = options.find((option) => option === raw) ?? options.find((option) => sameWord(option, raw));
  if (found !== undefined) return found;
  throw wrong(key, `“${label}” takes one of: ${options.slice(0, 20).join(", ")}${options.length > 20 ? " …" : ""}.`);
}

const sameWord = (option: string, raw: unknown) =>
  typeof raw === "string" && option.trim().toLowerCase() === raw.trim().toLowerCase();

function readLink(key: string, label: string, raw: unknown): string {
  const text = typeof raw === "string" ? raw.trim() : "";
  const url = URL.canParse(text) ? new URL(text) : null;
  if (
    url &&
    ["http:", "https:"].includes(url.protocol) &&
    text.length <= longest.link &&
    !url.username &&
    !url.password
  )
    return url.href;
  throw wrong(key, `“${label}” takes an address that begins with https://.`);
}

/** Kept as it is, as long as it is small: nobody has said yet what it should be. */
function readUndefined(key: string, raw: unknown): unknown {
  if (!/^[\w.-]{1,60}$/.test(key))
    throw wrong(key.slice(0, 60), "A custom field's key has letters, digits and underscores, sixty at most.");
  if (raw === undefined || raw === null) return null;
  const text = JSON.stringify(raw);
  if (text.length > longest.other) throw wrong(key, "This value is too large for a custom field.");
  return JSON.parse(text, (_, value) =>
    typeof value === "string" ? value.replaceAll("\0", "").toWellFormed() : value,
  );
}

const yes = new Set(["true", "yes", "y", "1", "x", "ja", "oui", "si", "sí", "on", "wahr"]);
const no = new Set(["false", "no", "n", "0", "nein", "non", "off", "falsch"]);

/** A cell of a file → a value for `checkValues`; what cannot be read stays text, so that the refusal names the field. */
export function valueFromText(definition: Definition, cell: string): unknown {
  const text = cell.trim();
  if (!text) return null;
  switch (definition.type) {
    case "number":
      return numberFromText(text);
    case "checkbox":
      return yes.has(text.toLowerCase()) ? true : no.has(text.toLowerCase()) ? false : text;
    case "multi_choice":
      return optionsFromText(text, definition.options);
    case "date":
      return dateFromText(text);
    case "link":
      return /^https?:/i.test(text) ? text : `https://${text}`;
    default:
      return text;
  }
}

/** Several in one cell, apart by `;`, `|` or `,`. An option may have one of these in its own name: the longest that fits is meant. */
function optionsFromText(text: string, options: readonly string[]): string[] {
  const longestFirst = options.toSorted((a, b) => b.length - a.length);
  const found: string[] = [];
  for (let rest = text; rest; ) {
    const option = longestFirst.find(
      (one) => sameWord(one, rest.slice(0, one.length)) && /^\s*($|[;|,])/.test(rest.slice(one.length)),
    );
    const piece = option ?? /^[^;|,]*/.exec(rest)![0].trim();
    if (piece) found.push(piece);
    rest = rest.slice(option?.length ?? /^[^;|,]*/.exec(rest)![0].length).replace(/^\s*[;|,]?\s*/, "");
  }
  return found;
}

/** `1,234.5` and `1.234,5`: the last separator is the decimal one when it is not a thousands' one. */
function numberFromText(text: string): unknown {
  const plain = text.replace(/[\s' ]/g, "");
  const english = /^[+-]?\d{1,3}(,\d{3})*(\.\d+)?$|^[+-]?\d+(\.\d+)?$/;
  const european = /^[+-]?\d{1,3}(\.\d{3})*(,\d+)?$|^[+-]?\d+(,\d+)?$/;
  if (english.test(plain)) return Number(plain.replaceAll(",", ""));
  if (european.test(plain)) return Number(plain.replaceAll(".", "").replace(",", "."));
  return text;
}

/** `30.04.2026` and `30/04/2026` besides `2026-04-30`; which comes first in 04/05/2026 nobody can tell, so the day does. */
function dateFromText(text: string): string {
  const match = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(text);
  if (!match) return text;
  const [day, month] = Number(match[2]) > 12 ? [match[2]!, match[1]!] : [match[1]!, match[2]!];
  return `${match[3]}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}
