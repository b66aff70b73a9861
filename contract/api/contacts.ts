/** Contacts: the person on the other end, with all their identities, notes, wishes and what is known of them. */
import { type Static, Type } from "typebox";
import { Email, Id, identityKinds, Name, Nullable, OneOf, PageQuery, priorities, Time } from "./common.ts";
import { CompanyRef, ExternalIds, segmentScopes } from "./companies.ts";
import { CustomFields, FieldDifference, MergeField, RecordNote, RecordNoteInput } from "./fields.ts";
import { SegmentFilter } from "./record-filters.ts";
import { ticketStatuses } from "./tickets.ts";

export const ContactIdentity = Type.Object({
  id: Id,
  kind: OneOf(identityKinds),
  value: Type.String(),
  verified: Type.Boolean(),
  contact_id: Type.Optional(
    Type.String({ description: "Whose it is by itself, when that contact was merged into this one." }),
  ),
  opted_out: Type.Optional(
    Type.Array(Type.String(), { description: "Kinds of channels nothing may be sent over; `*` for all." }),
  ),
});
export type ContactIdentity = Static<typeof ContactIdentity>;

export const Contact = Type.Object({
  id: Id,
  name: Type.String(),
  tier: Nullable(Type.String()),
  language: Nullable(Type.String()),
  time_zone: Nullable(Type.String()),
  company_id: Nullable(Id),
  company: Nullable(CompanyRef),
  custom_fields: Type.Record(Type.String(), Type.Unknown()),
  external_ids: Type.Record(Type.String(), Type.String()),
  emails: Type.Array(Type.String()),
  phones: Type.Array(Type.String()),
  identities: Type.Array(ContactIdentity),
  blocked: Type.Boolean(),
  merged_into: Nullable(Id),
  last_seen_at: Nullable(Time),
  created_at: Time,
  updated_at: Time,
  version: Type.Integer(),
});
export type Contact = Static<typeof Contact>;

const phone = Type.String({ pattern: "^\\+?[0-9 ()./-]{4,30}$" });

export const ContactInput = Type.Object(
  {
    id: Type.Optional(Id),
    name: Type.Optional(Type.String({ maxLength: 200 })),
    emails: Type.Optional(Type.Array(Email, { maxItems: 50 })),
    phones: Type.Optional(Type.Array(phone, { maxItems: 50 })),
    tier: Type.Optional(Nullable(Type.String({ maxLength: 60 }))),
    language: Type.Optional(Nullable(Type.String({ maxLength: 35 }))),
    time_zone: Type.Optional(Nullable(Type.String({ maxLength: 60 }))),
    company_id: Type.Optional(Nullable(Id)),
    custom_fields: Type.Optional(CustomFields),
    external_ids: Type.Optional(ExternalIds),
    blocked: Type.Optional(Type.Boolean()),
    version: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false },
);
export type ContactInput = Static<typeof ContactInput>;

export const contactSorts = ["name", "-name", "newest", "oldest"] as const;
export type ContactSort = (typeof contactSorts)[number];

const selection = {
  q: Type.Optional(Type.String({ maxLength: 200, description: "Parts of a name, address or number." })),
  email: Type.Optional(Type.String({ maxLength: 320 })),
  phone: Type.Optional(Type.String({ maxLength: 40 })),
  company_id: Type.Optional(Id),
  segment_id: Type.Optional(Id),
  filter: Type.Optional(Type.String({ maxLength: 20_000, description: "A filter tree as JSON (see Filter)." })),
};
export const ContactQuery = Type.Object({ ...selection, sort: Type.Optional(OneOf(contactSorts)), ...PageQuery });
export type ContactQuery = Static<typeof ContactQuery>;
export const ContactCountQuery = Type.Object(selection);

