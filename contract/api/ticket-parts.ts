/** What hangs on a ticket: notes, links, checklist, what a merge brings together, and updates to everybody it is about. */
import { type Static, Type } from "typebox";
import { Id, Nullable, OneOf, Time } from "./common.ts";
import { Macro } from "./macros.ts";
import { Attachment } from "./messages.ts";
import { TicketBrief, ticketLinkKinds } from "./tickets.ts";

export const TicketNote = Type.Object({
  id: Id,
  ticket_id: Id,
  author: Type.Object({ id: Nullable(Id), name: Type.String() }),
  text: Type.String(),
  html: Nullable(Type.String()),
  attachments: Type.Array(Attachment),
  edited_at: Nullable(Time),
  created_at: Time,
  version: Type.Integer(),
});
export type TicketNote = Static<typeof TicketNote>;

export const TicketNoteInput = Type.Object(
  {
    id: Type.Optional(Id),
    text: Type.Optional(Type.String({ maxLength: 200_000 })),
    html: Type.Optional(Type.String({ maxLength: 1_000_000 })),
    attachment_ids: Type.Optional(Type.Array(Id, { maxItems: 50 })),
    mentions: Type.Optional(Type.Array(Id, { maxItems: 50, description: "Members who then follow the ticket." })),
  },
  { additionalProperties: false },
);
export type TicketNoteInput = Static<typeof TicketNoteInput>;

export const TicketNoteChange = Type.Object(
  {
    text: Type.Optional(Type.String({ maxLength: 200_000 })),
    html: Type.Optional(Type.String({ maxLength: 1_000_000 })),
    version: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false, minProperties: 1 },
);

export const TicketLinkInput = Type.Object(
  { kind: OneOf(ticketLinkKinds), ticket_id: Id },
  { additionalProperties: false },
);

export const ChecklistInput = Type.Object(
  { id: Type.Optional(Id), text: Type.String({ minLength: 1, maxLength: 500, pattern: "\\S" }) },
  { additionalProperties: false },
);
export const ChecklistChange = Type.Object(
  {
    text: Type.Optional(Type.String({ minLength: 1, maxLength: 500, pattern: "\\S" })),
    done: Type.Optional(Type.Boolean()),
    position: Type.Optional(Type.Number()),
    version: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type ChecklistChange = Static<typeof ChecklistChange>;

/** What a merge would bring together, before anybody does it. */
export const TicketMergePreview = Type.Object({
  source: TicketBrief,
  target: TicketBrief,
  conversations: Type.Integer({ description: "That will be read with the survivor." }),
  contacts: Type.Integer(),
  notes: Type.Integer(),
  files: Type.Integer(),
  checklist: Type.Integer(),
  differences: Type.Array(
    Type.Object({ field: Type.String(), kept: Nullable(Type.String()), put_aside: Nullable(Type.String()) }),
    { description: "Fields that differ: the survivor's stay, the other's come back with the undo." },
  ),
});
export type TicketMergePreview = Static<typeof TicketMergePreview>;

/** A text with variables: `{{contact.first_name | there}}` is filled for each recipient. */
export const BroadcastInput = Type.Object(
  {
    id: Type.Optional(Id),
    text: Type.Optional(Type.String({ maxLength: 200_000 })),
    html: Type.Optional(Type.String({ maxLength: 1_000_000 })),
    conversation_ids: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 1000, description: "All when absent." })),
    attachment_ids: Type.Optional(
      Type.Array(Id, {
        maxItems: 100,
        description: "Uploads; each recipient gets copies, as far as the channel has files.",
      }),
    ),
    macro: Type.Optional(Macro),
    response_use_ids: Type.Optional(Type.Array(Id, { maxItems: 20 })),
  },
  { additionalProperties: false },
);
export type BroadcastInput = Static<typeof BroadcastInput>;

export const Broadcast = Type.Object({
  id: Id,
  text: Type.String({ description: "As it was written, before its variables were filled." }),
  html: Nullable(Type.String()),
  attachments: Type.Array(Attachment),
  author: Type.Object({ id: Nullable(Id), name: Type.String() }),
  created_at: Time,
  recipients: Type.Array(
    Type.Object({
      conversation_id: Id,
      message_id: Id,
      contact: Type.Object({ id: Id, name: Type.String() }),
      channel: Type.String(),
      state: Type.String({ description: "waiting, refused, or the delivery state of the message." }),
      reason: Nullable(Type.String()),
    }),
  ),
});
export type Broadcast = Static<typeof Broadcast>;
