/**
 * Finds the words of another language for a sentence of the server. The catalogue is keyed by the English as it is written in
 * the server's sources, `{0}` where a value goes; `{~0}` on the other side: the value is words of the server itself.
 */

export type Catalogue = Readonly<Record<string, string>>;
/** Null: not in the catalogue. */
export type Say = (text: string) => string | null;

/** Beyond this a text is somebody's content, not a sentence of ours. */
const longest = 4000;
/** Words inside words inside words: a reason in a report in a list. */
const deepest = 4;

/** `known`: how much of it was words of ours, which tells the better of two readings. */
type Found = { text: string; known: number };

export function createSay(catalogue: Catalogue, formatNumber: (value: number) => string): Say {
  const patterns = Object.keys(catalogue)
    .filter((template) => placeholder.test(template))
    .map((template) => ({ pattern: patternOf(template), known: fixedLength(template), words: catalogue[template]! }));

  /** As one sentence. “a cannot be used: b is full.” reads as either of two templates: the one that leaves less unsaid is meant. */
  function whole(text: string, depth: number): Found | null {
    if (Object.hasOwn(catalogue, text) && !placeholder.test(text))
      return { text: catalogue[text]!, known: text.length };
    let best: Found | null = null;
    for (const { pattern, known, words } of patterns) {
      const values = pattern.exec(text);
      const found = values && fill(words, known, values.slice(1), depth);
      if (found && found.known > (best?.known ?? -1)) best = found;
    }
    return best;
  }

  /** In one pass, so that a value which looks like a placeholder stays the text it is. */
  function fill(words: string, fixed: number, values: readonly string[], depth: number): Found {
    let known = fixed;
    const text = words.replace(/\{(~?)(\d+)\}/g, (_, said: string, index: string) => {
      const value = values[Number(index)] ?? "";
      const found = said && depth < deepest ? find(value, depth + 1) : null;
      known += found?.known ?? 0;
      return (
        found?.text ?? (/^\d{1,3}(,\d{3})+$/.test(value) ? formatNumber(Number(value.replaceAll(",", ""))) : value)
      );
    });
    return { text, known };
  }

  /** The server joins reasons with “; ” and says after “: ” what happened to whom. */
  function find(text: string, depth: number): Found | null {
    if (text.length > longest) return null;
    const found = whole(text, depth);
    if (found || depth >= deepest) return found;
    return joined(text, depth) ?? named(text, depth);
  }

  function joined(text: string, depth: number): Found | null {
    const parts = text.split("; ");
    if (parts.length < 2) return null;
    const found = parts.map((part) => whole(part, depth + 1) ?? named(part, depth + 1));
    if (found.every((one) => one === null)) return null;
    return {
      text: found.map((one, i) => one?.text ?? parts[i]).join("; "),
      known: found.reduce((sum, one) => sum + (one?.known ?? 0), 0),
    };
  }

  function named(text: string, depth: number): Found | null {
    const at = text.indexOf(": ");
    if (at < 0) return null;
    const [name, rest] = [text.slice(0, at), text.slice(at + 2)];
    const bare = rest.endsWith(".") ? find(rest.slice(0, -1), depth + 1) : null;
    const said = find(rest, depth + 1) ?? (bare && { ...bare, text: `${bare.text}.` });
    return said && { text: `${whole(name, depth + 1)?.text ?? name}: ${said.text}`, known: said.known };
  }

  return (text) => find(text, 0)?.text ?? null;
}

const placeholder = /\{\d+\}/;
const placeholders = /\{\d+\}/g;
const fixedLength = (template: string) => template.replace(placeholders, "").length;

function patternOf(template: string): RegExp {
  const fixed = template.split(placeholders).map((part) => part.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&"));
  return new RegExp(`^${fixed.join("([\\s\\S]*?)")}$`);
}
