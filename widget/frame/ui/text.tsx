/** A message's plain text with its addresses made into links. Nothing else of it is ever interpreted. */

const address = /(https?:\/\/[^\s<>"'`]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)/g;
const trailing = /[.,;:!?)\]}»”’…]+$/;

export type Piece = { text: string; href?: string };

export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(address)) {
    const found = trim(match[0]);
    if (!found) continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) });
    pieces.push({ text: found, href: /^https?:/.test(found) ? found : `mailto:${found}` });
    from = match.index + found.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

/** A full stop or bracket after an address belongs to the sentence, unless the bracket was opened inside. */
function trim(found: string): string {
  const end = trailing.exec(found)?.[0];
  if (!end || (end.startsWith(")") && found.includes("("))) return found;
  return found.slice(0, -end.length);
}

export function Text({ text }: { text: string }) {
  return (
    <>
      {piecesOf(text).map((piece, index) =>
        piece.href ? (
          <a key={index} href={piece.href} target="_blank" rel="noopener noreferrer nofollow">
            {piece.text}
          </a>
        ) : (
          piece.text
        ),
      )}
    </>
  );
}

/** One to three emoji and nothing else are shown large. */
export const isOnlyEmoji = (text: string) =>
  /^(\p{Extended_Pictographic}(\p{Emoji_Modifier}|\uFE0F|\u200D\p{Extended_Pictographic})*\s?){1,3}$/u.test(text);
