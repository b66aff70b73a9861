/** The text of a cell → a value of its field, as people of several countries write it. Pure. */
import type { CustomField } from "@omniflow/contract";

export type FieldShape = Pick<CustomField, "key" | "label" | "type" | "options">;
/** Either a value, or what is wrong with the text. */
export type Reading = { value: unknown } | { problem: string };

const yes = new Set(["yes", "y", "true", "1", "x", "on", "ja", "j", "wahr", "✓"]);
const no = new Set(["no", "n", "false", "0", "-", "off", "nein", "falsch"]);

export function readValue(text: string, field: FieldShape): Reading {
  const { label } = field;
  switch (field.type) {
    case "number": {
      const value = readNumber(text);
      return value === null ? { problem: `${label}: “${short(text)}” is not a number.` } : { value };
    }
    case "date": {
      const value = readDate(text);
      return value === null
        ? { problem: `${label}: “${short(text)}” is not a date. Write it as 2026-01-31.` }
        : { value };
    }
    case "checkbox": {
      const word = text.toLowerCase();
      if (yes.has(word)) return { value: true };
      if (no.has(word)) return { value: false };
      return { problem: `${label}: write yes or no, not “${short(text)}”.` };
    }
    case "choice":
      return choose(text, field);
    case "multi_choice":
      return chooseMany(text, field);
    case "link":
      return readLink(text, label);
    default:
      return { value: text.slice(0, 5000) };
  }
}

function choose(text: string, field: FieldShape): Reading {
  const found = field.options.find((option) => option.toLowerCase() === text.toLowerCase());
  return found === undefined
    ? { problem: `${field.label}: “${short(text)}” is not one of its choices.` }
    : { value: found };
}

function chooseMany(text: string, field: FieldShape): Reading {
  const values: string[] = [];
  for (const part of splitList(text)) {
    const one = choose(part, field);
    if ("problem" in one) return one;
    values.push(one.value as string);
  }
  return { value: [...new Set(values)] };
}

function readLink(text: string, label: string): Reading {
  const address = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;
  const url = URL.canParse(address) ? new URL(address) : null;
  return url && /^https?:$/.test(url.protocol) && url.hostname.includes(".")
    ? { value: url.href }
    : { problem: `${label}: “${short(text)}” is not a web address.` };
}

/** `1.234,5`, `1,234.5`, `1 234.5` and `1234.5` are one number. With one mark only, three digits behind it group. */
export function readNumber(text: string): number | null {
  let plain = text.replace(/[\s\u00a0']/g, "").replace(/^([+-]?)[€$£]|[€$£%]$/g, "$1");
  const comma = plain.lastIndexOf(",");
  const dot = plain.lastIndexOf(".");
  if (comma >= 0 && dot >= 0) plain = plain.replaceAll(comma > dot ? "." : ",", "").replace(",", ".");
  else if (comma >= 0)
    plain = /^[+-]?\d{1,3}(,\d{3})+$/.test(plain) ? plain.replaceAll(",", "") : plain.replace(",", ".");
  else if (/^[+-]?\d{1,3}(\.\d{3}){2,}$/.test(plain)) plain = plain.replaceAll(".", "");
  return /^[+-]?\d{1,15}(\.\d{1,10})?$/.test(plain) ? Number(plain) : null;
}

/** 2026-01-31, 31.01.2026, 1/31/2026 → 2026-01-31; null when there is no such day. */
export function readDate(text: string): string | null {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$/.exec(text);
  if (iso) return day(iso[1]!, iso[2]!, iso[3]!);
  const dotted = /^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})$/.exec(text);
  if (dotted) return day(dotted[3]!, dotted[2]!, dotted[1]!);
  const slashed = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$/.exec(text);
  if (!slashed) return null;
  // Above twelve it can only be the day; else the month comes first, as where slashes are most used.
  return Number(slashed[1]) > 12
    ? day(slashed[3]!, slashed[2]!, slashed[1]!)
    : day(slashed[3]!, slashed[1]!, slashed[2]!);
}

function day(year: string, month: string, date: string): string | null {
  const text = `${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`;
  const time = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text) ? text : null;
}

/** Several values in one cell. */
export const splitList = (text: string): string[] =>
  text
    .split(/[;,|\n]/)
    .map((part) => part.trim())
    .filter(Boolean);

export const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text);
