/** Plain text cut into text and links. Pure: nothing is ever built as HTML. */
export type TextPart = { kind: "text"; text: string } | { kind: "link"; text: string; href: string };

const pattern =
  /(https?:\/\/[^\s<>"']+|www\.[^\s<>"']+\.[^\s<>"']+|[\p{L}0-9._%+-]+@[\p{L}0-9-]+(?:\.[\p{L}0-9-]+)+)/giu;

const unopened = (text: string, open: string, close: string) => text.split(close).length > text.split(open).length;

/** Punctuation that ends the sentence, not the address; a closing bracket stays when it was opened inside. */
function trimEnd(match: string): string {
  let end = match.length;
  while (end > 0) {
    const last = match[end - 1]!;
    if (".,;:!?…»”’'\"*_".includes(last)) end--;
    else if (last === ")" && unopened(match.slice(0, end), "(", ")")) end--;
    else if (last === "]" && unopened(match.slice(0, end), "[", "]")) end--;
    else break;
  }
  return match.slice(0, end);
}

function hrefOf(text: string): string | null {
  if (/^https?:\/\//i.test(text)) return URL.canParse(text) ? text : null;
  if (/^www\./i.test(text)) return URL.canParse(`https://${text}`) ? `https://${text}` : null;
  return `mailto:${text}`;
}

export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let rest = 0;
  for (const match of text.matchAll(pattern)) {
    const link = trimEnd(match[0]);
    const href = hrefOf(link);
    if (!href || match.index < rest) continue;
    if (match.index > rest) parts.push({ kind: "text", text: text.slice(rest, match.index) });
    parts.push({ kind: "link", text: link, href });
    rest = match.index + link.length;
  }
  if (rest < text.length) parts.push({ kind: "text", text: text.slice(rest) });
  return parts;
}
