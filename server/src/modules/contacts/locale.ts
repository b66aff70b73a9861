/** Language and time zone as they are kept: texts in a person's language and dates in their time are made from them. */
import { AppError } from "../../errors.ts";

/** How people write it in a column of a spreadsheet. */
const named: Record<string, string> = {
  german: "de",
  deutsch: "de",
  english: "en",
  englisch: "en",
  french: "fr",
  spanish: "es",
  italian: "it",
};

/** The canonical tag: `de_DE` and `DE-de` are `de-DE`. @throws validation_failed */
export function cleanLanguage(text: string): string {
  try {
    const [tag] = Intl.getCanonicalLocales(named[text.toLowerCase()] ?? text.replaceAll("_", "-"));
    if (tag) return tag;
  } catch {
    // Said below.
  }
  throw refused("language", `“${short(text)}” is not a language. Write a code such as en or de.`);
}

/** The canonical name. @throws validation_failed */
export function cleanTimeZone(text: string): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    throw refused("time_zone", `“${short(text)}” is not a time zone. Write a name such as Europe/Berlin.`);
  }
}

const refused = (field: string, message: string) => new AppError("validation_failed", message, { field });
const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text);
