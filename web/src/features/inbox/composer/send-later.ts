/** When "later" is, for a message. Pure; local time. */
export type LaterPreset = "in_2_hours" | "this_evening" | "tomorrow" | "monday";

const at = (base: Date, days: number, hour: number) =>
  new Date(base.getFullYear(), base.getMonth(), base.getDate() + days, hour, 0, 0, 0);

/** Soonest first; no evening when it is nearly there, no Monday on a Sunday, where tomorrow is the same. */
export function laterPresets(now: Date): { key: LaterPreset; at: Date }[] {
  const monday = (8 - now.getDay()) % 7 || 7;
  return [
    { key: "in_2_hours" as const, at: new Date(now.getTime() + 2 * 3_600_000) },
    ...(now.getHours() < 17 ? [{ key: "this_evening" as const, at: at(now, 0, 18) }] : []),
    { key: "tomorrow" as const, at: at(now, 1, 8) },
    ...(monday > 1 ? [{ key: "monday" as const, at: at(now, monday, 8) }] : []),
  ].sort((a, b) => a.at.getTime() - b.at.getTime());
}
