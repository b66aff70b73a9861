/** Making a value harmless where it goes. Values come from customers: nothing in one may end a tag, an attribute or a line. */
import type { Place } from "./ast.ts";

const htmlSigns: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
export const escapeMarkup = (text: string): string => text.replace(/[&<>"']/g, (sign) => htmlSigns[sign]!);

const named: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

export const decodeEntities = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,5}));/gi, (whole, hex, decimal, name) => {
    if (name) return named[name.toLowerCase()] ?? whole;
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : whole;
  });

/** Longest value that is inserted, in characters: a name of a novel's length is no name. */
export const mostCharacters = 1000;

/**
 * A value on one line, without what cannot be seen: control characters, line and paragraph separators, and the signs that turn the
 * direction of everything after them.
 */
export function tame(value: string): string {
  const one = value
    .toWellFormed()
    .replace(/[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\ufeff\u200b]/g, "")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is taken out
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ")
    // Nobody is called {{contact.phone}}: what comes from a value must never be taken for a variable, by us or by who reads it.
    .replace(/\{(?=\{)|\}(?=\})/g, "$& ")
    .replace(/ {2,}/g, " ")
    .trim();
  return one.length > mostCharacters
    ? `${one
        .slice(0, mostCharacters)
        .toWellFormed()
        .replace(/\ufffd$/, "")}…`
    : one;
}

const address = /^https?:\/\/[^\s<>"'\\]+$/i;

export function escapeFor(place: Place, value: string): string {
  if (place === "text") return value;
  if (place === "html") return escapeMarkup(value);
  // A whole link may be an address; anything else is a part of one and must not become another.
  if (place === "href" && address.test(value)) return escapeMarkup(value);
  return encodeURIComponent(value).replace(/'/g, "%27");
}
