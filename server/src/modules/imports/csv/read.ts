/** A stored file, row after row: decoded, cut and numbered as a spreadsheet numbers them. Only a few rows are in memory at a time. */
import type { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import iconv from "iconv-lite";
import { AppError } from "../../../errors.ts";

export type FileForm = { encoding: string; delimiter: string; has_head: boolean };
/** `number`: as a spreadsheet counts, the head being row 1. */
export type FileRow = { number: number; cells: string[] };

export const maxColumns = 200;
export const maxRows = 250_000;
const maxRowLength = 128 << 10;

/** Rows with something in them, without the head. */
export async function* readRows(file: Readable, form: FileForm): AsyncGenerator<FileRow> {
  for await (const row of readRecords(file, form)) {
    if ((row.number === 1 && form.has_head) || !row.cells.some((cell) => cell.trim())) continue;
    if (row.cells.length > maxColumns) throw tooWide(row.number);
    yield row;
  }
}

/** Every row, the head and empty ones too. @throws unprocessable when the file breaks off in a way that leaves nothing to tell apart */
export async function* readRecords(file: Readable, form: FileForm): AsyncGenerator<FileRow> {
  const decoder = iconv.decodeStream(form.encoding);
  const parser = parse({
    delimiter: form.delimiter,
    bom: true,
    relax_quotes: true,
    relax_column_count: true,
    max_record_size: maxRowLength,
  });
  const fail = (error: Error) => parser.destroy(error);
  file.on("error", fail);
  decoder.on("error", fail);
  file.pipe(decoder).pipe(parser);
  let number = 0;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      number++;
      yield { number, cells };
    }
  } catch (error) {
    // What was read before the break may not have been asked for yet: the parser knows its row.
    throw error instanceof CsvError ? brokenAt((error.records as number) + 1) : error;
  } finally {
    file.destroy();
    parser.destroy();
  }
}

const tooWide = (row: number) =>
  new AppError("unprocessable", `Row ${row} has more than ${maxColumns} columns. Is the delimiter right?`);

const brokenAt = (row: number) =>
  new AppError(
    "unprocessable",
    `In row ${row} a quotation mark opens and does not close again, so that everything behind it cannot be told apart. Correct that row and upload the file again.`,
  );

/** The text of a file's beginning. */
export async function readStart(file: Readable, encoding: string, bytes = 64 << 10): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of file as AsyncIterable<Buffer>) {
    parts.push(part);
    size += part.length;
    if (size >= bytes) break;
  }
  file.destroy();
  const text = iconv.decode(Buffer.concat(parts).subarray(0, bytes), encoding);
  // What was cut in the middle is no row.
  return size > bytes ? text.slice(0, Math.max(text.lastIndexOf("\n"), 0)) : text;
}
