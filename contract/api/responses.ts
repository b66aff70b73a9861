/** Canned responses: prewritten replies with variables, in languages, shared or private, approved before they are used together. */
import { type Static, Type } from "typebox";
import { Id, Language, Name, Nullable, OneOf, PageQuery, Time } from "./common.ts";
import { Macro } from "./macros.ts";
import { Attachment, spokenTicket } from "./messages.ts";

export const responseScopes = ["private", "team", "workspace"] as const;
export const responseStates = ["draft", "in_review", "approved"] as const;
export type ResponseScope = (typeof responseScopes)[number];
export type ResponseState = (typeof responseStates)[number];

const Shortcut = Type.String({
  pattern: "^/?[\\p{L}\\p{N}_.-]{0,60}$",
  description: "Typed after `/` in the composer; letters, digits, dot, dash. Unique among what one member sees.",
});
const BodyText = Type.String({ maxLength: 100_000 });
const BodyHtml = Type.String({ maxLength: 500_000 });

export const ResponseVariant = Type.Object({ language: Language, body: Type.String(), body_html: Type.String() });
export type ResponseVariant = Static<typeof ResponseVariant>;

const shown = {
  id: Id,
  name: Type.String(),
  shortcut: Type.String(),
  folder: Type.String(),
  scope: OneOf(responseScopes),
  team_id: Nullable(Id),
  owner_id: Nullable(Id),
  language: Nullable(Type.String()),
  state: OneOf(responseStates),
  insertable: Type.Boolean({
    description: "Private, or approved at least once: the approved text is what is inserted.",
  }),
  editable: Type.Boolean({ description: "Whether the caller may change everything about it." }),
  proposable: Type.Boolean({ description: "Whether the caller may propose another text." }),
  approvable: Type.Boolean({ description: "Whether the caller may approve and publish." }),
  review_at: Nullable(Type.String({ description: "YYYY-MM-DD" })),
  dead_links: Type.Array(Type.Object({ url: Type.String(), reason: Type.String() })),
  uses: Type.Integer(),
  last_used_at: Nullable(Time),
  updated_at: Time,
  created_at: Time,
  version: Type.Integer(),
};

/** In lists: the beginning of the text instead of all of it. */
export const ResponseItem = Type.Object({
  ...shown,
  preview: Type.String(),
  languages: Type.Array(Type.String()),
  has_files: Type.Boolean(),
  has_actions: Type.Boolean(),
});
export type ResponseItem = Static<typeof ResponseItem>;

export const CannedResponse = Type.Object({
  ...shown,
  body: Type.String(),
  body_html: Type.String(),
  variants: Type.Array(ResponseVariant),
  actions: Macro,
  attachments: Type.Array(Attachment),
  approved: Nullable(
    Type.Object({
      body: Type.String(),
      body_html: Type.String(),
      variants: Type.Array(ResponseVariant),
      actions: Macro,
      attachments: Type.Array(Attachment),
      at: Time,
      by: Type.String(),
    }),
  ),
  updated_by: Type.String(),
});
export type CannedResponse = Static<typeof CannedResponse>;

const VariantInput = Type.Object(
  { language: Language, body: Type.Optional(BodyText), body_html: Type.Optional(BodyHtml) },
  { additionalProperties: false },
);

export const ResponseInput = Type.Object(
  {
    name: Name,
    shortcut: Type.Optional(Shortcut),
    body: Type.Optional(Type.String({ maxLength: 100_000, description: "Plain text with variables." })),
    body_html: Type.Optional(
      Type.String({ maxLength: 500_000, description: "Rich text with variables; `body` is then made from it." }),
    ),
    folder: Type.Optional(Type.String({ maxLength: 100 })),
    scope: Type.Optional(OneOf(responseScopes)),
    team_id: Type.Optional(Nullable(Id)),
    language: Type.Optional(Nullable(Language)),
    variants: Type.Optional(Type.Array(VariantInput, { maxItems: 40 })),
    actions: Type.Optional(Macro),
    attachment_ids: Type.Optional(Type.Array(Id, { maxItems: 20 })),
    review_at: Type.Optional(Nullable(Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" }))),
    state: Type.Optional(OneOf(responseStates)),
  },
  { additionalProperties: false },
);
export type ResponseInput = Static<typeof ResponseInput>;

export const ResponseChange = Type.Object(
  { ...Type.Partial(ResponseInput).properties, version: Type.Optional(Type.Integer({ minimum: 1 })) },
  { additionalProperties: false, minProperties: 1 },
);
export type ResponseChange = Static<typeof ResponseChange>;

export const ResponseQuery = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 200 })),
  folder: Type.Optional(Type.String({ maxLength: 100 })),
  scope: Type.Optional(OneOf(responseScopes)),
  team_id: Type.Optional(Id),
  state: Type.Optional(OneOf(responseStates)),
  ...PageQuery,
});
export type ResponseQuery = Static<typeof ResponseQuery>;

