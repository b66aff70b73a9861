/** Which names fit what was typed, the best first: whole words before parts of words before letters in their order. Pure. */
const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Higher is better; 0 does not fit. Every typed word has to fit. */
export function score(typed: string, name: string): number {
  const text = plain(name);
  const words = plain(typed).split(/\s+/).filter(Boolean);
  let sum = 0;
  for (const word of words) {
    const at = text.indexOf(word);
    const one =
      at === 0 ? 4 : at > 0 && /[^\p{L}\p{N}]/u.test(text[at - 1]!) ? 3 : at > 0 ? 2 : isSpread(word, text) ? 1 : 0;
    if (one === 0) return 0;
    sum += one;
  }
  return words.length > 0 ? sum / words.length : 1;
}

/** `rsv` in `resolve`: each letter after the one before, from the beginning. */
function isSpread(word: string, text: string): boolean {
  if (word[0] !== text[0]) return false;
  let at = -1;
  for (const letter of word) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return true;
}

/** What fits, best first; equals keep their order. */
export function best<T>(typed: string, list: readonly T[], name: (one: T) => string): T[] {
  return list
    .map((one) => ({ one, score: score(typed, name(one)) }))
    .filter((found) => found.score > 0)
    .sort((a, b) => b.score - a.score)
    .map((found) => found.one);
}
