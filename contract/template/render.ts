/** A parsed template with values in place. Values are looked up in a table of names; what has none is reported and left out. */
import type { Piece, Template } from "./ast.ts";
import { escapeFor, escapeMarkup, tame } from "./escape.ts";

/** A date is written as the reader's language does; `list` with its word for "and". */
export type TemplateValue = string | number | boolean | null | undefined | { date: string } | readonly string[];
export type TemplateValues = ReadonlyMap<string, TemplateValue>;

export type RenderOptions = {
  /** Language of the text, for dates and numbers; default English. */
  language?: string | null;
  /** Zone of the reader, for times; default UTC. */
  timeZone?: string | null;
  /** What stands for a variable without a value; default nothing. Its result goes in as it is. */
  missing?: (name: string) => string;
  /** The same in the address of a link, where nothing can be shown. */
  missingInAddress?: (name: string) => string;
};

export type Rendered = {
  output: string;
  /** Variables with neither value nor fallback, each once. */
  missing: string[];
};

export function renderTemplate(template: Template, values: TemplateValues, options: RenderOptions = {}): Rendered {
  const missing = new Set<string>();
  const output = template.pieces.map((piece) => {
    if (piece.kind === "text") return piece.text;
    const value = valueFor(piece, values, options);
    if (value !== null) return escapeFor(piece.place, value);
    missing.add(piece.name);
    const instead = piece.place === "url" || piece.place === "href" ? options.missingInAddress : options.missing;
    return instead?.(piece.name) ?? "";
  });
  return { output: output.join(""), missing: [...missing] };
}

function valueFor(piece: Piece & { kind: "variable" }, values: TemplateValues, options: RenderOptions): string | null {
  const value = tame(written(values.get(piece.name), options));
  return value !== "" ? value : piece.fallback === null ? null : tame(piece.fallback);
}

function written(value: TemplateValue, { language, timeZone }: RenderOptions): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  const locale = localeOf(language);
  if (typeof value === "number") return new Intl.NumberFormat(locale, { maximumFractionDigits: 10 }).format(value);
  if (typeof value === "boolean") return (yesNo[locale.slice(0, 2)] ?? yesNo.en!)[value ? 0 : 1];
  if ("date" in value) return dateText(value.date, locale, timeZone);
  return new Intl.ListFormat(locale).format(value.map((one) => tame(one)).filter(Boolean));
}

const yesNo: Record<string, readonly [string, string]> = {
  en: ["yes", "no"],
  de: ["ja", "nein"],
  fr: ["oui", "non"],
  es: ["sí", "no"],
  it: ["sì", "no"],
  pt: ["sim", "não"],
  nl: ["ja", "nee"],
};

/** A day without a time is that day everywhere. */
function dateText(date: string, locale: string, timeZone: string | null | undefined): string {
  const dayOnly = /^\d{4}-\d{2}-\d{2}$/.test(date);
  const time = new Date(date);
  if (Number.isNaN(time.getTime())) return date;
  const zone = dayOnly ? "UTC" : isTimeZone(timeZone) ? timeZone : "UTC";
  return new Intl.DateTimeFormat(locale, {
    dateStyle: "long",
    ...(dayOnly ? {} : { timeStyle: "short" }),
    timeZone: zone,
  }).format(time);
}

function localeOf(language: string | null | undefined): string {
  try {
    return Intl.getCanonicalLocales(language || "en")[0] ?? "en";
  } catch {
    return "en";
  }
}

function isTimeZone(zone: string | null | undefined): zone is string {
  try {
    return Boolean(zone && new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
}

/** A plain text (a template, or one already filled) as HTML: paragraphs at empty lines, breaks at line ends. */
export const textToHtml = (text: string): string =>
  text
    .split(/\n{2,}/)
    .map((block) => `<p>${escapeMarkup(block).replaceAll("\n", "<br>")}</p>`)
    .join("");

/** Whether a text is markup by how it begins: signatures and bodies are kept as one string in either form. */
export const beginsWithMarkup = (text: string): boolean =>
  /^\s*<(p|div|ul|ol|h[1-6]|table|blockquote|br)\b[^>]*>/i.test(text);
