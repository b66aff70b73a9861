/** File names from outside, made harmless: first brought into one form, then checked, never the other way round. */

const longest = 200;
const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)$/i;

/** A name that can be shown, saved and sent on any system, as close to the given one as possible. Never empty, never a path. */
export function safeName(given: string): string {
  const name = given
    .normalize("NFC")
    // Controls, and what cannot be seen: zero-width, direction marks, tags, lone halves of a pair, private characters.
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|\u034f/gu, "")
    // Separators of every system, and characters that only look like them.
    .replace(/[/\\:*?"<>|\u2044\u2215\u29f8\u29f9\u2216\ufe68\uff0f\uff3c\uff1a]/gu, "_")
    .replace(/\s+/gu, " ")
    .replace(/^[. ]+|[. ]+$/g, "");
  const { stem, extension } = split(name);
  const harmless = reserved.test(stem.split(".")[0]!.trim()) ? `_${stem}` : stem;
  return shorten(harmless, longest - Buffer.byteLength(extension)) + extension || "file";
}

function split(name: string): { stem: string; extension: string } {
  const match = /^(.+)(\.[\p{L}\p{N}_-]{1,20})$/u.exec(name);
  return { stem: match?.[1] ?? name, extension: match?.[2] ?? "" };
}

/** At most `bytes` of UTF-8, cut between characters. */
function shorten(text: string, bytes: number): string {
  let short = "";
  let size = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    size += Buffer.byteLength(segment);
    if (size > bytes) return short.trimEnd();
    short += segment;
  }
  return short;
}
