/** What a member wants to be told, and how: pure reading and changing of `settings.notifications`. */
import type { Notification, NotificationKind, NotificationSettings } from "@omniflow/contract";

export type Way = "in_app" | "browser" | "email";
export const ways: readonly Way[] = ["in_app", "browser", "email"];
/** Written out: importing the contract's schemas would cost every first visit. A test holds the two together. */
export const kinds: readonly NotificationKind[] = [
  "mention",
  "assigned",
  "reply",
  "ticket_updated",
  "ticket_customer",
  "failed",
  "not_sent",
  "review_wanted",
  "review_due",
  "review_done",
  "review_returned",
];

/** Absent means all in the product and by mail, none in the browser. */
export const wanted = (settings: NotificationSettings, way: Way): readonly NotificationKind[] =>
  settings[way] ?? (way === "browser" ? [] : kinds);

export const wants = (settings: NotificationSettings, way: Way, kind: NotificationKind): boolean =>
  wanted(settings, way).includes(kind);

/** The same settings with one kind by one way switched. */
export function withWish(
  settings: NotificationSettings,
  way: Way,
  kind: NotificationKind,
  on: boolean,
): NotificationSettings {
  const others = wanted(settings, way).filter((one) => one !== kind);
  return { ...settings, [way]: kinds.filter((one) => (one === kind ? on : others.includes(one))) };
}

export const quietUntil = (settings: NotificationSettings, now: Date): Date | null => {
  const until = settings.do_not_disturb_until ? new Date(settings.do_not_disturb_until) : null;
  return until && until > now ? until : null;
};

/** Where it leads, inside the workspace. */
export const placeOf = ({ conversation, response, ticket }: Notification): string => {
  if (ticket) return `/tickets/${ticket.id}`;
  return response ? `/responses/${response.id}` : `/inbox/all/${conversation?.id ?? ""}`;
};

export type QuietChoice = "hour" | "tomorrow" | "open";
/** "Until I turn it off" is a time nobody lives to see. */
const never = "9999-12-31T00:00:00.000Z";

export function quietTime(choice: QuietChoice, now: Date): string {
  if (choice === "open") return never;
  if (choice === "hour") return new Date(now.getTime() + 3_600_000).toISOString();
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 8).toISOString();
}

export const isOpenEnded = (until: Date): boolean => until.getUTCFullYear() === 9999;
