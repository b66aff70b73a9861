/** Look-ups in the parsed headers of one mail. */
import { decodeWords } from "postal-mime";
import { oneLine } from "./addresses.ts";
import type { Mime } from "./mime.ts";

export type Headers = Mime["headers"];

/** The first header of this name, unfolded; the first is the one nobody could have put in front of another. */
export function headerOf(headers: Headers, key: string): string | undefined {
  return headers.find((header) => header.key === key)?.value;
}

export function headersNamed(headers: Headers, key: string): string[] {
  return headers.filter((header) => header.key === key).map((header) => header.value);
}

/** A header of words, decoded, on one line. */
export function wordsOf(headers: Headers, key: string): string {
  return oneLine(decodeWords(headerOf(headers, key) ?? ""));
}

/** Message-IDs in a header, without brackets, in order, each once. Headers of hostile length are cut. */
export function messageIds(header: string | undefined): string[] {
  const text = (header ?? "").slice(0, 100_000);
  const bracketed = [...text.matchAll(/<([^<>\s]{1,900})>/g)].map((match) => match[1]!);
  const bare = bracketed.length > 0 ? [] : text.split(/[\s,]+/).filter((word) => /^[^<>\s]+@[^<>\s]+$/.test(word));
  return [...new Set([...bracketed, ...bare])].slice(0, 200);
}
