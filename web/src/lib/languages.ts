/** The languages that are offered to choose from, and what they are called. */
import i18next from "i18next";

/** What is written most; any other comes in by import or API. */
export const offeredLanguages =
  "en de fr es it pt pt-BR nl pl sv da nb fi cs sk sl hr sr hu ro bg el tr uk ru et lv lt ca ar he fa hi id ms th vi ja ko zh zh-TW".split(
    " ",
  );

/** Making one costs far more than asking it, and lists ask for every row. */
const namers = new Map<string, Intl.DisplayNames>();

function namerFor(reader: string): Intl.DisplayNames {
  const namer = namers.get(reader) ?? new Intl.DisplayNames([reader], { type: "language" });
  namers.set(reader, namer);
  return namer;
}

/** In the member's language; the code when it has no name. */
export function languageName(code: string): string {
  try {
    return namerFor(i18next.language || "en").of(code) ?? code;
  } catch {
    return code;
  }
}
