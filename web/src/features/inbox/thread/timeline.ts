/** Messages and events woven into what the thread shows: day separators, the unread mark, runs of system lines. Pure. */
import type { EventType, Message, TimelineEvent } from "@omniflow/contract";

export type TimelineItem =
  | { kind: "day"; key: string; day: Date }
  | { kind: "unread"; key: string; count: number }
  /** `joined`: continues the message above (same author, same channel, minutes apart): no avatar, no name again. */
  | { kind: "message"; key: string; message: Message; joined: boolean }
  | { kind: "events"; key: string; events: TimelineEvent[] };

const joinWithin = 5 * 60_000;

/**
 * Events that are lines here. The contract's list without failures, which are shown on the message itself; written out, since
 * importing the contract's schemas would cost every first visit 15 kB. A test holds the two together.
 */
export const lineTypes: readonly EventType[] = [
  "conversation.created",
  "conversation.assigned",
  "conversation.team_changed",
  "conversation.status_changed",
  "conversation.priority_changed",
  "conversation.subject_changed",
  "conversation.tags_changed",
  "conversation.snoozed",
  "conversation.woken",
  "conversation.moved",
  "conversation.merged",
  "conversation.unmerged",
  "conversation.split",
  "conversation.unsplit",
  "message.not_sent",
  "note.deleted",
  "ticket.linked",
  "ticket.unlinked",
  "ticket.progressed",
];
const lines = new Set<string>(lineTypes);

export const isTimelineEvent = (event: TimelineEvent): boolean => lines.has(event.type);

const dayKey = (date: Date) => `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;

function continues(previous: Message | undefined, message: Message): boolean {
  if (!previous || previous.kind !== message.kind || previous.direction !== message.direction) return false;
  if (previous.author.type !== message.author.type || previous.author.id !== message.author.id) return false;
  if (previous.author.name !== message.author.name || previous.channel !== message.channel) return false;
  return Date.parse(message.created_at) - Date.parse(previous.created_at) < joinWithin;
}

/** The first message from the customer (or note of a teammate) the member has not seen; null when all is read. */
export function firstUnread(messages: Message[], readAt: string | null, memberId: string | null): Message | null {
  const after = readAt === null ? Number.NEGATIVE_INFINITY : Date.parse(readAt);
  return (
    messages.find(
      (message) =>
        Date.parse(message.created_at) > after &&
        (message.direction === "in" || message.kind === "note") &&
        message.author.id !== memberId,
    ) ?? null
  );
}

/** A merge is written down with both conversations, and here both are read as one. */
function withoutTwins(events: TimelineEvent[]): TimelineEvent[] {
  const seen = new Set<string>();
  return events.filter(({ type, data, at }) => {
    if (!/\.(un)?(merged|split)$/.test(type)) return true;
    const key = `${type} ${data.source_id} ${data.target_id} ${at.slice(0, 19)}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** Ids of the events whose merge or split nobody has undone since. */
export function standingMoves(events: TimelineEvent[]): Set<string> {
  const standing = new Map<unknown, string>();
  for (const { type, data, id } of events) {
    if (type === "conversation.merged") standing.set(data.source_id, id);
    if (type === "conversation.unmerged") standing.delete(data.source_id);
    if (type === "conversation.split") standing.set(data.target_id, id);
    if (type === "conversation.unsplit") standing.delete(data.target_id);
  }
  return new Set(standing.values());
}

type Line = { event: TimelineEvent; at: number };

function comesBefore(line: Line, message: Message): boolean {
  const at = Date.parse(message.created_at);
  return line.at < at || (line.at === at && line.event.type === "conversation.created");
}

/**
 * `messages` and `events` in ascending time. While older messages are not loaded, events from before the oldest loaded
 * message wait too, so that nothing is pushed in above later.
 */
export function buildTimeline(
  messages: Message[],
  events: TimelineEvent[],
  options: { complete: boolean; unreadId?: string | null },
): TimelineItem[] {
  const oldest = messages[0] ? Date.parse(messages[0].created_at) : Number.NEGATIVE_INFINITY;
  const shown = withoutTwins(events).filter(
    (e) => isTimelineEvent(e) && (options.complete || Date.parse(e.at) >= oldest),
  );
  // The beginning stands before the first message, though it is written down with it.
  const woven = shown
    .map(
      (event): Line => ({
        event,
        at:
          event.type === "conversation.created" && messages.length > 0
            ? Math.min(oldest, Date.parse(event.at))
            : Date.parse(event.at),
      }),
    )
    .sort((a, b) => a.at - b.at);
  const items: TimelineItem[] = [];
  let previous: Message | undefined;
  let day = "";
  let next = 0;

  const openDay = (at: string) => {
    const date = new Date(at);
    if (dayKey(date) === day) return;
    day = dayKey(date);
    previous = undefined;
    items.push({ kind: "day", key: `day-${day}`, day: date });
  };
  const pushEvent = ({ event, at }: Line) => {
    openDay(new Date(at).toISOString());
    const last = items.at(-1);
    if (last?.kind === "events") last.events.push(event);
    else items.push({ kind: "events", key: `events-${event.id}`, events: [event] });
  };

  messages.forEach((message, index) => {
    while (next < woven.length && comesBefore(woven[next]!, message)) pushEvent(woven[next++]!);
    openDay(message.created_at);
    if (message.id === options.unreadId) {
      items.push({
        kind: "unread",
        key: "unread",
        count: messages.slice(index).filter((one) => one.direction === "in" || one.kind === "note").length,
      });
      previous = undefined;
    }
    const afterLine = items.at(-1)?.kind === "events";
    items.push({ kind: "message", key: message.id, message, joined: !afterLine && continues(previous, message) });
    previous = message;
  });
  while (next < woven.length) pushEvent(woven[next++]!);
  return items;
}
