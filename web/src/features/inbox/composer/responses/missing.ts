/** Which values a text still misses: variables that stand in it as braces must never reach a customer. */
const braces = /\{\{\s*((?:contact|company|conversation|ticket|agent|workspace)\.[\p{L}\p{N}_.-]+)[^{}]*\}\}/gu;

/** @param html looked at for what stands in the addresses of its links */
export const missingIn = (text: string, html = ""): string[] => [
  ...new Set(
    [...text.matchAll(braces), ...hrefsOf(html).flatMap((href) => [...href.matchAll(braces)])].map(([, name]) => name!),
  ),
];

const hrefsOf = (html: string): string[] =>
  html.includes("{{") ? [...html.matchAll(/\bhref="([^"]*)"/g)].map(([, href]) => href!) : [];

/** A plain text in pieces: words, and the names of what is missing between them. */
export function piecesOf(text: string): ({ text: string } | { missing: string })[] {
  const pieces: ({ text: string } | { missing: string })[] = [];
  let at = 0;
  for (const found of text.matchAll(braces)) {
    if (found.index > at) pieces.push({ text: text.slice(at, found.index) });
    pieces.push({ missing: found[1]! });
    at = found.index + found[0].length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at) });
  return pieces;
}

/** An address without what is missing in it. */
export const withoutMissing = (address: string): string => address.replace(braces, "");
export const hasMissing = (address: string): boolean => address.search(braces) >= 0;
