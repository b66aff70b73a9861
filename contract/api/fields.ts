/** Custom fields: what a workspace wants to know about contacts, companies, conversations and tickets beyond what we thought of. */
import { type Static, Type } from "typebox";
import { Id, Nullable, OneOf, Time } from "./common.ts";

export const recordKinds = ["contact", "company", "conversation", "ticket"] as const;
export type RecordKind = (typeof recordKinds)[number];

export const fieldTypes = ["text", "number", "date", "choice", "multi_choice", "checkbox", "link"] as const;
export type FieldType = (typeof fieldTypes)[number];

/** The values of a record as they travel: by key; null takes a value away, a key that is not named stays. */
export const CustomFields = Type.Record(Type.String({ maxLength: 60 }), Type.Unknown());

export const CustomField = Type.Object({
  id: Id,
  record: OneOf(recordKinds),
  key: Type.String(),
  label: Type.String(),
  description: Type.String(),
  type: OneOf(fieldTypes),
  options: Type.Array(Type.String()),
  required: Type.Boolean(),
  required_for: Type.Array(Type.String(), {
    description: "Types of tickets that need it; empty with `required`: all.",
  }),
  position: Type.Integer(),
  archived: Type.Boolean({ description: "No longer asked for; the values that are there stay." }),
  created_at: Time,
  version: Type.Integer(),
});
export type CustomField = Static<typeof CustomField>;

const options = Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 500 });
const changeable = {
  label: Type.String({ minLength: 1, maxLength: 100 }),
  description: Type.Optional(Type.String({ maxLength: 500 })),
  options: Type.Optional(options),
  required: Type.Optional(Type.Boolean()),
  required_for: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 100 })),
  position: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 })),
};

export const CustomFieldInput = Type.Object(
  {
    record: OneOf(recordKinds),
    key: Type.Optional(
      Type.String({ pattern: "^[a-z0-9_]{1,60}$", description: "Made from the label when absent; never changes." }),
    ),
    type: OneOf(fieldTypes),
    ...changeable,
  },
  { additionalProperties: false },
);
export type CustomFieldInput = Static<typeof CustomFieldInput>;

export const CustomFieldChange = Type.Object(
  {
    ...Type.Partial(Type.Object(changeable)).properties,
    archived: Type.Optional(Type.Boolean()),
    version: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type CustomFieldChange = Static<typeof CustomFieldChange>;

export const CustomFieldQuery = Type.Object({
  record: Type.Optional(OneOf(recordKinds)),
  archived: Type.Optional(Type.Boolean({ description: "Archived ones too." })),
});

/** `PUT /fields/order`: the fields of one kind of record, in this order. */
export const CustomFieldOrder = Type.Object(
  { record: OneOf(recordKinds), ids: Type.Array(Id, { maxItems: 500 }) },
  { additionalProperties: false },
);

/** What a change log or a merge says of one field. Custom fields are named `custom.<key>`. */
export const FieldDifference = Type.Object({ from: Type.Unknown(), to: Type.Unknown() });
export type FieldDifference = { from: unknown; to: unknown };

/** A value of one field of two records that are to be merged. */
export const MergeField = Type.Object({
  field: Type.String(),
  label: Nullable(Type.String({ description: "Of custom fields." })),
  source: Type.Unknown(),
  target: Type.Unknown(),
  suggested: OneOf(["source", "target"] as const),
});
export type MergeField = Static<typeof MergeField>;

/** What the team wrote down about a contact or a company. */
export const RecordNote = Type.Object({
  id: Id,
  author: Type.Object({ id: Nullable(Id), name: Type.String() }),
  text: Type.String(),
  edits: Type.Array(Type.Object({ at: Time, by: Nullable(Id), text: Type.String() }), {
    description: "What it said before, oldest first.",
  }),
  created_at: Time,
  edited_at: Nullable(Time),
});
export type RecordNote = Static<typeof RecordNote>;
export const RecordNoteInput = Type.Object(
  { id: Type.Optional(Id), text: Type.String({ minLength: 1, maxLength: 20_000 }) },
  { additionalProperties: false },
);

/** A merge that stands: it can be undone at any later time, by `POST …/{source.id}/unmerge`. */
export const RecordMerge = Type.Object({
  source: Type.Object({ id: Id, name: Type.String() }),
  target: Type.Object({ id: Id, name: Type.String() }),
  merged_at: Time,
  merged_by: Nullable(Type.String()),
});
export type RecordMerge = Static<typeof RecordMerge>;
