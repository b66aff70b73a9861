/** What the visitor has received and what they have seen: tells the server (receipts) and the host page (the badge). */
import type { FrameBridge } from "../../bridge/frame.ts";
import type { Api } from "./api.ts";
import { unreadOf } from "./messages.ts";
import type { Store } from "./store.ts";

export type Reading = {
  /** Call when messages, visibility or position may have changed. */
  look(): void;
  /** The newest message is in view. */
  atBottom(at: boolean): void;
};

export function createReading(store: Store, api: Api, bridge: FrameBridge): Reading {
  const delivered = new Set<string>();
  let bottom = true;
  let told = -1;
  const tell = (state: "delivered" | "read", ids: string[]) =>
    api.call("POST", "receipts", { state, message_ids: ids.slice(-100) });

  const look = () => {
    const { messages, open } = store.get();
    const unread = unreadOf(messages);
    const seen = open && bottom && !document.hidden;
    if (seen && unread.length) {
      const ids = unread.map((message) => message.id);
      for (const id of ids) delivered.add(id);
      store.set({
        messages: messages.map((message) => (ids.includes(message.id) ? { ...message, read: true } : message)),
      });
      // Not told now, told with the next history: the server then still counts them as unread.
      tell("read", ids).catch(() => {});
    } else {
      const fresh = unread.filter((message) => !delivered.has(message.id)).map((message) => message.id);
      for (const id of fresh) delivered.add(id);
      if (fresh.length) tell("delivered", fresh).catch(() => fresh.forEach((id) => void delivered.delete(id)));
    }
    const count = seen ? 0 : unread.length;
    if (count !== told) bridge.send({ t: "unread", count });
    told = count;
  };
  return {
    look,
    atBottom: (at) => {
      if (at === bottom) return;
      bottom = at;
      if (at) look();
    },
  };
}
