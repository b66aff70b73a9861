/** Dates, times, numbers and sizes in the member's language. Formatters are kept: making one costs more than using it. */
import i18next from "i18next";

const kept = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat>();
function keep<T extends Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat>(
  name: string,
  make: (l: string) => T,
): T {
  const language = i18next.language || "en";
  const key = `${language} ${name}`;
  const found = kept.get(key) as T | undefined;
  if (found) return found;
  const made = make(language);
  kept.set(key, made);
  return made;
}

const date = (name: string, options: Intl.DateTimeFormatOptions) =>
  keep(name, (l) => new Intl.DateTimeFormat(l, options));

export const formatTime = (at: string | number | Date) => date("time", { timeStyle: "short" }).format(new Date(at));
export const formatDate = (at: string | number | Date) => date("date", { dateStyle: "medium" }).format(new Date(at));
export const formatDateTime = (at: string | number | Date) =>
  date("full", { dateStyle: "medium", timeStyle: "short" }).format(new Date(at));
export const formatNumber = (value: number) => keep("number", (l) => new Intl.NumberFormat(l)).format(value);

/** "Today", "Yesterday", "Monday, 3 March", with the year when it is not this one. For day separators. */
export function formatDay(at: string | number | Date, now: Date = new Date()): string {
  const day = new Date(at);
  const days = Math.round((startOfDay(now) - startOfDay(day)) / 86_400_000);
  if (days === 0 || days === 1) {
    const text = keep("days", (l) => new Intl.RelativeTimeFormat(l, { numeric: "auto" })).format(-days, "day");
    return text.charAt(0).toLocaleUpperCase(i18next.language) + text.slice(1);
  }
  const sameYear = day.getFullYear() === now.getFullYear();
  return sameYear
    ? date("weekday", { weekday: "long", day: "numeric", month: "long" }).format(day)
    : date("year", { day: "numeric", month: "long", year: "numeric" }).format(day);
}

/** Short age for rows: "now", "5m", "3h", "Mon", "3 Mar", "3 Mar 2024". */
export function formatAge(at: string | number | Date, now: Date = new Date()): string {
  const then = new Date(at);
  const seconds = (now.getTime() - then.getTime()) / 1000;
  if (seconds < 3600 && seconds > -60) {
    const minutes = Math.max(0, Math.floor(seconds / 60));
    return minutes === 0
      ? keep("now", (l) => new Intl.RelativeTimeFormat(l, { numeric: "auto", style: "narrow" })).format(0, "second")
      : unit("minute").format(minutes);
  }
  if (seconds < 86_400 && startOfDay(then) === startOfDay(now)) return formatTime(then);
  if (seconds < 6 * 86_400) return date("short-day", { weekday: "short" }).format(then);
  if (then.getFullYear() === now.getFullYear()) return date("short", { day: "numeric", month: "short" }).format(then);
  return date("short-year", { day: "numeric", month: "short", year: "numeric" }).format(then);
}

/** "3 minutes ago", "in 2 days". */
export function formatRelative(at: string | number | Date, now: Date = new Date()): string {
  const seconds = (new Date(at).getTime() - now.getTime()) / 1000;
  const relative = keep("relative", (l) => new Intl.RelativeTimeFormat(l, { numeric: "auto" }));
  for (const [size, name] of steps) {
    // "In 2 hours" was said a moment ago, and still is; what is past is past in full.
    const count = seconds > 0 ? Math.round(seconds / size) : Math.trunc(seconds / size);
    if (Math.abs(seconds) >= size) return relative.format(count, name);
  }
  return relative.format(0, "second");
}
const steps = [
  [31_536_000, "year"],
  [2_592_000, "month"],
  [86_400, "day"],
  [3600, "hour"],
  [60, "minute"],
] as const;

export function formatBytes(bytes: number): string {
  if (bytes < 1000) return unit("byte").format(bytes);
  if (bytes < 1_000_000) return unit("kilobyte").format(Math.round(bytes / 1000));
  return unit("megabyte").format(Math.round(bytes / 100_000) / 10);
}

/** "Ann, Bob and 2 others"-style lists leave the counting to the caller. */
export const formatList = (items: readonly string[]) =>
  new Intl.ListFormat(i18next.language || "en", { type: "conjunction" }).format(items);

const unit = (name: "byte" | "kilobyte" | "megabyte" | "minute") =>
  keep(`unit ${name}`, (l) => new Intl.NumberFormat(l, { style: "unit", unit: name, unitDisplay: "narrow" }));
const startOfDay = (at: Date) => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
