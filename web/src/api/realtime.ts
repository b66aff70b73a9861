/**
 * The members' socket. It carries ids only: a hint makes queries stale and they are read again. After a gap (the mark of
 * `hello` is not the one last seen) everything on screen is read again.
 */
import type { ClientMessage, Hint, ServerMessage } from "@omniflow/contract";
import type { QueryClient } from "@tanstack/react-query";
import { createStore } from "../lib/store.ts";
import { keys } from "./keys.ts";
import { attachSender, clearPresence, repeatPresence, setPresence, setVisitorTyping } from "./presence.ts";
import { refresher } from "./refresh.ts";

export type ConnectionState = "connecting" | "online" | "reconnecting" | "offline";
export const connection = createStore<ConnectionState>("connecting");
/** Messages of this member that wait for a connection. */
export const unsent = createStore(0);
/** The next attempt, as epoch milliseconds; null when none is planned. */
export const nextAttempt = createStore<number | null>(null);

const hintListeners = new Set<(hints: readonly Hint[]) => void>();
/** Runs for every batch of hints; returns the way to stop. */
export function onHints(run: (hints: readonly Hint[]) => void): () => void {
  hintListeners.add(run);
  return () => hintListeners.delete(run);
}

const PING_MS = 25_000;
const SILENCE_MS = 40_000;

/**
 * Of two changes at the same moment the later number may be told first. A connection that was lost so soon after a hint may
 * have lost the lower one, which the mark cannot show.
 */
const SETTLE_MS = 5_000;

/** Milliseconds before attempt `n` (0 first): doubling up to 20 s, with jitter so that a restart is not a stampede. */
export function backoff(n: number, random: number = Math.random()): number {
  const ceiling = Math.min(20_000, 500 * 2 ** n);
  return Math.round(ceiling / 2 + (ceiling / 2) * random);
}

let retryNow: () => void = () => {};
/** "Try again" in the connection banner. */
export const reconnectNow = (): void => retryNow();

/** Keeps the socket of one workspace open until the returned function is called. */
export function connectRealtime(workspaceId: string, client: QueryClient): () => void {
  const refresh = refresher(client);
  let socket: WebSocket | null = null;
  let attempt = 0;
  let mark: number | null = null;
  let heardAt = 0;
  let hintedAt = 0;
  let unsure = false;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const send = (message: ClientMessage) => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  };

  function open() {
    clearTimeout(timer);
    nextAttempt.set(null);
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const mine = new WebSocket(`${scheme}://${location.host}/api/v1/realtime?workspace=${workspaceId}`);
    socket = mine;
    mine.onmessage = (event) => {
      heardAt = Date.now();
      receive(JSON.parse(String(event.data)) as ServerMessage);
    };
    mine.onclose = ({ code }) => {
      if (socket !== mine) return;
      lost();
      // Signed out by the server: asking who we are leads to the sign-in page.
      if (code === 4401) void client.invalidateQueries({ queryKey: keys.me });
    };
  }

  function receive(message: ServerMessage) {
    if (message.t === "hello") greet(message.mark);
    else if (message.t === "hints") {
      mark = Math.max(mark ?? 0, message.mark);
      hintedAt = heardAt;
      refresh(message.hints);
      for (const run of hintListeners) run(message.hints);
    } else if (message.t === "presence") setPresence(message.conversation_id, message.members);
    else if (message.t === "visitor_typing") setVisitorTyping(message.conversation_id, message.until);
  }

  function greet(now: number) {
    // On the first connection too: what was read before the socket listened may already be old.
    const missed = mark === null ? "conversations" : mark !== now || unsure ? "all" : null;
    mark = now;
    attempt = 0;
    connection.set("online");
    attachSender(send);
    if (missed === "all") void client.invalidateQueries();
    if (missed === "conversations") {
      void client.invalidateQueries({
        predicate: (query) => String(query.queryKey[0]).startsWith("conversation") && query.state.data !== undefined,
      });
    }
  }

  function lost() {
    socket = null;
    unsure = heardAt - hintedAt < SETTLE_MS;
    clearPresence();
    if (stopped) return;
    connection.set(navigator.onLine ? "reconnecting" : "offline");
    const wait = backoff(attempt++);
    nextAttempt.set(Date.now() + wait);
    timer = setTimeout(open, wait);
  }

  function beat() {
    if (!socket || socket.readyState !== WebSocket.OPEN) return;
    // A half-open connection never closes by itself: close it after a silence.
    if (Date.now() - heardAt > SILENCE_MS + PING_MS) return socket.close();
    send({ t: "ping" });
    repeatPresence();
  }

  /** A socket from before the network went may be dead without knowing it: a new one shows. */
  const wake = () => {
    const old = socket;
    socket = null;
    attempt = 0;
    open();
    old?.close();
  };
  const sleep = () => connection.set("offline");
  retryNow = wake;
  const pulse = setInterval(beat, PING_MS);
  addEventListener("online", wake);
  addEventListener("offline", sleep);
  open();

  return () => {
    stopped = true;
    clearTimeout(timer);
    clearInterval(pulse);
    removeEventListener("online", wake);
    removeEventListener("offline", sleep);
    socket?.close();
    socket = null;
    clearPresence();
  };
}
