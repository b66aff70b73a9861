/** The message that is being forwarded: asked for by a menu or a key, written by the composer. */
import type { Message, ReplyRoute } from "@omniflow/contract";
import { createStore } from "../../../lib/store.ts";
import { type DraftBody, emptyBody } from "./drafts.ts";
import type { Recipients } from "./recipients.ts";

export type Forwarding = { conversationId: string; message: Message; recipients: Recipients; body: DraftBody };
export const forwarding = createStore<Forwarding | null>(null);

export const startForward = (message: Message): void =>
  forwarding.set({
    conversationId: message.conversation_id,
    message,
    recipients: { to: [], cc: [], bcc: [] },
    body: emptyBody,
  });

/** Forwarding leaves by mail: the first mailbox of the conversation that works. */
export const forwardRoute = (routes: ReplyRoute[]): ReplyRoute | null =>
  routes.find((route) => route.problem === null && route.limits.cc) ?? null;
