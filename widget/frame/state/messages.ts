/** The thread as the visitor sees it: merging what arrives by any way, in any order, any number of times. */
import type { WidgetMessage } from "@omniflow/contract/widget";

const byTime = (a: WidgetMessage, b: WidgetMessage) =>
  a.created_at === b.created_at ? (a.id < b.id ? -1 : 1) : a.created_at < b.created_at ? -1 : 1;

/** The newer copy of a message wins, except that what was read stays read. */
export function mergeMessages(have: WidgetMessage[], more: WidgetMessage[]): WidgetMessage[] {
  const byId = new Map(have.map((message) => [message.id, message]));
  for (const message of more) {
    const old = byId.get(message.id);
    byId.set(message.id, old?.read && !message.read ? { ...message, read: true } : message);
  }
  return [...byId.values()].sort(byTime);
}

export const unreadOf = (messages: WidgetMessage[]) =>
  messages.filter((message) => message.from === "team" && !message.read);

export type Row =
  | { kind: "day"; key: string; date: Date }
  | { kind: "new"; key: string }
  | { kind: "message"; key: string; message: WidgetMessage; first: boolean; last: boolean };

const fiveMinutes = 5 * 60_000;

/** Day separators, the "new" line, and which messages stand together under one name and time. */
export function rowsOf(messages: WidgetMessage[], firstUnread: string | null): Row[] {
  const rows: Row[] = [];
  let previous: WidgetMessage | null = null;
  for (const [index, message] of messages.entries()) {
    const date = new Date(message.created_at);
    const newDay = !previous || new Date(previous.created_at).toDateString() !== date.toDateString();
    if (newDay) rows.push({ kind: "day", key: `day ${date.toDateString()}`, date });
    if (message.id === firstUnread) rows.push({ kind: "new", key: "new" });
    const next = messages[index + 1];
    rows.push({
      kind: "message",
      key: message.client_id ?? message.id,
      message,
      first: newDay || message.id === firstUnread || !together(previous!, message),
      last: !next || !together(message, next) || new Date(next.created_at).toDateString() !== date.toDateString(),
    });
    previous = message;
  }
  return rows;
}

const together = (a: WidgetMessage, b: WidgetMessage) =>
  a.from === b.from &&
  a.author?.name === b.author?.name &&
  Date.parse(b.created_at) - Date.parse(a.created_at) < fiveMinutes;
