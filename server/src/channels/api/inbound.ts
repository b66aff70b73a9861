/** `POST /channels/{id}/messages` → what it says. */
import type { ApiInbound } from "@omniflow/contract";
import type { Identity, InboundMessage } from "../adapter.ts";

/** The caller's own thread keys get a mark in front, so that no text of theirs can pass for a key of ours. */
const ownMark = "key:";

/** One sender without a thread stays one conversation. */
export const threadKeyFor = (thread: string | undefined, from: Identity): string =>
  thread === undefined ? `from:${from.kind}:${from.value}` : ownMark + thread;

/** The thread as the caller knows it; null for one that the caller never named. */
export const callersThread = (key: string | null): string | null =>
  key?.startsWith(ownMark) ? key.slice(ownMark.length) : null;

export function readApiMessage(body: ApiInbound, now: Date): InboundMessage {
  const from = senderOf(body.from);
  return {
    kind: "message",
    externalId: body.external_id,
    thread: threadKeyFor(body.thread, from),
    from,
    sentAt: body.sent_at ? new Date(body.sent_at) : now,
    text: body.text ?? "",
    html: body.html,
    subject: body.subject,
    files: [],
  };
}

/** The strongest identity given counts: an address, a number, a handle. */
function senderOf({ email, phone, handle, name }: ApiInbound["from"]): Identity {
  if (email) return { kind: "email", value: email.trim().toLowerCase(), name };
  if (phone) return { kind: "phone", value: phone.replace(/[^\d+]/g, "").replace(/(?!^)\+/g, ""), name };
  return { kind: "handle", value: (handle ?? "").trim(), name };
}
