/**
 * What is known about who is where, on this node: told by the members' sockets here and by the other nodes' signals. An entry
 * lives for 45 seconds unless it is said again, so that a crashed browser or node is gone by itself.
 */
import type { Presence } from "@omniflow/contract";
import type { Signal } from "../../platform/realtime.ts";

const lifetimeMs = 45_000;

type Entry = { conversationId: string; state: Presence["state"]; until: number };
export type PresenceSignal = Signal & {
  t: "presence";
  member: string;
  conversation: string | null;
  state: Presence["state"];
};

/** One workspace's board. */
export type Board = {
  /** @returns the conversations whose presence changed. */
  put(member: string, conversationId: string | null, state: Presence["state"], now: number): string[];
  of(conversationId: string, now: number): Presence[];
};

export function createBoard(): Board {
  const entries = new Map<string, Entry>();
  return {
    put: (member, conversationId, state, now) => {
      const before = entries.get(member);
      if (conversationId === null) entries.delete(member);
      else entries.set(member, { conversationId, state, until: now + lifetimeMs });
      const alive = before && before.until > now;
      if (alive && before.conversationId === conversationId && before.state === state) return [];
      return [...new Set([alive ? before.conversationId : null, conversationId])].filter((id) => id !== null);
    },
    of: (conversationId, now) => {
      const found: Presence[] = [];
      for (const [member, entry] of entries) {
        if (entry.until <= now) entries.delete(member);
        else if (entry.conversationId === conversationId) found.push({ member_id: member, state: entry.state });
      }
      return found;
    },
  };
}
