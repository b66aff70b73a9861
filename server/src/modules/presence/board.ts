/**
 * What is known about who is where, on this node: told by the members' sockets here and by the other nodes' signals. An entry
 * lives for 45 seconds unless it is said again, so that a crashed browser or node is gone by itself.
 */
import type { Presence } from "@omniflow/contract";
import type { Signal } from "../../platform/realtime.ts";

const lifetimeMs = 45_000;

/** `pageId`: the ticket on whose page the conversation is open; there the member looks on, whatever they type below. */
type Entry = { conversationId: string; pageId: string | null; state: Presence["state"]; until: number };
export type PresenceSignal = Signal & {
  t: "presence";
  member: string;
  conversation: string | null;
  page: string | null;
  state: Presence["state"];
};

/** One workspace's board. */
export type Board = {
  /** @returns the conversations whose presence changed. */
  put(member: string, at: Pick<PresenceSignal, "conversation" | "page" | "state">, now: number): string[];
  of(conversationId: string, now: number): Presence[];
};

export function createBoard(): Board {
  const entries = new Map<string, Entry>();
  return {
    put: (member, { conversation, page, state }, now) => {
      const before = entries.get(member);
      const after = conversation === null ? null : { conversationId: conversation, pageId: page, state };
      if (after) entries.set(member, { ...after, until: now + lifetimeMs });
      else entries.delete(member);
      const was = before && before.until > now ? before : null;
      const told =
        was?.conversationId === conversation && was?.state === state ? [] : [was?.conversationId, conversation];
      const pages = was?.pageId === page ? [] : [was?.pageId, page];
      return [...new Set([...told, ...pages])].filter((id) => typeof id === "string");
    },
    of: (conversationId, now) => {
      const found: Presence[] = [];
      for (const [member, entry] of entries) {
        if (entry.until <= now) entries.delete(member);
        else if (entry.conversationId === conversationId) found.push({ member_id: member, state: entry.state });
        else if (entry.pageId === conversationId) found.push({ member_id: member, state: "viewing" });
      }
      return found;
    },
  };
}
