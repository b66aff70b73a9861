/** How a sample conversation is told: a start and steps, each so long after the one before. Everything else — status, counts, events — follows. */
import type { Folder, Priority, Status } from "@omniflow/contract";
import type { ChannelKey, ContactKey, FileKey, MemberKey, TeamKey } from "./people.ts";

/** `me`: the member who asked for the samples. */
export type Who = MemberKey | "me";
/** Minutes before now (today), or a day ago at a time of day (UTC). */
export type Start = { minutes: number } | { days: number; at: string };

type Said = { files?: FileKey[]; html?: string; quoted?: string };
export type Step =
  | ({ kind: "hears"; after: number; text: string; from?: ContactKey; cc?: ContactKey[] } & Said)
  | ({
      kind: "answers";
      after: number;
      by: Who;
      text: string;
      state: "sent" | "delivered" | "read" | "failed";
      reason?: string;
    } & Said)
  | { kind: "notes"; after: number; by: Who; text: string; mentions: Who[] }
  | { kind: "does"; after: number; by: Who | "system"; change: Change };

export type Change = {
  assign?: Who | null;
  team?: TeamKey | null;
  status?: Status;
  priority?: Priority;
  tags?: string[];
  /** Hours from now until it wakes. */
  snooze?: number;
  folder?: Folder;
};

export type Story = {
  channel: ChannelKey;
  contact: ContactKey;
  subject?: string;
  start: Start;
  /** Whether the asking member has read all of it; the others have. */
  unread?: boolean;
  /** Arrived as spam. */
  spam?: boolean;
  steps: Step[];
};

const units: Record<string, number> = { s: 1 / 60, m: 1, h: 60, d: 1440 };
/** "90s", "20m", "3h", "2d" → minutes */
const minutes = (text: string): number => Number(text.slice(0, -1)) * units[text.at(-1)!]!;

export const hears = (
  after: string,
  text: string,
  more: Said & { from?: ContactKey; cc?: ContactKey[] } = {},
): Step => ({
  kind: "hears",
  after: minutes(after),
  text,
  ...more,
});

export const answers = (
  after: string,
  by: Who,
  text: string,
  more: Said & { state?: "sent" | "delivered" | "read" | "failed"; reason?: string } = {},
): Step => ({ kind: "answers", after: minutes(after), by, text, state: "delivered", ...more });

export const notes = (after: string, by: Who, text: string, ...mentions: Who[]): Step => ({
  kind: "notes",
  after: minutes(after),
  by,
  text,
  mentions,
});

export const does = (after: string, by: Who | "system", change: Change): Step => ({
  kind: "does",
  after: minutes(after),
  by,
  change,
});

/** When a story begins, never in the future. */
export function startOf(start: Start, now: Date): Date {
  if ("minutes" in start) return new Date(now.getTime() - start.minutes * 60_000);
  const day = new Date(now.getTime() - start.days * 86_400_000).toISOString().slice(0, 10);
  return new Date(`${day}T${start.at}:00.000Z`);
}
