/** What a file from somewhere is: its encoding by its bytes, its delimiter and whether it has a head by its first rows. */
import type { Readable } from "node:stream";
import { importDelimiters, importEncodings } from "@omniflow/contract";
import chardet from "chardet";
import { parse } from "csv-parse/sync";
import { AppError } from "../../../errors.ts";

const sampleSize = 256 << 10;

/** Reads the whole file once: an umlaut may come in its last line. @throws unprocessable for what is no text */
export async function detectEncoding(file: Readable): Promise<string> {
  const strict = new TextDecoder("utf-8", { fatal: true });
  const telling: Buffer[] = [];
  let size = 0;
  let utf8 = true;
  let first: Buffer | null = null;
  for await (const part of file as AsyncIterable<Buffer>) {
    if (!first) {
      first = part;
      const named = markOf(part);
      if (named) return end(file, named);
      refuseBinary(part);
    }
    if (utf8) utf8 = decodes(strict, part);
    const at = size < sampleSize ? part.findIndex((byte) => byte > 127) : -1;
    if (at >= 0) {
      const around = part.subarray(Math.max(0, at - 1000), at + 64_000);
      telling.push(around);
      size += around.length;
    }
  }
  if (utf8 && decodes(strict)) return "utf-8";
  const guesses = chardet
    .analyse(Buffer.concat(telling))
    .map(({ name, confidence }) => ({ name: name.toLowerCase(), confidence }));
  const best = guesses[0]?.confidence ?? 0;
  // German in windows-1252 looks Polish too; where the west is about as likely it is meant, in the form Windows writes.
  const western = guesses.some(
    ({ name, confidence }) => /^(iso-8859-1|windows-1252)$/.test(name) && confidence >= best - 8,
  );
  const known = guesses.find(({ name }) => (importEncodings as readonly string[]).includes(name));
  return western || best < 15 || !known ? "windows-1252" : known.name;
}

function end(file: Readable, encoding: string): string {
  file.destroy();
  return encoding;
}

function decodes(decoder: TextDecoder, part?: Buffer): boolean {
  try {
    decoder.decode(part, { stream: part !== undefined });
    return true;
  } catch {
    return false;
  }
}

function markOf(start: Buffer): string | null {
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return "utf-8";
  if (start[0] === 0xff && start[1] === 0xfe) return "utf-16le";
  if (start[0] === 0xfe && start[1] === 0xff) return "utf-16be";
  // Without a mark: every second byte of plain text is nothing.
  const nulls = start.subarray(0, 200).reduce((n, byte, i) => n + (byte === 0 && i % 2 === 1 ? 1 : 0), 0);
  return nulls > 40 && nulls >= Math.min(start.length, 200) / 4 ? "utf-16le" : null;
}

function refuseBinary(start: Buffer): void {
  if (start.subarray(0, 2).toString("latin1") === "PK" || start.readUInt16BE(0) === 0xd0cf)
    throw new AppError(
      "unprocessable",
      "This is a workbook, not a CSV file. Save it as CSV in your spreadsheet and upload that.",
      {
        field: "file",
      },
    );
  if (start.includes(0)) throw notText();
}

export const notText = () =>
  new AppError(
    "unprocessable",
    "This is not a text file. Upload a CSV file: one contact a line, values apart by commas or semicolons.",
    {
      field: "file",
    },
  );

/** The delimiter that cuts the first rows into the most columns, equally many in each. */
export function detectDelimiter(sample: string): string {
  const scores = importDelimiters.map((delimiter) => ({ delimiter, score: scoreOf(sample, delimiter) }));
  const best = scores.reduce((a, b) => (b.score > a.score ? b : a));
  return best.score > 0 ? best.delimiter : ",";
}

function scoreOf(sample: string, delimiter: string): number {
  const widths = sampleRows(sample, delimiter).map((row) => row.length);
  if (!widths.length) return 0;
  const common = widths.toSorted((a, b) => a - b)[widths.length >> 1]!;
  return (common - 1) * (widths.filter((width) => width === common).length / widths.length);
}

/** The whole rows of the start of a file. */
export function sampleRows(sample: string, delimiter: string, most = 50): string[][] {
  try {
    const rows: string[][] = parse(sample, {
      delimiter,
      bom: true,
      relax_quotes: true,
      relax_column_count: true,
      skip_records_with_error: true,
      to: most,
    });
    return rows.filter((row) => row.some((cell) => cell.trim()));
  } catch {
    return [];
  }
}

/** A first row of names has no address, no number and nothing twice. */
export const looksLikeHead = (row: string[] | undefined): boolean =>
  row !== undefined &&
  !row.some((cell) => /@\w|^\+?[\d ()./-]{5,}$/.test(cell.trim())) &&
  new Set(row.map((cell) => cell.trim().toLowerCase()).filter(Boolean)).size ===
    row.filter((cell) => cell.trim()).length;
