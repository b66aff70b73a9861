/** The message that is being forwarded: asked for by a menu or a key, written by the composer. */
import type { Message, ReplyRoute } from "@omniflow/contract";
import { createStore } from "../../../lib/store.ts";
import { type DraftBody, keepHere, restoreDraft } from "./drafts.ts";
import type { Recipients } from "./recipients.ts";

export type Forwarding = { conversationId: string; message: Message; recipients: Recipients };
export const forwarding = createStore<Forwarding | null>(null);

/** Under which the words round a forwarded message are kept: in this window, until they are sent. */
export const forwardDraft = (message: Message) => `forward:${message.id}`;

export function startForward(message: Message): void {
  keepHere(forwardDraft(message));
  forwarding.set({
    conversationId: message.conversation_id,
    message,
    recipients: { to: [], cc: [], bcc: [] },
  });
}

/** One that was taken back, or did not leave. */
export function forwardAgain(what: Forwarding, body: DraftBody): void {
  keepHere(forwardDraft(what.message));
  restoreDraft(forwardDraft(what.message), "message", body);
  forwarding.set(what);
}

/** Forwarding leaves by mail: the first mailbox of the conversation that works. */
export const forwardRoute = (routes: ReplyRoute[]): ReplyRoute | null =>
  routes.find((route) => route.problem === null && route.limits.cc) ?? null;
