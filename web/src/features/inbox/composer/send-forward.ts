/** Sends a forward through the outbox, with the same undo as a reply. The conversation's state is touched by a response's actions only. */
import type { ConversationDetail, Message, ReplyRoute } from "@omniflow/contract";
import type { QueryClient } from "@tanstack/react-query";
import { whoAmI } from "../queries/who.ts";
import { emptyBody, forgetDraft, readDraft } from "./drafts.ts";
import { forwardDraft, forwarding } from "./forwarding.ts";
import { enqueue } from "./outbox.ts";
import type { Recipients } from "./recipients.ts";
import { broughtBy, contentOf, defaultUndoSeconds, offerUndo } from "./send.ts";

type Forward = { detail: ConversationDetail; message: Message; recipients: Recipients; route: ReplyRoute };

export function sendForward(client: QueryClient, { detail, message, recipients, route }: Forward): void {
  const id = crypto.randomUUID();
  const seconds = whoAmI(client).settings.undo_seconds ?? defaultUndoSeconds;
  const { cc, bcc } = recipients;
  const body = readDraft(forwardDraft(message), "message")?.body ?? emptyBody;
  enqueue({
    id,
    conversationId: detail.id,
    channel: route.channel,
    draft: body,
    forwarded: message,
    createdAt: new Date().toISOString(),
    input: {
      id,
      kind: "message",
      forward_message_id: message.id,
      channel_id: route.channel_id,
      to: recipients.to,
      ...(cc.length > 0 ? { cc } : {}),
      ...(bcc.length > 0 ? { bcc } : {}),
      ...contentOf(body, true),
      ...broughtBy(body),
      undo_seconds: seconds,
      status: body.macro?.status ?? detail.status,
    },
  });
  forgetDraft(forwardDraft(message), "message");
  forwarding.set(null);
  if (seconds > 0) offerUndo(client, id, seconds);
}
