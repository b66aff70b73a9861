/**
 * Plain text of an HTML body, with the quoted history told apart by the containers mail programs put round it. The HTML
 * itself is untouched: it goes to the core as received.
 */
import { Parser } from "htmlparser2";
import { type Folded, foldText } from "./fold.ts";

/** Class on an empty element at the top of our own mail: in an answer, the history begins there. */
export const quoteMarker = "omniflow-answered";

const blocks = new Set(
  "address article aside blockquote center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table tr ul".split(
    " ",
  ),
);
/** Not the head: where its end is missing, all would be in it. */
const unseen = new Set(["style", "script", "title", "template", "noscript", "svg", "object"]);
const empty = new Set(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"]);

/** Their content is history. Programs rename classes and ids when they quote ("m_123gmail_quote"), hence no anchors. */
const quoteContainer =
  /gmail_quote|yahoo_quoted|moz-cite|protonmail_quote|tutanota_quote|zmail_extra|front-blockquote|OutlookMessageHeader/i;
/** From here on everything is history. */
const historyStart = new RegExp(
  `divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|stopSpelling|mail-editor-reference|${quoteMarker}`,
  "i",
);
const outlookRuler = /border:\s*none;\s*border-top:\s*solid\s+#(?:E1E1E1|B5C4DF|CCCCCC)/i;
const longestHtml = 4_000_000;

/** `at`: offset of the tag that began it. */
type Run = { text: string; quoted: boolean; at: number };

export type FoldedHtml = Folded & {
  /** Offset at which the HTML itself can be cut, with nothing but history after it; null when it cannot. */
  historyAt: number | null;
  /** Nested so deep that parsers take the square of its length; nobody should be given this HTML. */
  tooDeep?: boolean;
};

/** @param forwarded the history is the content, so nothing is folded but the signature. */
export function foldHtml(html: string, forwarded = false): FoldedHtml {
  const runs = readRuns(html.slice(0, longestHtml));
  if (!runs) return { ...foldText(stripTags(html.slice(0, longestHtml)), forwarded), historyAt: null, tooDeep: true };
  const all = joined(runs);
  if (forwarded || isInterleaved(runs)) return { ...foldText(all, forwarded), historyAt: null };
  const own = joined(runs.filter((run) => !run.quoted));
  if (own === "") return { ...foldText(all), historyAt: null };
  const folded = foldText(own);
  const quoted = joined(runs.filter((run) => run.quoted));
  return {
    text: folded.text,
    quoted: [folded.quoted, quoted].filter(Boolean).join("\n\n") || null,
    historyAt: historyOffset(runs),
  };
}

const joined = (runs: Run[]) => tidy(runs.map((run) => run.text).join(""));

/** Where the last stretch of history begins, when something of the person's own is before it and nothing after. */
function historyOffset(runs: Run[]): number | null {
  const seen = runs.filter((run) => run.text.trim() !== "");
  const first = seen.findIndex((run) => run.quoted);
  return first > 0 && seen.slice(first).every((run) => run.quoted) ? seen[first]!.at : null;
}

/** Answers written between the quoted pieces make no sense without them. */
function isInterleaved(runs: Run[]): boolean {
  const seen = runs.filter((run) => run.text.trim() !== "");
  const first = seen.findIndex((run) => run.quoted);
  const last = seen.findLastIndex((run) => run.quoted);
  return first >= 0 && seen.slice(first, last).some((run) => !run.quoted);
}

const deepest = 1000;
const tooDeep = Symbol("too deep");

/** Null for HTML nested too deep. */
function readRuns(html: string): Run[] | null {
  const runs: Run[] = [];
  const open: { name: string; hides: number; quotes: number }[] = [];
  let history = false;
  let preformatted = 0;
  // Counted, not searched for: hostile mail nests thousands deep.
  let hides = 0;
  let quotes = 0;
  let quoteAt = 0;
  // Noted here, since looking at the end of a growing string copies it each time.
  let lineOpen = false;
  const add = (text: string) => {
    const quoted = history || quotes > 0;
    lineOpen = !text.endsWith("\n");
    const last = runs.at(-1);
    if (last?.quoted === quoted) last.text += text;
    else runs.push({ text, quoted, at: quoted ? quoteAt : 0 });
  };
  const endLine = () => {
    if (lineOpen) add("\n");
  };
  const parser = new Parser({
    onopentag(name, attributes) {
      const marks = `${attributes.id ?? ""} ${attributes.class ?? ""}`;
      const style = attributes.style ?? "";
      const cited = quoteContainer.test(marks) || (name === "blockquote" && attributes.type === "cite");
      const begins = historyStart.test(marks) || (name === "div" && outlookRuler.test(style));
      if ((cited || begins) && !history && quotes === 0) quoteAt = parser.startIndex;
      history ||= begins;
      if (blocks.has(name)) endLine();
      if (name === "br") add("\n");
      if (name === "li") add("- ");
      if (name === "img" && attributes.alt && hides === 0) add(attributes.alt.slice(0, 200));
      if (name === "pre") preformatted++;
      if (empty.has(name)) return;
      const element = {
        name,
        hides: Number(unseen.has(name) || /display:\s*none/i.test(style)),
        quotes: Number(cited),
      };
      hides += element.hides;
      quotes += element.quotes;
      if (open.push(element) > deepest) throw tooDeep;
    },
    ontext(text) {
      if (hides === 0) add(preformatted > 0 ? text : text.replace(/[ \t\r\n\f]+/g, " "));
    },
    onclosetag(name) {
      if (name === "pre") preformatted--;
      if (name === "td" || name === "th") add(" ");
      if (blocks.has(name)) endLine();
      if (name === "p") add("\n");
      const element = open.at(-1);
      if (element?.name !== name) return;
      hides -= element.hides;
      quotes -= element.quotes;
      open.pop();
    },
  });
  try {
    parser.end(html);
    return runs;
  } catch (error) {
    if (error === tooDeep) return null;
    throw error;
  }
}

/** What is between tags, without any understanding. */
const stripTags = (html: string) => {
  const pieces = html.split("<").map((piece, i) => (i === 0 ? piece : piece.slice(piece.indexOf(">") + 1)));
  return tidy(pieces.join(" "));
};

function tidy(text: string): string {
  return text
    .split("\n")
    .map((line) => line.replaceAll("\u00a0", " ").trim())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
