/** Who looks at and types in which conversation, and which visitor is typing. Fed by the socket, read by the list and the thread. */
import type { ClientMessage, Presence } from "@omniflow/contract";
import { useEffect, useState } from "react";
import { createStore, useStore } from "../lib/store.ts";

const none: Presence[] = [];
export const presence = createStore<ReadonlyMap<string, Presence[]>>(new Map());
export const visitorTyping = createStore<ReadonlyMap<string, number>>(new Map());

let send: (message: ClientMessage) => void = () => {};
let watched: string[] = [];
type Viewing = { conversation_id: string | null; ticket_id?: string; state: Presence["state"] };
const nowhere: Viewing = { conversation_id: null, state: "viewing" };
let open = nowhere;
let ticket: string | null = null;
let viewing = nowhere;

/** The socket hands its sender over when it opens; what is on screen is told again. */
export function attachSender(sender: (message: ClientMessage) => void): void {
  send = sender;
  if (watched.length > 0) send({ t: "watch", conversation_ids: watched });
  repeatPresence();
}

export function repeatPresence(): void {
  if (viewing.conversation_id) send({ t: "presence", ...viewing });
}

export function setPresence(conversationId: string, members: Presence[]): void {
  presence.set((now) => new Map(now).set(conversationId, members));
}

export function setVisitorTyping(conversationId: string, until: number): void {
  visitorTyping.set((now) => new Map(now).set(conversationId, until));
}

export function clearPresence(): void {
  presence.set(new Map());
  visitorTyping.set(new Map());
}

/** Tell the others what this member has open; null when nothing. */
export function setViewing(conversationId: string | null, state: Presence["state"] = "viewing"): void {
  open = { conversation_id: conversationId, state };
  tellViewing();
}

/** The ticket whose page this member has open; conversations that are open on it come on top. */
export function setViewingTicket(ticketId: string | null): void {
  ticket = ticketId;
  tellViewing();
}

function tellViewing(): void {
  const next: Viewing = !ticket
    ? open
    : open.conversation_id
      ? { ...open, ticket_id: ticket }
      : { conversation_id: ticket, state: "viewing" };
  if (JSON.stringify(next) === JSON.stringify(viewing)) return;
  viewing = next;
  send({ t: "presence", ...viewing });
}

/** Rows on screen whose presence is wanted; at most 200. */
export function watchConversations(ids: readonly string[]): void {
  const next = ids.slice(0, 200);
  if (next.length === watched.length && next.every((id, index) => id === watched[index])) return;
  watched = next;
  send({ t: "watch", conversation_ids: next });
}

/** Other members in this conversation. */
export function usePresence(conversationId: string | null | undefined): Presence[] {
  return useStore(presence, (all) => (conversationId && all.get(conversationId)) || none);
}

/** Is the visitor typing right now? Ends by itself. */
export function useVisitorTyping(conversationId: string | null | undefined): boolean {
  const until = useStore(visitorTyping, (all) => (conversationId && all.get(conversationId)) || 0);
  const [, tick] = useState(0);
  useEffect(() => {
    const left = until - Date.now();
    if (left <= 0) return;
    const timer = setTimeout(() => tick((n) => n + 1), left + 20);
    return () => clearTimeout(timer);
  }, [until]);
  return until > Date.now();
}
