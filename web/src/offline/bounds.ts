/** What of the app's reading is kept for when the network is down, how much of it and for how long. Pure. */
import type { QueryKey } from "@tanstack/react-query";

const day = 86_400_000;
export const mostDays = 14;
export const mostEntries = 1500;
export const mostBytes = 40_000_000;
/** A single answer larger than this is not kept. */
export const mostBytesOfOne = 1_000_000;

/** When it was read, and its size in characters of JSON. */
export type Mark = { at: number; size: number };
export type Marks = Record<string, Mark>;

const whole = new Set(["me", "members", "teams", "tags", "views", "conversation"]);
const parts = new Set(["conversations/list", "conversations/counts", "channels/list", "contacts/one"]);

/** Lists and opened conversations, with what is needed to show them. Not: settings, searches, sessions, keys. */
export const isWorthKeeping = (key: QueryKey): boolean =>
  (whole.has(String(key[0])) && key[2] !== "delivery") || parts.has(`${key[0]}/${key[1]}`);

/** What has to go: too old first, then the oldest beyond the bounds. */
export function surplus(marks: Marks, now: number): string[] {
  const newestFirst = Object.entries(marks).sort(([, a], [, b]) => b.at - a.at);
  let size = 0;
  return newestFirst
    .filter(([, mark], index) => {
      size += mark.size;
      return mark.at < now - mostDays * day || index >= mostEntries || size > mostBytes;
    })
    .map(([name]) => name);
}
