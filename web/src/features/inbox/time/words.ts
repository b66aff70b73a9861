/** "tomorrow 9am", "in 3 Tagen": a time in words, English or German. A lazy chunk, since the parser is large. Pure. */
import { casual as german } from "chrono-node/de";
import { casual as english } from "chrono-node/en";

const morning = 8;
const parsers = { en: english, de: german };

/** The time meant, or null when the words are not (nearly all) understood or it is past. */
export function timeInWords(typed: string, now: Date, language: string): Date | null {
  const words = typed
    .trim()
    .replace(/^(until|till|at|on|bis|am|um)\s+/i, "")
    .replace(/\bfrüh\b/i, "8 uhr");
  if (words.length < 2) return null;
  const order = language.startsWith("de") ? (["de", "en"] as const) : (["en", "de"] as const);
  const found = order
    .flatMap((one) => parsers[one].parse(words, now, { forwardDate: true }))
    // The one that understood most; the member's own language where they are even.
    .reduce<Found | null>((best, one) => (best && best.text.length >= one.text.length ? best : one), null);
  if (!found || found.text.length < words.length * 0.7) return null;
  const time = atUsefulHour(found, now);
  return time > now ? time : null;
}

type Found = ReturnType<typeof english.parse>[number];

/** A day without an hour means its morning; "tonight" and "heute Abend" have their own hour. */
function atUsefulHour(found: Found, now: Date): Date {
  const time = found.start.date();
  const vague =
    !found.start.isCertain("hour") &&
    (time.getHours() === 12 || (time.getHours() === now.getHours() && time.getMinutes() === now.getMinutes()));
  if (!vague) return time;
  const early = new Date(time.getFullYear(), time.getMonth(), time.getDate(), morning);
  return early > now ? early : time;
}