export const ContactIdentityInput = Type.Object(
  {
    kind: OneOf(identityKinds),
    value: Type.String({ minLength: 1, maxLength: 320 }),
    verified: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type ContactIdentityInput = Static<typeof ContactIdentityInput>;
export const ContactIdentityChange = Type.Object({ verified: Type.Boolean() }, { additionalProperties: false });
export const ContactIdentityMove = Type.Object({ to: Id }, { additionalProperties: false });

export const ContactNote = Type.Object({ contact_id: Id, ...RecordNote.properties });
export type ContactNote = Static<typeof ContactNote>;
export const ContactNoteInput = RecordNoteInput;

/** What a person said about being written to, by address and kind of channel (`*`: all). What is not here was not said. */
export const Consent = Type.Object({
  identity_id: Id,
  kind: OneOf(identityKinds),
  value: Type.String(),
  channel: Type.String(),
  state: OneOf(["opted_in", "opted_out"] as const),
  reason: Type.String(),
  changed_by: Type.Object({ type: Type.String(), id: Nullable(Id), name: Type.String() }),
  changed_at: Time,
});
export type Consent = Static<typeof Consent>;
export const ContactConsentInput = Type.Object(
  {
    identity_id: Id,
    channel: Type.String({
      pattern: "^(\\*|[A-Za-z0-9_-]{1,40})$",
      description: "email, chat, sms, voice, social (or one network), api; `*` for all.",
    }),
    state: OneOf(["opted_in", "opted_out", "none"] as const),
    reason: Type.Optional(Type.String({ maxLength: 500 })),
  },
  { additionalProperties: false },
);
export type ContactConsentInput = Static<typeof ContactConsentInput>;

/** One change of a contact: old → new for each field. */
export const RecordChange = Type.Object({
  id: Id,
  type: Type.String(),
  actor: Type.Object({ type: Type.String(), id: Nullable(Id), name: Type.String() }),
  fields: Type.Array(Type.String()),
  changes: Type.Record(Type.String(), FieldDifference, { description: "By field; custom fields as `custom.<key>`." }),
  at: Time,
});
export type RecordChange = Static<typeof RecordChange>;

/** An item of a contact's one timeline, newest first. */
export const ContactTimelineItem = Type.Object({
  id: Type.String(),
  kind: OneOf(["conversation", "ticket", "note", "event"] as const),
  at: Time,
  actor: Nullable(Type.Object({ type: Type.String(), id: Nullable(Id), name: Type.String() })),
  conversation: Type.Optional(
    Type.Object({
      id: Id,
      subject: Type.String(),
      status: Type.String(),
      channel: Type.String(),
      preview: Type.String(),
      message_count: Type.Integer(),
    }),
  ),
  ticket: Type.Optional(
    Type.Object({
      id: Id,
      number: Type.Integer(),
      title: Type.String(),
      status: OneOf(ticketStatuses),
      status_id: Nullable(Id),
      priority: OneOf(priorities),
    }),
  ),
  note: Type.Optional(ContactNote),
  event: Type.Optional(
    Type.Object({
      type: Type.String(),
      conversation_id: Nullable(Id),
      ticket_id: Type.Optional(Id),
      data: Type.Record(Type.String(), Type.Unknown()),
    }),
  ),
});
export type ContactTimelineItem = Static<typeof ContactTimelineItem>;

/** An item of a company's one timeline: as a contact's, and whose it is. */
export const CompanyTimelineItem = Type.Object({
  ...ContactTimelineItem.properties,
  note: Type.Optional(
    Type.Object({ ...RecordNote.properties, contact_id: Type.Optional(Id), company_id: Type.Optional(Id) }),
  ),
  contact: Type.Optional(Type.Object({ id: Id, name: Type.String() })),
});
export type CompanyTimelineItem = Static<typeof CompanyTimelineItem>;

/** What a chat visitor's browser told: the page they are on, the pages before, and the device. */
export const ContactVisit = Type.Object({
  visitor_id: Id,
  channel_id: Id,
  page: Nullable(Type.Record(Type.String(), Type.Unknown())),
  pages: Type.Array(Type.Record(Type.String(), Type.Unknown()), {
    description: "The last pages they were on, newest first: url, title, at.",
  }),
  device: Nullable(Type.Record(Type.String(), Type.Unknown())),
  language: Nullable(Type.String()),
  time_zone: Nullable(Type.String()),
  first_seen_at: Time,
  last_seen_at: Time,
});
export type ContactVisit = Static<typeof ContactVisit>;

export const ContactMergePreview = Type.Object({
  source: Contact,
  target: Contact,
  fields: Type.Array(MergeField),
  identities: Type.Array(ContactIdentity),
  conversations: Type.Integer({ description: "Conversations that follow, up to 1000." }),
});
export type ContactMergePreview = Static<typeof ContactMergePreview>;

/** Two contacts that are likely one person, with what speaks for it. */
export const Duplicate = Type.Object({
  id: Id,
  a: Contact,
  b: Contact,
  evidence: Type.Array(
    Type.Object({
      kind: OneOf(["email", "phone", "name_company"] as const),
      a: Type.String(),
      b: Type.String(),
    }),
  ),
  score: Type.Integer({ description: "1 to 100; the higher, the likelier." }),
  found_at: Time,
});
export type Duplicate = Static<typeof Duplicate>;
export const DuplicateAccept = Type.Object(
  {
    into: Id,
    take: Type.Optional(Type.Array(Type.String({ maxLength: 80 }), { maxItems: 600 })),
  },
  { additionalProperties: false },
);

const { tier, language, time_zone, company_id, custom_fields, blocked } = ContactInput.properties;
export const ContactBulkChange = Type.Object(
  { tier, language, time_zone, company_id, custom_fields, blocked },
  { additionalProperties: false, minProperties: 1 },
);
export type ContactBulkChange = Static<typeof ContactBulkChange>;
/** Either `ids`, or everything a query finds (`select`) except `except`. */
export const ContactBulkInput = Type.Object(
  {
    ids: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 1000 })),
    select: Type.Optional(Type.Object(selection, { additionalProperties: false })),
    except: Type.Optional(Type.Array(Id, { maxItems: 1000 })),
    change: ContactBulkChange,
  },
  { additionalProperties: false },
);
export type ContactBulkInput = Static<typeof ContactBulkInput>;

export const SegmentInput = Type.Object(
  {
    record: OneOf(["contact", "company"] as const),
    name: Name,
    scope: Type.Optional(OneOf(segmentScopes)),
    filter: SegmentFilter,
    sort: Type.Optional(Nullable(Type.String({ maxLength: 40 }))),
    columns: Type.Optional(Type.Array(Type.String({ maxLength: 80 }), { maxItems: 40 })),
  },
  { additionalProperties: false },
);
export type SegmentInput = Static<typeof SegmentInput>;
const { record: _record, ...segmentFields } = SegmentInput.properties;
export const SegmentChange = Type.Object(
  { ...Type.Partial(Type.Object(segmentFields)).properties, version: Type.Optional(Type.Integer({ minimum: 1 })) },
  { additionalProperties: false, minProperties: 1 },
);
export type SegmentChange = Static<typeof SegmentChange>;
