/**
 * Messages on their way from this browser: each has its client-made id from the start, so sending it again can never send it
 * twice. What could not be sent for lack of a connection is kept over a reload and goes out when the connection is back.
 */
import type { Message, MessageInput } from "@omniflow/contract";
import { ApiError, currentWorkspaceId } from "../../../api/client.ts";
import { sendMessage } from "../../../api/conversations.ts";
import { connection } from "../../../api/realtime.ts";
import { createStore } from "../../../lib/store.ts";
import type { DraftBody } from "./drafts.ts";

export type Outgoing = {
  id: string;
  conversationId: string;
  input: MessageInput & { id: string };
  /** Kind of the channel it leaves by; null for a note. */
  channel: string | null;
  /** What to put back into the composer when the member takes it back. */
  draft: DraftBody;
  /** The message that is forwarded with it. */
  forwarded?: Message;
  /** `waiting`: no connection. `stopped`: the thread changed meanwhile. `refused`: the server said no. */
  state: "sending" | "waiting" | "stopped" | "refused";
  reason: string | null;
  createdAt: string;
};
export type Sent = (item: Outgoing, message: Message) => void;

export const outbox = createStore<readonly Outgoing[]>([]);
let onSent: Sent = () => {};
let onHeld: (item: Outgoing) => void = () => {};
const busy = new Set<string>();

const storageKey = () => `omniflow.outbox.${currentWorkspaceId() ?? ""}`;

function update(next: (now: readonly Outgoing[]) => readonly Outgoing[]) {
  outbox.set(next);
  const kept = outbox.get().filter((item) => item.state === "waiting" || item.state === "sending");
  try {
    if (kept.length > 0) localStorage.setItem(storageKey(), JSON.stringify(kept));
    else localStorage.removeItem(storageKey());
  } catch {
    // A full or forbidden storage only costs surviving a reload.
  }
}

const change = (id: string, part: Partial<Outgoing>) =>
  update((now) => now.map((item) => (item.id === id ? { ...item, ...part } : item)));

export function takeFromOutbox(id: string): Outgoing | null {
  const item = outbox.get().find((one) => one.id === id) ?? null;
  update((now) => now.filter((one) => one.id !== id));
  return item;
}

/** Queues and sends. The message shows in the thread at once. */
export function enqueue(item: Omit<Outgoing, "state" | "reason">): void {
  update((now) => [...now.filter((one) => one.id !== item.id), { ...item, state: "sending", reason: null }]);
  void deliver(item.conversationId);
}

/** Sends again what was refused or stopped; `seen` is the newest message the member has now seen. */
export function resend(id: string, seen?: string): void {
  const item = outbox.get().find((one) => one.id === id);
  if (!item) return;
  const input = seen === undefined ? item.input : { ...item.input, seen_message_id: seen };
  change(id, { state: "sending", reason: null, input });
  void deliver(item.conversationId);
}

/** One message of a conversation at a time, in the order they were written. */
async function deliver(conversationId: string): Promise<void> {
  if (busy.has(conversationId)) return;
  busy.add(conversationId);
  try {
    for (;;) {
      const item = outbox.get().find((one) => one.conversationId === conversationId && one.state === "sending");
      if (!item || !(await deliverOne(item))) return;
    }
  } finally {
    busy.delete(conversationId);
  }
}

/** False when there is no point in trying the next one. */
async function deliverOne(item: Outgoing): Promise<boolean> {
  try {
    const message = await sendMessage(item.conversationId, item.input);
    onSent(item, message);
    update((now) => now.filter((one) => one.id !== item.id));
    return true;
  } catch (error) {
    const failure = error instanceof ApiError ? error : new ApiError("internal", String(error));
    if (isConnectionLoss(failure)) {
      onHeld(item);
      update((now) =>
        now.map((one) =>
          one.conversationId === item.conversationId && one.state === "sending" ? { ...one, state: "waiting" } : one,
        ),
      );
      return false;
    }
    const state = failure.code === "conflict" ? "stopped" : "refused";
    change(item.id, { state, reason: failure.message });
    onHeld({ ...item, state, reason: failure.message });
    return true;
  }
}

const lost = new Set(["network", "unreachable", "unavailable"]);
const isConnectionLoss = (error: ApiError) => lost.has(error.code);

/** Everything that waits for a connection is tried again. */
export function flushOutbox(): void {
  const waiting = outbox.get().filter((item) => item.state === "waiting");
  if (waiting.length === 0) return;
  update((now) => now.map((item) => (item.state === "waiting" ? { ...item, state: "sending" } : item)));
  for (const id of new Set(waiting.map((item) => item.conversationId))) void deliver(id);
}

/** Starts the outbox of the current workspace; returns the way to stop it. */
export function startOutbox(handlers: { sent: Sent; held: (item: Outgoing) => void }): () => void {
  onSent = handlers.sent;
  onHeld = handlers.held;
  outbox.set(restore());
  flushOutbox();
  const timer = setInterval(flushOutbox, 15_000);
  const stopWatching = connection.subscribe(() => {
    if (connection.get() === "online") flushOutbox();
  });
  addEventListener("online", flushOutbox);
  return () => {
    clearInterval(timer);
    stopWatching();
    removeEventListener("online", flushOutbox);
  };
}

function restore(): Outgoing[] {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey()) ?? "[]") as Outgoing[];
    const known = new Map(outbox.get().map((item) => [item.id, item]));
    return kept.map((item) => known.get(item.id) ?? { ...item, state: "waiting" });
  } catch {
    return [];
  }
}
