/**
 * Folds quoted history and signature of a plain-text mail away from what the person wrote. Works line by line in linear
 * time. It errs on the side of showing too much, and never returns an empty text for a mail that has one.
 */
import {
  attributionStart,
  forwardedMessage,
  fromLabel,
  originalMessage,
  sentFromPhone,
  sentLabel,
  subjectLabel,
  wrote,
} from "./quote-words.ts";

export type Folded = { text: string; quoted: string | null };

const longestLine = 500;
const longestSignature = 20;
const mostTries = 20;
/** What nobody wrote by hand is not searched further. */
const mostLines = 10_000;
const isBlank = (line: string | undefined) => !line || line.trim() === "";
/** "> ", "| ", and initials as in "MF> ". */
const isQuote = (line: string | undefined) => /^\s{0,3}(?:[>|]|\p{L}{1,4}>)/u.test(line ?? "");

/** @param forwarded the subject says it is a forward: then the history is the content. */
export function foldText(full: string, forwarded = false): Folded {
  const lines = full.replace(/\r\n?/g, "\n").split("\n");
  const parts = forwarded ? { own: lines, rest: [] } : cutHistory(lines);
  const end = signatureStart(parts.own);
  const text = parts.own.slice(0, end).join("\n").trim();
  const quoted = [...parts.own.slice(end), ...parts.rest].join("\n").trim();
  if (text === "") return { text: full.trim(), quoted: null };
  return { text, quoted: quoted === "" ? null : quoted };
}

function cutHistory(lines: string[]): { own: string[]; rest: string[] } {
  let tries = 0;
  for (let i = 0; i < Math.min(lines.length, mostLines); i++) {
    const line = lines[i]!;
    if (isBlank(line) || line.length > longestLine) continue;
    if (forwardedMessage.test(line)) break;
    if (isQuote(line)) continue;
    if (originalMessage.test(line) || isHeaderBlock(lines, i)) return splitAt(lines, withRuler(lines, i));
    const start = attributionEndingAt(lines, i);
    if (start === null) continue;
    const found = cutQuoteAfter(lines, start, i);
    if (found) return found;
    // Each try looks at all that follows: a mail of nothing but attributions must not cost the square of its length.
    if (++tries === mostTries) break;
  }
  return cutTrailingQuote(lines);
}

const splitAt = (lines: string[], at: number) => ({ own: lines.slice(0, at), rest: lines.slice(at) });

/** Takes the ruler above a header block along. */
function withRuler(lines: string[], at: number): number {
  let above = at - 1;
  while (above >= 0 && isBlank(lines[above])) above--;
  return above >= 0 && /^\s*[_\-=*]{5,}\s*$/.test(lines[above]!) ? above : at;
}

/** Outlook begins with From, German web mail with the date. */
function isHeaderBlock(lines: string[], at: number): boolean {
  const first = lines[at]!;
  const names = [fromLabel, sentLabel, subjectLabel];
  if (!fromLabel.test(first) && !sentLabel.test(first)) return false;
  const block = lines.slice(at, at + 9).filter((line) => line.length <= longestLine);
  return names.every((name) => block.some((line) => name.test(line)));
}

/** First line of the attribution ("On … X wrote:") that ends on line `end`, or null. */
function attributionEndingAt(lines: string[], end: number): number | null {
  if (!/[:：]\s*$/.test(lines[end]!)) return null;
  let joined = "";
  for (let start = end; start >= Math.max(0, end - 3); start--) {
    if (isBlank(lines[start]) || isQuote(lines[start]) || lines[start]!.length > longestLine) return null;
    joined = `${lines[start]!.trim()} ${joined}`.trim();
    if (isAttribution(joined)) return wrappedStart(lines, start);
  }
  return null;
}

function isAttribution(text: string): boolean {
  if (text.length > longestLine) return false;
  const addressed = /[<[(][^<>\s]{1,100}@[^<>\s]{1,200}[>\])]/.test(text);
  const dated = /\d{1,2}\s?[:.h時]\s?\d{2}|\b(19|20)\d{2}\b/.test(text);
  if (addressed && dated) return true;
  return wrote.test(text) && (dated || addressed || /\d/.test(text)) && text.split(/\s+/).length <= 30;
}

function wrappedStart(lines: string[], start: number): number {
  const above = lines[start - 1];
  if (attributionStart.test(lines[start]!) || isBlank(above)) return start;
  return attributionStart.test(above!.trim()) && above!.length < 100 && !/[.!?]\s*$/.test(above!) ? start - 1 : start;
}

/** Decides what an attribution means: history below, an answer under the quote, or answers between the quotes (null). */
function cutQuoteAfter(lines: string[], start: number, end: number): { own: string[]; rest: string[] } | null {
  let at = end + 1;
  while (at < lines.length && isBlank(lines[at])) at++;
  if (!isQuote(lines[at])) return hasAnswersBetween(lines.slice(at)) ? null : splitAt(lines, start);
  while (at < lines.length && (isQuote(lines[at]) || isBlank(lines[at]))) at++;
  const after = lines.slice(at, at + signatureStart(lines.slice(at)));
  if (after.every(isBlank)) return splitAt(lines, start);
  const wroteAbove = !lines.slice(0, start).every(isBlank);
  if (wroteAbove || after.some(isQuote)) return null;
  return { own: lines.slice(at), rest: lines.slice(start, at) };
}

/** Quoted lines with other text after them: hiding all of it could hide the answer. */
function hasAnswersBetween(lines: string[]): boolean {
  const first = lines.findIndex(isQuote);
  const own = lines.slice(first, first + signatureStart(lines.slice(first)));
  return first >= 0 && own.some((line) => !isBlank(line) && !isQuote(line));
}

function cutTrailingQuote(lines: string[]): { own: string[]; rest: string[] } {
  let end = lines.length;
  while (end > 0 && (isBlank(lines[end - 1]) || isQuote(lines[end - 1]))) end--;
  return lines.slice(end).some(isQuote) ? splitAt(lines, end) : { own: lines, rest: [] };
}

/** Where the signature begins; `lines.length` without one. */
export function signatureStart(lines: string[]): number {
  const earliest = Math.max(0, lines.length - longestSignature - 1);
  for (let i = earliest; i < lines.length; i++) if (/^--\s?$/.test(lines[i]!)) return i;
  let last = lines.length - 1;
  while (last >= 0 && isBlank(lines[last])) last--;
  const phone =
    last >= 0 && lines[last]!.length < 120 && sentFromPhone.test(lines[last]!.replace(/<https?:[^>]*>/g, "").trim());
  return phone ? last : lines.length;
}
