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

export function createSay(catalogue: Catalogue, formatNumber: (value: number) => string): Say {
  const patterns = Object.keys(catalogue)
    .filter((template) => placeholder.test(template))
    .sort((a, b) => fixedLength(b) - fixedLength(a))
    .map((template) => ({ pattern: patternOf(template), words: catalogue[template]! }));

  function whole(text: string, depth: number): string | null {
    const known = Object.hasOwn(catalogue, text) ? catalogue[text]! : null;
    if (known !== null && !placeholder.test(text)) return known;
    for (const { pattern, words } of patterns) {
      const values = pattern.exec(text);
      if (values) return fill(words, values.slice(1), depth);
    }
    return null;
  }

  /** In one pass, so that a value which looks like a placeholder stays the text it is. */
  const fill = (words: string, values: readonly string[], depth: number) =>
    words.replace(/\{(~?)(\d+)\}/g, (_, said: string, index: string) => {
      const value = values[Number(index)] ?? "";
      if (said) return (depth < deepest && find(value, depth + 1)) || value;
      return /^\d{1,3}(,\d{3})+$/.test(value) ? formatNumber(Number(value.replaceAll(",", ""))) : value;
    });

  /** The server joins reasons with “; ” and says after “: ” what happened to whom. */
  function find(text: string, depth: number): string | null {
    if (text.length > longest) return null;
    const found = whole(text, depth);
    if (found !== null || depth >= deepest) return found;
    return joined(text, "; ", depth) ?? named(text, depth);
  }

  function joined(text: string, joint: string, depth: number): string | null {
    const parts = text.split(joint);
    if (parts.length < 2) return null;
    const said = parts.map((part) => whole(part, depth + 1) ?? named(part, depth + 1));
    return said.some((part) => part !== null) ? said.map((part, i) => part ?? parts[i]).join(joint) : null;
  }

  function named(text: string, depth: number): string | null {
    const at = text.indexOf(": ");
    if (at < 0) return null;
    const name = text.slice(0, at);
    const rest = text.slice(at + 2);
    const end = rest.endsWith(".") ? "." : "";
    const said = find(rest, depth + 1) ?? (end ? withEnd(find(rest.slice(0, -1), depth + 1), end) : null);
    return said === null ? null : `${whole(name, depth + 1) ?? name}: ${said}`;
  }

  return (text) => find(text, 0);
}

const withEnd = (text: string | null, end: string) => (text === null ? null : text + end);

const placeholder = /\{\d+\}/;
const placeholders = /\{\d+\}/g;
const fixedLength = (template: string) => template.replace(placeholders, "").length;

function patternOf(template: string): RegExp {
  const fixed = template.split(placeholders).map((part) => part.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&"));
  return new RegExp(`^${fixed.join("([\\s\\S]*?)")}$`);
}
