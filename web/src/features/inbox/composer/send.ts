/** From the composer into the outbox: what goes out, what the conversation looks like meanwhile, and the way to take it back. */
import type { ConversationDetail, Message, ReplyRoute, Status } from "@omniflow/contract";
import type { QueryClient } from "@tanstack/react-query";
import i18next from "i18next";
import { ApiError } from "../../../api/client.ts";
import { cancelMessage } from "../../../api/conversations.ts";
import { keys } from "../../../api/keys.ts";
import { formatDateTime } from "../../../i18n/format.ts";
import { errorText } from "../../../ui/states.tsx";
import { notify } from "../../../ui/toast.tsx";
import { applyChange } from "../actions/patch.ts";
import { addPending } from "../actions/pending.ts";
import { forgetUndo, pushUndo, undo } from "../actions/undo.ts";
import { findCached, writeRow } from "../queries/cache.ts";
import { writeMessage } from "../queries/messages.ts";
import { whoAmI } from "../queries/who.ts";
import { clearDraft, type DraftBody, type DraftKind, isEmpty, readDraft } from "./drafts.ts";
import { withFileReferences } from "./files.ts";
import { enqueue, type Outgoing, outbox, takeFromOutbox } from "./outbox.ts";
import { putBack } from "./put-back.ts";
import { changedRecipients, type Recipients } from "./recipients.ts";

export const defaultUndoSeconds = 5;

type Sending = {
  detail: ConversationDetail;
  kind: DraftKind;
  route: ReplyRoute | null;
  recipients: Recipients;
  mentions: string[];
  /** The newest message on screen: the server stops the reply when there is a newer one. */
  seen: string | undefined;
  /** Written on the page of this ticket. */
  ticketId?: string | undefined;
  status?: Status | undefined;
  /** Send later: at this time. */
  at?: Date | undefined;
};

/** Sends what is in the composer. False when there is nothing to send. */
export function sendDraft(client: QueryClient, sending: Sending): boolean {
  const { detail, kind, route, at } = sending;
  const body = readDraft(detail.id, kind)?.body;
  if (!body || isEmpty(body)) return false;
  const me = whoAmI(client);
  const seconds = me.settings.undo_seconds ?? defaultUndoSeconds;
  const id = crypto.randomUUID();
  // What goes out tomorrow has not been said yet: the conversation stays as it is until then.
  const status =
    kind === "message" && !at
      ? (sending.status ?? body.macro?.status ?? me.settings.after_reply_status ?? "pending")
      : undefined;
  enqueue({
    id,
    conversationId: detail.id,
    channel: kind === "message" ? (route?.channel ?? null) : null,
    draft: body,
    createdAt: new Date().toISOString(),
    input: {
      id,
      kind,
      ...contentOf(body, kind === "note" || route?.limits.html === true),
      ...(kind === "note"
        ? { mentions: sending.mentions }
        : {
            ...signatureIn(body),
            ...(sending.ticketId ? { ticket_id: sending.ticketId } : {}),
            ...broughtBy(body),
            ...(route ? { channel_id: route.channel_id, ...changedRecipients(sending.recipients, route) } : {}),
            ...(at ? { send_at: at.toISOString() } : { undo_seconds: seconds }),
            ...(status ? { status } : {}),
            ...(sending.seen ? { seen_message_id: sending.seen } : {}),
          }),
    },
  });
  if (status) showStatus(client, detail.id, id, status);
  clearDraft(detail.id, kind);
  if (at) tellPlanned(client, id, at);
  else if (kind === "message" && seconds > 0) offerUndo(client, id, seconds);
  return true;
}

export function contentOf(body: DraftBody, rich: boolean) {
  const attachments = body.attachments?.map((file) => file.id) ?? [];
  if (!rich) return { text: body.text, ...(attachments.length > 0 ? { attachment_ids: attachments } : {}) };
  const { html, ids } = withFileReferences(body.html);
  const all = [...attachments, ...ids];
  return { ...(html ? { html } : {}), text: body.text, ...(all.length > 0 ? { attachment_ids: all } : {}) };
}

/** What canned responses brought along: what they do on sending, and that they were used. */
export const broughtBy = ({ macro, responses }: DraftBody) => ({
  ...(macro ? { macro } : {}),
  ...(responses?.length ? { response_use_ids: responses.map((one) => one.use_id) } : {}),
});

