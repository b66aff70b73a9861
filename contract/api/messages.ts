/** Messages of a conversation: what was said, how it leaves, what became of it, and what is still being written. */
import { type Static, Type } from "typebox";
import { deliveryStates, Id, identityKinds, Nullable, OneOf, statuses, Time } from "./common.ts";
import { Macro } from "./macros.ts";

export const Attachment = Type.Object({
  id: Id,
  name: Type.String(),
  content_type: Type.String(),
  size: Type.Integer(),
  inline: Type.Boolean(),
  url: Type.String({ description: "Signed; works for some minutes, without a session." }),
});
export type Attachment = Static<typeof Attachment>;

const Recipient = Type.Object({ kind: OneOf(identityKinds), value: Type.String(), name: Type.Optional(Type.String()) });

export const Message = Type.Object({
  id: Id,
  conversation_id: Id,
  thread_id: Nullable(Id),
  channel_id: Nullable(Id),
  channel: Nullable(Type.String()),
  kind: OneOf(["message", "note"] as const),
  direction: OneOf(["in", "out"] as const),
  author: Type.Object({
    type: OneOf(["contact", "member", "ai_agent", "system"] as const),
    id: Nullable(Id),
    name: Type.String(),
  }),
  subject: Nullable(Type.String()),
  text: Type.String(),
  html: Nullable(Type.String({ description: "Sanitised; inline images as signed addresses." })),
  quoted_text: Nullable(Type.String()),
  quoted_html: Nullable(Type.String()),
  recipients: Nullable(
    Type.Object({
      from: Type.Optional(Recipient),
      to: Type.Array(Recipient),
      cc: Type.Array(Recipient),
      bcc: Type.Array(Recipient),
    }),
  ),
  automatic: Nullable(Type.String()),
  details: Nullable(Type.Record(Type.String(), Type.Unknown())),
  attachments: Type.Array(Attachment),
  delivery: Nullable(
    Type.Object({
      state: OneOf(deliveryStates),
      reason: Nullable(Type.String()),
      send_at: Nullable(Time),
      attempts: Type.Integer(),
    }),
  ),
  has_original: Type.Boolean(),
  sent_at: Nullable(Time),
  edited_at: Nullable(Time),
  created_at: Time,
});
export type Message = Static<typeof Message>;

/** Which of a conversation's tickets a template speaks of. */
export const spokenTicket = Type.Optional(
  Type.String({
    format: "uuid",
    description: "What `ticket.*` means where the conversation has several tickets; absent: its newest open one.",
  }),
);

/** How a mail is signed. The signature stands below the text, is stored apart from it and shown folded. */
const SignatureChoice = {
  signature: Type.Optional(
    Type.Boolean({
      description:
        "true: the author's own signature, or the channel's where they have none; false: none; absent: the channel's. Channels without HTML have none.",
    }),
  ),
  signature_text: Type.Optional(
    Type.String({ maxLength: 20_000, description: "Sign with this text instead, as it is (no variables)." }),
  ),
  signature_html: Type.Optional(
    Type.String({ maxLength: 40_000, description: "The same as HTML; `signature_text` is then made from it." }),
  ),
};

/** `GET /conversations/{id}/signature?channel_id=`: what the caller's reply would be signed with, variables filled. */
export const Signature = Type.Object({
  text: Type.String(),
  html: Type.String(),
  source: Nullable(OneOf(["member", "channel"] as const)),
  missing: Type.Array(
    Type.String({ description: "Variables without a value; what stood alone with one is left out." }),
  ),
});
export type Signature = Static<typeof Signature>;

/** `POST /templates/preview`: a text or HTML template filled for a conversation or contact, and what is wrong with it. */
export const TemplatePreviewInput = Type.Object(
  {
    text: Type.Optional(Type.String({ maxLength: 100_000 })),
    html: Type.Optional(Type.String({ maxLength: 500_000 })),
    conversation_id: Type.Optional(Id),
    ticket_id: spokenTicket,
    contact_id: Type.Optional(Id),
    language: Type.Optional(Type.String({ maxLength: 35 })),
  },
  { additionalProperties: false },
);
export type TemplatePreviewInput = Static<typeof TemplatePreviewInput>;
export const TemplatePreview = Type.Object({
  text: Type.String(),
  html: Type.String({
    description: "Safe to show. Missing values are `<mark data-missing>` with the variable's name.",
  }),
  missing: Type.Array(Type.String()),
  problems: Type.Array(
    Type.Object({
      reason: Type.String(),
      message: Type.String(),
      offset: Type.Integer(),
      line: Type.Integer(),
      column: Type.Integer(),
    }),
  ),
});
export type TemplatePreview = Static<typeof TemplatePreview>;

