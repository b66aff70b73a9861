/** Sends a forward through the outbox, with the same undo as a reply. The conversation's state is not touched by it. */
import type { ConversationDetail, Message, ReplyRoute } from "@omniflow/contract";
import type { QueryClient } from "@tanstack/react-query";
import { whoAmI } from "../queries/who.ts";
import type { DraftBody } from "./drafts.ts";
import { withFileReferences } from "./files.ts";
import { forwarding } from "./forwarding.ts";
import { enqueue } from "./outbox.ts";
import type { Recipients } from "./recipients.ts";
import { defaultUndoSeconds, offerUndo } from "./send.ts";

type Forward = {
  detail: ConversationDetail;
  message: Message;
  recipients: Recipients;
  body: DraftBody;
  route: ReplyRoute;
};

export function sendForward(client: QueryClient, { detail, message, recipients, body, route }: Forward): void {
  const id = crypto.randomUUID();
  const seconds = whoAmI(client).settings.undo_seconds ?? defaultUndoSeconds;
  const { cc, bcc } = recipients;
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
      text: body.text,
      ...(body.html ? { html: withFileReferences(body.html).html } : {}),
      undo_seconds: seconds,
      status: detail.status,
    },
  });
  forwarding.set(null);
  if (seconds > 0) offerUndo(client, id, seconds);
}
