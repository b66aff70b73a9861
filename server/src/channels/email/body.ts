/** What a mail says: text with history folded, HTML as received, and what is too long for either as a file. */
import type { InboundFile } from "../adapter.ts";
import { foldText } from "./fold.ts";
import { type FoldedHtml, foldHtml } from "./html-text.ts";
import type { Mime } from "./mime.ts";
import { forwardedSubject } from "./quote-words.ts";

export type Body = {
  text: string;
  quoted: string | null;
  html: string | null;
  quotedHtml: string | null;
  files: InboundFile[];
};

/** Characters; longer mail is machine output that belongs into a file. */
const longestText = 200_000;
const longestQuote = 100_000;
const longestHtml = 2_000_000;

export function readBody(mime: Mime, subject: string): Body {
  const forwarded = forwardedSubject.test(subject);
  const text = clean(mime.text ?? "");
  const html = clean(mime.html ?? "");
  const folded = foldBest(text, html, forwarded);
  const files: InboundFile[] = [];
  if (folded.text.length > longestText) files.push(whole("full-message.txt", "text/plain", text || folded.text));
  const shown = html.trim() !== "" && html.length <= longestHtml && !folded.tooDeep;
  if (html.trim() !== "" && !shown) files.push(whole("full-message.html", "text/html", html));
  const end = folded.historyAt ?? html.length;
  return {
    text: cut(folded.text, longestText) || damageText(mime),
    quoted: folded.quoted ? cut(folded.quoted, longestQuote) : null,
    html: shown ? html.slice(0, end) : null,
    quotedHtml: shown && end < html.length ? html.slice(end) : null,
    files,
  };
}

/** The plain part, unless it is missing or only the HTML shows where the history begins. */
function foldBest(text: string, html: string, forwarded: boolean): FoldedHtml {
  const plain = foldText(text, forwarded);
  if (html.trim() === "") return { ...plain, historyAt: null };
  const rich = foldHtml(html, forwarded);
  const better =
    rich.text !== "" && (plain.text === "" || (!plain.quoted && rich.quoted && rich.text.length < plain.text.length));
  return better ? rich : { ...plain, historyAt: rich.historyAt, tooDeep: rich.tooDeep };
}

/** NUL cannot be stored, and some programs send it. */
const clean = (text: string) => text.replaceAll("\0", "");

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

const damageText = (mime: Mime) => (mime.damage ? `[${mime.damage} The original is attached.]` : "");

function whole(name: string, contentType: string, text: string): InboundFile {
  return { name, contentType, body: Buffer.from(text) };
}