export const MessageInput = Type.Object(
  {
    id: Type.Optional(
      Type.String({ format: "uuid", description: "Made by the client; sending the same id again changes nothing." }),
    ),
    kind: OneOf(["message", "note"] as const),
    text: Type.Optional(Type.String({ maxLength: 200_000 })),
    html: Type.Optional(Type.String({ maxLength: 1_000_000 })),
    channel_id: Type.Optional(
      Type.String({ format: "uuid", description: "Leave over this channel instead of the default route." }),
    ),
    thread_id: Type.Optional(
      Type.String({
        format: "uuid",
        description: "Answer on this thread, where a channel has several (see reply_routes).",
      }),
    ),
    to: Type.Optional(Type.Array(Recipient, { maxItems: 100 })),
    cc: Type.Optional(Type.Array(Recipient, { maxItems: 100 })),
    bcc: Type.Optional(Type.Array(Recipient, { maxItems: 100 })),
    subject: Type.Optional(Type.String({ maxLength: 998 })),
    attachment_ids: Type.Optional(Type.Array(Id, { maxItems: 100 })),
    mentions: Type.Optional(Type.Array(Id, { maxItems: 50, description: "Members to notify (notes only)." })),
    undo_seconds: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 120,
        description:
          "How long the message waits and can be cancelled; default 0 for keys, the member's setting in the app.",
      }),
    ),
    send_at: Type.Optional(
      Type.String({
        format: "date-time",
        description: "Send later, within a year. Cancels itself when the customer writes first.",
      }),
    ),
    forward_message_id: Type.Optional(
      Type.String({
        format: "uuid",
        description: "Forward this message of the conversation, its files included, to `to`; on a thread of its own.",
      }),
    ),
    ...SignatureChoice,
    ticket_id: spokenTicket,
    macro: Type.Optional(Macro),
    response_use_ids: Type.Optional(
      Type.Array(Id, { maxItems: 20, description: "Canned responses that went into it, as rendered with `insert`." }),
    ),
    status: Type.Optional(OneOf(statuses)),
    seen_message_id: Type.Optional(
      Type.String({
        format: "uuid",
        description:
          "The newest message the author has seen; when there is a newer one the send is stopped with 409 `conflict`.",
      }),
    ),
  },
  { additionalProperties: false },
);
export type MessageInput = Static<typeof MessageInput>;

export const DeliveryAttempt = Type.Object({
  state: Type.String(),
  recipient: Nullable(Type.String()),
  reason: Nullable(Type.String()),
  at: Time,
});
export type DeliveryAttempt = Static<typeof DeliveryAttempt>;

export const OutboundConversation = Type.Object(
  {
    id: Type.Optional(Id),
    message_id: Type.Optional(Id),
    channel_id: Id,
    contact_id: Type.Optional(Id),
    to: Type.Optional(
      Type.String({
        maxLength: 320,
        description:
          "An address on that channel, when there is no contact yet; with a contact: which of its addresses.",
      }),
    ),
    name: Type.Optional(
      Type.String({ maxLength: 200, description: "What a contact is called that is made for `to`." }),
    ),
    subject: Type.Optional(Type.String({ maxLength: 998 })),
    text: Type.Optional(Type.String({ maxLength: 200_000 })),
    html: Type.Optional(Type.String({ maxLength: 1_000_000 })),
    cc: Type.Optional(Type.Array(Recipient, { maxItems: 100 })),
    bcc: Type.Optional(Type.Array(Recipient, { maxItems: 100 })),
    attachment_ids: Type.Optional(Type.Array(Id, { maxItems: 100 })),
    ...SignatureChoice,
    undo_seconds: MessageInput.properties.undo_seconds,
    send_at: MessageInput.properties.send_at,
    status: MessageInput.properties.status,
    macro: MessageInput.properties.macro,
    response_use_ids: MessageInput.properties.response_use_ids,
  },
  { additionalProperties: false },
);
export type OutboundConversation = Static<typeof OutboundConversation>;

/** `PUT /conversations/{id}/draft`: what a member has written and not sent; null deletes it. */
export const Draft = Type.Object({
  kind: OneOf(["message", "note"] as const),
  body: Type.Object({
    html: Type.String({ maxLength: 1_000_000 }),
    text: Type.String({ maxLength: 200_000 }),
    channel_id: Type.Optional(Id),
    to: Type.Optional(Type.Array(Recipient, { maxItems: 100 })),
    cc: Type.Optional(Type.Array(Recipient, { maxItems: 100 })),
    bcc: Type.Optional(Type.Array(Recipient, { maxItems: 100 })),
    attachments: Type.Optional(
      Type.Array(Type.Object({ id: Id, name: Type.String(), size: Type.Integer() }), { maxItems: 100 }),
    ),
    macro: Type.Optional(Macro),
    responses: Type.Optional(
      Type.Array(Type.Object({ use_id: Id, name: Type.String({ maxLength: 200 }) }), { maxItems: 20 }),
    ),
    signature: Type.Optional(
      Type.String({
        maxLength: 40_000,
        description: "The signature as changed by the member, text or HTML; empty: none.",
      }),
    ),
  }),
  updated_at: Type.Optional(Time),
});
export type Draft = Static<typeof Draft>;
