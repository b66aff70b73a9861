/**
 * Messages on their way from this browser: each has its client-made id from the start, so sending it again can never send it
 * twice. What has not reached the server is kept over a reload, for this member only, and goes out when the connection is back.
 */
import type { Message, MessageInput } from "@omniflow/contract";
import { ApiError, currentWorkspaceId } from "../../../api/client.ts";
import { sendMessage } from "../../../api/conversations.ts";
import { connection, unsent } from "../../../api/realtime.ts";
import { createStore } from "../../../lib/store.ts";
import type { DraftBody } from "./drafts.ts";
import { isWaiting } from "./files.ts";

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

let memberId = "";
/** One entry for each message: two windows must not write over each other's. */
const storagePrefix = () => `omniflow.outbox.${currentWorkspaceId() ?? ""}.${memberId}.`;

function update(next: (now: readonly Outgoing[]) => readonly Outgoing[]) {
  const before = outbox.get();
  outbox.set(next);
  const now = outbox.get();
  unsent.set(now.filter((item) => item.state === "waiting").length);
  try {
    for (const item of now)
      if (!before.includes(item)) localStorage.setItem(storagePrefix() + item.id, JSON.stringify(item));
    for (const { id } of before) if (!now.some((one) => one.id === id)) localStorage.removeItem(storagePrefix() + id);
  } catch {
    // A full or forbidden storage only costs surviving a reload.
  }
}

/** Another window has sent it, or taken it back. */
function onStorage({ key, newValue }: StorageEvent) {
  if (newValue !== null || !key?.startsWith(storagePrefix())) return;
  const id = key.slice(storagePrefix().length);
  update((now) => now.filter((one) => one.id !== id || one.state === "sending"));
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
    const { input } = item.draft.attachments?.some(isWaiting) ? await withFiles(item) : item;
    const message = await sendMessage(item.conversationId, input);
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

/** What was attached without a network goes up first. */
async function withFiles(item: Outgoing): Promise<Outgoing> {
  const { withUploaded } = await import("./waiting-files.ts");
  const draft = await withUploaded(item.draft);
  const now = new Map(item.draft.attachments?.map((file, index) => [file.id, draft.attachments![index]!.id]));
  const input = { ...item.input, attachment_ids: item.input.attachment_ids?.map((id) => now.get(id) ?? id) };
  change(item.id, { draft, input });
  return { ...item, draft, input };
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

/** Starts the outbox of a member in the current workspace; returns the way to stop it. */
export function startOutbox(member: string, handlers: { sent: Sent; held: (item: Outgoing) => void }): () => void {
  memberId = member;
  onSent = handlers.sent;
  onHeld = handlers.held;
  update(restore);
  flushOutbox();
  const timer = setInterval(flushOutbox, 15_000);
  const stopWatching = connection.subscribe(() => {
    if (connection.get() === "online") flushOutbox();
  });
  addEventListener("online", flushOutbox);
  addEventListener("storage", onStorage);
  return () => {
    clearInterval(timer);
    stopWatching();
    removeEventListener("online", flushOutbox);
    removeEventListener("storage", onStorage);
  };
}

/** What this browser still has, with what is known here already. */
function restore(now: readonly Outgoing[]): readonly Outgoing[] {
  const kept = Object.keys(localStorage)
    .filter((key) => key.startsWith(storagePrefix()))
    .flatMap((key) => readKept(key) ?? [])
    .filter((item) => !now.some((one) => one.id === item.id))
    .map((item): Outgoing => (item.state === "sending" ? { ...item, state: "waiting" } : item));
  return [...now, ...kept].sort((a, b) => a.createdAt.localeCompare(b.createdAt));
}

function readKept(key: string): Outgoing | null {
  try {
    const item = JSON.parse(localStorage.getItem(key) ?? "") as Outgoing;
    return typeof item.conversationId === "string" && item.input.id === item.id ? item : null;
  } catch {
    return null;
  }
}