/** `GET /canned-responses/picker`: what can be inserted, best first. */
export const PickQuery = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 200 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 20 })),
});
export const PickItem = Type.Object({
  id: Id,
  name: Type.String(),
  shortcut: Type.String(),
  folder: Type.String(),
  scope: OneOf(responseScopes),
  preview: Type.String(),
});
export type PickItem = Static<typeof PickItem>;

/** A conversation that is only about to begin: over which channel, and with whom. Its id is the one it will have. */
export const Beginning = Type.Object(
  {
    channel_id: Id,
    contact_id: Type.Optional(Id),
    to: Type.Optional(Type.String({ maxLength: 320 })),
    name: Type.Optional(Type.String({ maxLength: 200 })),
    subject: Type.Optional(Type.String({ maxLength: 998 })),
  },
  { additionalProperties: false },
);
export type Beginning = Static<typeof Beginning>;

export const RenderInput = Type.Object(
  {
    conversation_id: Id,
    begun: Type.Optional(Beginning),
    ticket_id: spokenTicket,
    language: Type.Optional(Language),
    template: Type.Optional(
      Type.Boolean({
        description: "With its variables as they stand: for a text that is filled for each who reads it.",
      }),
    ),
    insert: Type.Optional(
      Type.Boolean({
        description:
          "It goes into a message: its files are copied for it (attachment_ids of the message), and the use is counted.",
      }),
    ),
  },
  { additionalProperties: false },
);
export type RenderInput = Static<typeof RenderInput>;

export const RenderedResponse = Type.Object({
  text: Type.String({ description: "Values in place, missing ones left out." }),
  html: Type.String({ description: "The same as HTML." }),
  marked_html: Type.String({ description: "Missing values are `<mark data-missing>`, to be filled or dropped." }),
  marked_text_html: Type.String({
    description: "The plain text, a paragraph for every line, marked likewise: for channels without HTML.",
  }),
  missing: Type.Array(Type.String()),
  language: Nullable(Type.String()),
  language_from: OneOf(["chosen", "contact", "detected", "default"] as const),
  languages: Type.Array(Type.String({ description: "Languages it has; the first is the default one's, where known." })),
  macro: Macro,
  attachments: Type.Array(Attachment),
  use_id: Nullable(Type.String({ description: "Pass it to the message in `response_use_ids`." })),
});
export type RenderedResponse = Static<typeof RenderedResponse>;

export const ResponseFolder = Type.Object({ name: Type.String(), count: Type.Integer() });
export type ResponseFolder = Static<typeof ResponseFolder>;

export const usageGroups = ["response", "folder", "member"] as const;
export const UsageQuery = Type.Object({
  by: Type.Optional(OneOf(usageGroups)),
  days: Type.Optional(Type.Integer({ minimum: 1, maximum: 365, default: 90 })),
});
export const ResponseUsage = Type.Object({
  key: Type.String(),
  name: Type.String(),
  inserted: Type.Integer(),
  sent: Type.Integer(),
  edited: Nullable(
    Type.Number({ description: "Share of the inserted words that were changed before sending, 0 to 1." }),
  ),
  replied: Type.Integer({ description: "How often the customer answered." }),
  reply_minutes: Nullable(Type.Number({ description: "Median minutes until they did." })),
});
export type ResponseUsage = Static<typeof ResponseUsage>;

/** `GET /canned-responses/attention`: what somebody should look at. */
export const attentionReasons = ["in_review", "review_due", "unused", "dead_link", "duplicate"] as const;
export const ResponseAttention = Type.Object({
  reason: OneOf(attentionReasons),
  response: Type.Object({ id: Id, name: Type.String(), folder: Type.String(), scope: OneOf(responseScopes) }),
  detail: Type.String({ description: "The date, the address, or the name of the other." }),
  other_id: Nullable(Id),
});
export type ResponseAttention = Static<typeof ResponseAttention>;

export const ResponseImport = Type.Object(
  {
    format: OneOf(["csv", "json"] as const),
    content: Type.String({ maxLength: 32_000_000 }),
    dry_run: Type.Optional(Type.Boolean()),
    existing: Type.Optional(OneOf(["skip", "update"] as const)),
  },
  { additionalProperties: false },
);
export type ResponseImport = Static<typeof ResponseImport>;
export const ResponseImportResult = Type.Object({
  created: Type.Integer(),
  updated: Type.Integer(),
  skipped: Type.Integer(),
  errors: Type.Array(
    Type.Object({
      row: Type.Integer(),
      name: Type.String(),
      field: Type.Optional(
        Type.String({ description: "`variants.de`: what of the row is wrong, where that is known." }),
      ),
      message: Type.String(),
    }),
  ),
});
export type ResponseImportResult = Static<typeof ResponseImportResult>;
