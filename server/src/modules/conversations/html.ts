/**
 * Mail HTML made safe: an allow-list decides what stays, before anything is stored. The browser still shows it in a sandboxed
 * frame without scripts; this is the first of the two walls, and the one for every other reader of the API.
 */
import sanitizeHtml from "sanitize-html";

const measure = [/^-?[\d.]+(px|em|rem|pt|%)?$/, /^auto$/];
const colour = [/^#[0-9a-f]{3,8}$/i, /^rgba?\([\d\s,.%]+\)$/i, /^[a-z]{3,20}$/i];
const word = [/^[a-z-]{1,30}$/i];
const box = [/^(-?[\d.]+(px|em|rem|pt|%)?|auto)(\s+(-?[\d.]+(px|em|rem|pt|%)?|auto)){0,3}$/];
const border = [/^[\d.]+(px|pt)?\s+[a-z]+(\s+(#[0-9a-f]{3,8}|rgba?\([\d\s,.%]+\)|[a-z]+))?$/i, /^(0|none)$/];

const styles: Record<string, RegExp[]> = {
  color: colour,
  "background-color": colour,
  "text-align": word,
  "text-decoration": word,
  "font-weight": [/^(\d{3}|bold|normal|bolder|lighter)$/],
  "font-style": word,
  "font-size": [...measure, ...word],
  "font-family": [/^[\w\s,'"-]{1,200}$/],
  "line-height": measure,
  "vertical-align": word,
  "white-space": word,
  "list-style-type": word,
  "border-collapse": word,
  display: [/^(block|inline|inline-block|table|table-row|table-cell|none)$/],
  direction: [/^(ltr|rtl)$/],
  width: measure,
  "max-width": measure,
  "min-width": measure,
  height: measure,
  "max-height": measure,
  margin: box,
  padding: box,
  "border-radius": box,
};
for (const side of ["top", "right", "bottom", "left"]) {
  styles[`margin-${side}`] = measure;
  styles[`padding-${side}`] = measure;
  styles[`border-${side}`] = border;
}
styles.border = border;

const options: sanitizeHtml.IOptions = {
  allowedTags: [
    ...[
      "a",
      "abbr",
      "b",
      "bdi",
      "bdo",
      "blockquote",
      "br",
      "caption",
      "center",
      "cite",
      "code",
      "col",
      "colgroup",
      "dd",
      "del",
      "details",
      "div",
    ],
    ...[
      "dl",
      "dt",
      "em",
      "figcaption",
      "figure",
      "font",
      "h1",
      "h2",
      "h3",
      "h4",
      "h5",
      "h6",
      "hr",
      "i",
      "img",
      "ins",
      "kbd",
      "li",
      "mark",
      "ol",
      "p",
    ],
    ...[
      "pre",
      "q",
      "s",
      "samp",
      "section",
      "small",
      "span",
      "strike",
      "strong",
      "sub",
      "summary",
      "sup",
      "table",
      "tbody",
      "td",
      "tfoot",
      "th",
      "thead",
    ],
    ...["time", "tr", "tt", "u", "ul", "var", "wbr"],
  ],
  // The text of these is not text.
  nonTextTags: [
    "style",
    "script",
    "textarea",
    "option",
    "noscript",
    "title",
    "head",
    "xmp",
    "iframe",
    "noembed",
    "noframes",
    "plaintext",
    "svg",
    "math",
    "object",
    "template",
  ],
  allowedAttributes: {
    "*": ["style", "dir", "lang", "title", "align", "valign", "width", "height", "bgcolor", "data-omniflow-quote"],
    a: ["href", "name"],
    img: ["src", "alt"],
    font: ["color", "face", "size"],
    table: ["border", "cellpadding", "cellspacing", "role"],
    td: ["colspan", "rowspan", "nowrap"],
    th: ["colspan", "rowspan", "scope"],
    col: ["span"],
    ol: ["start", "type"],
    li: ["value"],
    span: ["data-mention"],
  },
  allowedStyles: { "*": styles },
  allowedSchemes: ["http", "https", "mailto", "tel"],
  allowedSchemesByTag: { img: ["http", "https", "cid", "data"] },
  allowProtocolRelative: false,
  exclusiveFilter: (frame) => frame.tag === "img" && isTrackerOrUnsafe(frame.attribs),
  nestingLimit: 100,
  transformTags: {
    a: (_tag, attribs) => ({
      tagName: "a",
      attribs: attribs.href ? { ...attribs, target: "_blank", rel: "noopener noreferrer nofollow" } : attribs,
    }),
  },
};
options.allowedAttributes = {
  ...(options.allowedAttributes as Record<string, string[]>),
  a: ["href", "name", "target", "rel"],
};

/** A data: address is a picture only; a one-pixel picture is somebody counting. */
function isTrackerOrUnsafe(attribs: Record<string, string>): boolean {
  const src = attribs.src ?? "";
  if (/^data:/i.test(src)) return !/^data:image\/(png|jpe?g|gif|webp);base64,[a-z0-9+/=\s]+$/i.test(src);
  return (
    !src || ([attribs.width, attribs.height].every((size) => size === "1" || size === "0") && !src.startsWith("cid:"))
  );
}

/** The most that is read; a longer mail keeps its text and its original. */
const maxHtml = 1_500_000;

/** Deeper than any editor or mailer nests; the parser's time grows with the square of the depth. */
const maxDepth = 400;

/** Whether elements nest deeper than is read, by counting tags: cheap, and right enough for what is hostile. */
function isTooDeep(html: string): boolean {
  let depth = 0;
  for (const [, closing] of html.matchAll(/<(\/?)(?!(?:br|img|hr|wbr|col|meta|link|input)\b)[a-z][^<>]*(?<!\/)>?/gi)) {
    depth = Math.max(0, depth + (closing ? -1 : 1));
    if (depth > maxDepth) return true;
  }
  return false;
}

/** @returns null when nothing is left; text in place of what nests deeper than anyone writes. */
export function cleanHtml(html: string): string | null {
  if (isTooDeep(html))
    return (
      escapeHtml(
        html
          .replace(/<[^>]*>?/g, " ")
          .replace(/\s+/g, " ")
          .trim(),
      ) || null
    );
  const clean = sanitizeHtml(html.slice(0, maxHtml), options).trim();
  return clean || null;
}

/** Words of a HTML body, for channels and readers without HTML. */
export function textOf(html: string): string {
  const spaced = html
    .slice(0, maxHtml)
    .replace(/<(br|\/p|\/div|\/li|\/tr|\/h[1-6]|\/blockquote)\b[^>]*>/gi, "$&\n")
    .replace(/<li\b[^>]*>/gi, "$&• ");
  const text = sanitizeHtml(spaced, { allowedTags: [], allowedAttributes: {} });
  return decode(text)
    .replace(/[ \t]+\n/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** What was written as HTML here, for readers without it: a link is its words and its address, paragraphs stand apart. */
export function plainOf(html: string): string {
  const withAddresses = html.replace(/<a\b[^>]*\bhref="(https?:[^"]*)"[^>]*>([\s\S]*?)<\/a>/gi, (link, href, words) => {
    const shown = words.replace(/<[^>]*>/g, "").trim();
    return !shown || shown === href || href.endsWith(`//${shown}`) ? href : `${link} (${href})`;
  });
  return textOf(withAddresses.replace(/<\/p>(?=\s*<p\b)/gi, "</p>\n"));
}

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", nbsp: " " };
const decode = (text: string) => text.replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name: string) => entities[name]!);

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[c]!);

/** PostgreSQL takes neither NUL nor half a surrogate pair. */
export const storable = (text: string): string => text.replaceAll("\u0000", "").toWellFormed();