/** Untouched, the server fills it as it was shown. */
export const signatureIn = ({ signature }: DraftBody) =>
  signature === undefined
    ? { signature: true }
    : isMarkup(signature)
      ? { signature_html: signature }
      : { signature_text: signature };

/** As the server tells them apart; written out, since the template language is a chunk of its own. */
export const isMarkup = (text: string): boolean => /^\s*<(p|ul|ol|blockquote|div)\b/i.test(text);

const statusShown = new Map<string, () => void>();

/** The next state shows at once; the server sets the same when the message arrives there. */
function showStatus(client: QueryClient, conversationId: string, messageId: string, status: Status) {
  const row = findCached(client, conversationId);
  if (!row || row.status === status) return;
  statusShown.set(messageId, addPending(conversationId, { status }));
  writeRow(client, applyChange(row, { status }));
}

function settleStatus(client: QueryClient, item: Outgoing) {
  statusShown.get(item.id)?.();
  statusShown.delete(item.id);
  void client.invalidateQueries({ queryKey: keys.conversationDetail(item.conversationId) });
  void client.invalidateQueries({ queryKey: keys.conversationLists });
  void client.invalidateQueries({ queryKey: keys.counts });
}

/** What the outbox tells when a message has reached the server, or could not. */
export function outboxHandlers(client: QueryClient) {
  return {
    sent: (item: Outgoing, message: Message) => {
      writeMessage(client, message);
      settleStatus(client, item);
      void client.invalidateQueries({ queryKey: keys.timeline(item.conversationId) });
    },
    held: (item: Outgoing) => {
      withdrawUndo.get(item.id)?.();
      settleStatus(client, item);
      void client.invalidateQueries({ queryKey: keys.messages(item.conversationId) });
    },
  };
}

export function tellPlanned(client: QueryClient, id: string, at: Date) {
  const text = i18next.getFixedT(null, "inbox")("later.done", { time: formatDateTime(at) });
  const entry = pushUndo(text, () => {
    dismiss();
    void takeBack(client, id);
  });
  const dismiss = notify({ text, undo: () => void undo(entry.id) });
  withdrawUndo.set(id, () => {
    dismiss();
    forgetUndo(entry.id);
  });
}

export function offerUndo(client: QueryClient, id: string, seconds: number) {
  const t = i18next.getFixedT(null, "inbox");
  const entry = pushUndo(
    t("compose.sent"),
    () => {
      dismiss();
      void takeBack(client, id);
    },
    seconds * 1000,
  );
  const dismiss = notify({
    text: t("compose.sending"),
    until: Date.now() + seconds * 1000,
    ms: seconds * 1000,
    undo: () => void undo(entry.id),
  });
  withdrawUndo.set(id, () => {
    dismiss();
    forgetUndo(entry.id);
  });
  setTimeout(() => withdrawUndo.delete(id), seconds * 1000);
}

/** What did not leave needs no undo: it is offered for change where it stands. */
const withdrawUndo = new Map<string, () => void>();

const sentDrafts = new Map<string, Outgoing>();

/** For what reached the server on another way than the outbox. */
export const rememberSent = (item: Outgoing): void => void sentDrafts.set(item.id, item);

/** Remembers what was written while it can still be taken back. */
outbox.subscribe(() => {
  for (const item of outbox.get()) sentDrafts.set(item.id, item);
});

/** Takes a message back and puts its text into the composer again. */
async function takeBack(client: QueryClient, id: string): Promise<void> {
  const item = sentDrafts.get(id);
  if (!item) return;
  const waiting = outbox.get().find((one) => one.id === id);
  if (waiting && waiting.state !== "sending") takeFromOutbox(id);
  else if (!(await cancelled(client, item))) return;
  settleStatus(client, item);
  putBack(item);
  sentDrafts.delete(id);
}

async function cancelled(client: QueryClient, item: Outgoing): Promise<boolean> {
  // Still on its way to the server: it can be cancelled once it is there.
  for (let wait = 0; wait < 50 && outbox.get().some((one) => one.id === item.id && one.state === "sending"); wait++) {
    await new Promise((done) => setTimeout(done, 100));
  }
  try {
    writeMessage(client, await cancelMessage(item.conversationId, item.id));
    return true;
  } catch (error) {
    const t = i18next.getFixedT(null, "inbox");
    const late = error instanceof ApiError && error.status === 409;
    notify({ tone: "error", text: late ? t("compose.undo_too_late") : errorText(error) });
    return false;
  }
}
