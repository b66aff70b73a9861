/** Two people at one response: what only one of them changed is put together, what both changed waits for a decision. Pure. */
import type { TextValue } from "./TextEditor.tsx";
import type { Values } from "./values.ts";

export type Field = keyof Values;
type Met = {
  values: Values;
  /** Changed by both, and not to the same: still as we have it. */
  both: Field[];
  /** Changed by them alone. */
  taken: Field[];
};

/** Addresses of pictures expire: which picture it is says its file. */
const plain = (value: unknown) => JSON.stringify(value)?.replace(/\bsrc=\\"[^"]*\\"(?=[^>]*\bdata-file=)/g, "") ?? "";
const same = (a: unknown, b: unknown) => plain(a) === plain(b);

/** @param base what both began with */
export function meet(base: Values, mine: Values, theirs: Values): Met {
  const values = { ...mine } as Record<Field, unknown>;
  const both: Field[] = [];
  const taken: Field[] = [];
  for (const field of Object.keys(base) as Field[]) {
    if (same(base[field], theirs[field]) || same(mine[field], theirs[field])) continue;
    if (same(base[field], mine[field])) {
      values[field] = theirs[field];
      taken.push(field);
      continue;
    }
    const texts = field === "texts" ? meetTexts(base.texts, mine.texts, theirs.texts) : null;
    if (texts) values.texts = texts;
    (texts ? taken : both).push(field);
  }
  return { values: values as Values, both, taken };
}

/** One of us may have changed the German, the other the French; null where it is the same language. */
function meetTexts(base: TextValue[], mine: TextValue[], theirs: TextValue[]): TextValue[] | null {
  const [was, ours, other] = [base, mine, theirs].map(byLanguage) as [Texts, Texts, Texts];
  const met: TextValue[] = [];
  for (const key of new Set([...ours.keys(), ...other.keys()])) {
    const [b, m, t] = [was.get(key), ours.get(key), other.get(key)];
    if (!same(b, m) && !same(b, t) && !same(m, t)) return null;
    const one = same(b, m) ? t : m;
    if (one) met.push(one);
  }
  return met.length > 0 ? met : null;
}

type Texts = Map<string, TextValue>;
/** The first is the one in no language of its own, whatever it is said to be in. */
const byLanguage = (texts: TextValue[]): Texts =>
  new Map(texts.map((text, index) => [index === 0 ? "" : text.language, text]));
