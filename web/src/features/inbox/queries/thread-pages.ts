/** Laying a freshly read newest page over the loaded thread. Pure. */
import type { Message } from "@omniflow/contract";

/** Ascending in time; `next` leads to messages older than the first. */
export type Thread = { messages: Message[]; next: string | null };

const before = (a: Message, b: Message) =>
  a.created_at < b.created_at ? -1 : a.created_at > b.created_at ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

/** What was said here a moment ago may be newer than the answer of a read that was under way. */
const justNowMs = 10_000;

/**
 * Older messages stay, newer versions win. When the page does not reach back to what is loaded (a long absence), keeping the
 * old part would hide a hole: the page alone is the thread then. A page with nothing before it is the whole thread: what it does
 * not have has left it, with a merge taken apart or a split.
 */
export function mergeNewest(loaded: Thread | undefined, page: Thread, now = Date.now()): Thread {
  if (!loaded || loaded.messages.length === 0) return page;
  const fresh = new Map(page.messages.map((message) => [message.id, message]));
  const overlaps = page.next === null || page.next === loaded.next || loaded.messages.some((m) => fresh.has(m.id));
  if (!overlaps) return page;
  const stays = (message: Message) =>
    !fresh.has(message.id) && (page.next !== null || Date.parse(message.created_at) > now - justNowMs);
  const messages = [...loaded.messages.filter(stays), ...page.messages].sort(before);
  return { messages, next: page.next === null ? null : loaded.next };
}

/** A single message the server has confirmed, at its time. */
export const withMessage = ({ messages, next }: Thread, message: Message): Thread => ({
  messages: [...messages.filter(({ id }) => id !== message.id), message].sort(before),
  next,
});
