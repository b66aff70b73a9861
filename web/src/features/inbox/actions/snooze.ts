/** When "later today", "tomorrow" and the like are. Pure; local time, so that 8:00 stays 8:00 over a clock change. */
export type SnoozePreset = "later_today" | "this_evening" | "tomorrow" | "weekend" | "next_week" | "next_month";

const morning = 8;
const evening = 18;

function at(base: Date, days: number, hour: number): Date {
  return new Date(base.getFullYear(), base.getMonth(), base.getDate() + days, hour, 0, 0, 0);
}

/** Days until the next `weekday` (0 = Sunday), never today. */
const daysUntil = (base: Date, weekday: number) => (weekday - base.getDay() + 7) % 7 || 7;

/** The presets that make sense at `now`, soonest first: no evening late in the day, no weekend on a Saturday. */
export function snoozePresets(now: Date): { key: SnoozePreset; until: Date }[] {
  const later = new Date(now);
  later.setHours(now.getHours() + 3, 0, 0, 0);
  const presets: { key: SnoozePreset; until: Date }[] = [];
  if (later.getDate() === now.getDate() && later.getHours() < 21) presets.push({ key: "later_today", until: later });
  if (now.getHours() < evening - 1 && later.getHours() !== evening)
    presets.push({ key: "this_evening", until: at(now, 0, evening) });
  presets.push({ key: "tomorrow", until: at(now, 1, morning) });
  if (now.getDay() >= 1 && now.getDay() <= 4)
    presets.push({ key: "weekend", until: at(now, daysUntil(now, 6), morning) });
  if (now.getDay() !== 0) presets.push({ key: "next_week", until: at(now, daysUntil(now, 1), morning) });
  presets.push({ key: "next_month", until: new Date(now.getFullYear(), now.getMonth() + 1, 1, morning) });
  return presets.sort((a, b) => a.until.getTime() - b.until.getTime());
}

/** The value a `datetime-local` field starts with: tomorrow morning, in local time. */
export function localInputValue(date: Date): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** A chosen date and time, or null when it is unreadable or already past. */
export function customSnooze(value: string, now: Date): Date | null {
  const date = new Date(value);
  return Number.isNaN(date.getTime()) || date.getTime() <= now.getTime() ? null : date;
}
