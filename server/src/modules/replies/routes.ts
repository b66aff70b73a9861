import {
  Beginning,
  Conversation,
  Id,
  Message,
  MessageInput,
  OutboundConversation,
  ReplyRoute,
  Signature,
  spokenTicket,
  TemplatePreview,
  TemplatePreviewInput,
} from "@omniflow/contract";
import { Type } from "typebox";
import { AppError } from "../../errors.ts";
import { answer, type Route, route } from "../../platform/http.ts";
import { need } from "../../platform/permission.ts";
import { writeNote } from "../conversations/index.ts";
import { previewTemplate } from "./preview.ts";
import { listFirstRoutes } from "./reach.ts";
import { cancelMessage, retryMessage, writeReply } from "./reply.ts";
import { showFirstSignature, showSignature } from "./signature.ts";
import { startConversation } from "./start.ts";

const tag = "Conversations";
/** Rich text with inlined pictures comes in one body. */
const bodyLimit = 4 << 20;

export const replyRoutes: Route[] = [
  route({
    method: "GET",
    path: "/reply-routes",
    access: "conversations.reply",
    tag,
    summary: "How a conversation can be begun with a contact, or with an address: one entry per channel and address",
    schemas: {
      query: Type.Object({ contact_id: Type.Optional(Id), to: Type.Optional(Type.String({ maxLength: 320 })) }),
      item: ReplyRoute,
    },
    handle: async ({ ctx, query }) => {
      if (!query.contact_id && !query.to?.trim())
        throw new AppError("validation_failed", "Say who to write to: a contact_id, or an address in `to`.", {
          field: "to",
        });
      const routes = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => listFirstRoutes(ctx, tx, query));
      return answer(routes, { nextCursor: null });
    },
  }),
  route({
    method: "GET",
    path: "/reply-routes/signature",
    access: "conversations.reply",
    tag,
    summary: "What the first message of a conversation about to begin would be signed with",
    schemas: {
      query: Type.Object({ ...Beginning.properties, conversation_id: Id }),
      data: Signature,
    },
    handle: ({ ctx, query }) => showFirstSignature(ctx, query),
  }),
  route({
    method: "POST",
    path: "/conversations",
    access: "conversations.reply",
    tag,
    summary: "Begin a conversation with a contact or an address",
    schemas: { body: OutboundConversation, data: Type.Object({ conversation: Conversation, message: Message }) },
    bodyLimit,
    handle: async ({ ctx, body }) => {
      const { created, ...data } = await startConversation(ctx, body);
      return answer(data, { status: created ? 201 : 200 });
    },
  }),
  route({
    method: "POST",
    path: "/conversations/:id/messages",
    access: ["conversations.reply", "conversations.note"],
    tag,
    summary: "Answer the customer, or leave an internal note",
    schemas: { body: MessageInput, data: Message },
    bodyLimit,
    handle: async ({ ctx, params, body }) => {
      const permission = body.kind === "note" ? "conversations.note" : "conversations.reply";
      need(ctx, permission);
      const { message, created } =
        body.kind === "note" ? await writeNote(ctx, params.id, body) : await writeReply(ctx, params.id, body);
      return answer(message, { status: created ? 201 : 200 });
    },
  }),
  route({
    method: "GET",
    path: "/conversations/:id/signature",
    access: "conversations.reply",
    tag,
    summary: "What a reply over a channel would be signed with",
    schemas: { query: Type.Object({ channel_id: Id, ticket_id: spokenTicket }), data: Signature },
    handle: ({ ctx, params, query }) => showSignature(ctx, params.id, query.channel_id, query.ticket_id),
  }),
  route({
    method: "POST",
    path: "/templates/preview",
    access: "signed_in",
    tag: "Canned responses",
    summary: "Fill a template for a conversation or a contact, without saving or sending anything",
    schemas: { body: TemplatePreviewInput, data: TemplatePreview },
    handle: ({ ctx, body }) => previewTemplate(ctx, body),
  }),
  route({
    method: "POST",
    path: "/conversations/:id/messages/:message_id/cancel",
    access: "conversations.reply",
    tag,
    summary: "Take back a message that is still waiting",
    schemas: { data: Message },
    handle: ({ ctx, params }) => cancelMessage(ctx, params.id, params.message_id),
  }),
  route({
    method: "POST",
    path: "/conversations/:id/messages/:message_id/retry",
    access: "conversations.reply",
    tag,
    summary: "Send a failed message again",
    schemas: { data: Message },
    handle: ({ ctx, params }) => retryMessage(ctx, params.id, params.message_id),
  }),
];
