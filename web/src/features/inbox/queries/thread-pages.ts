/** Laying a freshly read newest page over the loaded thread. Pure. */
import type { Message } from "@omniflow/contract";

/** Ascending in time; `next` leads to messages older than the first. */
export type Thread = { messages: Message[]; next: string | null };

const before = (a: Message, b: Message) =>
  a.created_at < b.created_at ? -1 : a.created_at > b.created_at ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

/**
 * Older messages stay, newer versions win. When the page does not reach back to what is loaded (a long absence), keeping the
 * old part would hide a hole: the page alone is the thread then.
 */
export function mergeNewest(loaded: Thread | undefined, page: Thread): Thread {
  if (!loaded || loaded.messages.length === 0) return page;
  const fresh = new Map(page.messages.map((message) => [message.id, message]));
  const overlaps = page.next === null || page.next === loaded.next || loaded.messages.some((m) => fresh.has(m.id));
  if (!overlaps) return page;
  const messages = [...loaded.messages.filter((message) => !fresh.has(message.id)), ...page.messages].sort(before);
  return { messages, next: page.next === null ? null : loaded.next };
}
