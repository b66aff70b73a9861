/** Begins the conversation: the same undo as a reply; taken back, the text is in the composer of the new conversation. */
import type { Conversation, ReplyRoute, Status } from "@omniflow/contract";
import type { QueryClient } from "@tanstack/react-query";
import { startConversation } from "../../../api/conversations.ts";
import { keys } from "../../../api/keys.ts";
import type { DraftBody } from "../composer/drafts.ts";
import { isWaiting } from "../composer/files.ts";
import {
  broughtBy,
  contentOf,
  defaultUndoSeconds,
  offerUndo,
  rememberSent,
  signatureIn,
  tellPlanned,
} from "../composer/send.ts";
import { whoAmI } from "../queries/who.ts";
import { dropFirst, type FirstDraft } from "./first-draft.ts";

type First = {
  draft: FirstDraft;
  body: DraftBody;
  route: ReplyRoute;
  status?: Status | undefined;
  at?: Date | undefined;
};

export const firstRouteKey = (route: ReplyRoute) => `${route.channel_id} ${route.to[0]?.value ?? ""}`;

/** @throws ApiError, for the dialog to show: nothing has happened then. */
export async function sendFirst(client: QueryClient, first: First): Promise<Conversation> {
  const { draft, route, status, at } = first;
  const body = first.body.attachments?.some(isWaiting)
    ? await (await import("../composer/waiting-files.ts")).withUploaded(first.body)
    : first.body;
  const me = whoAmI(client);
  const seconds = me.settings.undo_seconds ?? defaultUndoSeconds;
  const content = contentOf(body, route.limits.html);
  const whom = draft.whom!;
  const { conversation, message } = await startConversation({
    id: draft.id,
    message_id: draft.messageId,
    channel_id: route.channel_id,
    to: route.to[0]!.value,
    ...("contact" in whom ? { contact_id: whom.contact.id } : whom.name.trim() ? { name: whom.name.trim() } : {}),
    ...(route.limits.subject && draft.subject.trim() ? { subject: draft.subject.trim() } : {}),
    ...(route.limits.cc && draft.cc.length > 0 ? { cc: draft.cc } : {}),
    ...(route.limits.cc && draft.bcc.length > 0 ? { bcc: draft.bcc } : {}),
    ...content,
    ...signatureIn(body),
    ...broughtBy(body),
    ...(status ? { status } : {}),
    ...(at ? { send_at: at.toISOString() } : { undo_seconds: seconds }),
  });
  dropFirst(draft);
  rememberSent({
    id: message.id,
    conversationId: conversation.id,
    channel: route.channel,
    draft: { ...body, channel_id: route.channel_id, to: route.to, cc: draft.cc, bcc: draft.bcc },
    state: "sending",
    reason: null,
    createdAt: message.created_at,
    input: { id: message.id, kind: "message", channel_id: route.channel_id },
  });
  if (at) tellPlanned(client, message.id, at);
  else if (seconds > 0) offerUndo(client, message.id, seconds);
  for (const queryKey of [keys.conversationLists, keys.counts, ["contacts", "list"]])
    void client.invalidateQueries({ queryKey });
  return conversation;
}
