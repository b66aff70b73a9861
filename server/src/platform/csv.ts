/** Writing CSV that a spreadsheet opens as text: values are quoted where needed, and none can start a formula. */

/** What a spreadsheet takes for the start of a formula, also behind blanks. A plain number or phone number is none. */
const startsFormula = /^\s*[=+\-@\t\r]/;
const plainNumber = /^\s*[+-]?[0-9][0-9 ().,/-]*$/;

/** One cell. A value that a spreadsheet would run gets an apostrophe in front, which it shows as text. */
export function csvCell(value: unknown): string {
  const text = textOf(value);
  const safe = startsFormula.test(text) && !plainNumber.test(text) ? `'${text}` : text;
  return /[",;\t\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line with its end, as RFC 4180 has it. */
export const csvLine = (values: readonly unknown[]): string => `${values.map(csvCell).join(",")}\r\n`;

/** In front of a file, so that spreadsheets read it as UTF-8. */
export const csvStart = "\ufeff";

/** The head of an answer that a browser keeps as a file. */
export const csvHeaders = (name: string): Record<string, string> => ({
  "content-type": "text/csv; charset=utf-8",
  "content-disposition": `attachment; filename="${name.replace(/[^\w.-]+/g, "-")}"`,
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
});

/** A list that comes page by page, as a stream of CSV: only one page is in memory at a time. */
export async function* csvStream(
  head: readonly string[],
  pages: AsyncIterable<readonly (readonly unknown[])[]>,
): AsyncGenerator<string> {
  yield csvStart + csvLine(head);
  for await (const page of pages) yield page.map(csvLine).join("");
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(textOf).join("; ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
