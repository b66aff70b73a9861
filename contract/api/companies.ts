/** Companies: the organisation of a contact. Its mail domains decide who belongs to it. */
import { type Static, Type } from "typebox";
import { Id, Name, Nullable, OneOf, PageQuery, Time } from "./common.ts";
import { CustomFields, MergeField, RecordNote, RecordNoteInput } from "./fields.ts";
import type { Filter } from "./filters.ts";

export const Company = Type.Object({
  id: Id,
  name: Type.String(),
  domains: Type.Array(Type.String(), { description: "Also those of companies merged into it." }),
  tier: Nullable(Type.String()),
  owner_id: Nullable(Id),
  custom_fields: Type.Record(Type.String(), Type.Unknown()),
  external_ids: Type.Record(Type.String(), Type.String()),
  sla_policy_id: Nullable(Id),
  contact_count: Nullable(Type.Integer({ description: "Up to 1000, which stands for that many or more." })),
  merged_into: Nullable(Id),
  created_at: Time,
  updated_at: Time,
  version: Type.Integer(),
});
export type Company = Static<typeof Company>;

/** A contact's company where only its name is needed. */
export const CompanyRef = Type.Object({ id: Id, name: Type.String(), tier: Nullable(Type.String()) });
export type CompanyRef = Static<typeof CompanyRef>;

export const ExternalIds = Type.Record(
  Type.String({ maxLength: 60 }),
  Type.Union([Type.String({ maxLength: 200 }), Type.Null()]),
);

const domain = Type.String({ minLength: 3, maxLength: 253 });

export const CompanyInput = Type.Object(
  {
    id: Type.Optional(Id),
    name: Name,
    domains: Type.Optional(Type.Array(domain, { maxItems: 100 })),
    tier: Type.Optional(Nullable(Type.String({ maxLength: 60 }))),
    owner_id: Type.Optional(Nullable(Id)),
    custom_fields: Type.Optional(CustomFields),
    external_ids: Type.Optional(ExternalIds),
  },
  { additionalProperties: false },
);
export type CompanyInput = Static<typeof CompanyInput>;

const { id: _, ...changeable } = CompanyInput.properties;
export const CompanyChange = Type.Object(
  { ...Type.Partial(Type.Object(changeable)).properties, version: Type.Optional(Type.Integer({ minimum: 1 })) },
  { additionalProperties: false, minProperties: 1 },
);
export type CompanyChange = Static<typeof CompanyChange>;

export const companySorts = ["name", "-name", "newest", "oldest"] as const;
export type CompanySort = (typeof companySorts)[number];

const selection = {
  q: Type.Optional(Type.String({ maxLength: 200, description: "Part of a name or domain." })),
  domain: Type.Optional(Type.String({ maxLength: 253 })),
  segment_id: Type.Optional(Id),
  filter: Type.Optional(Type.String({ maxLength: 20_000, description: "A filter tree as JSON (see Filter)." })),
};
export const CompanyQuery = Type.Object({ ...selection, sort: Type.Optional(OneOf(companySorts)), ...PageQuery });
export type CompanyQuery = Static<typeof CompanyQuery>;
export const CompanyCountQuery = Type.Object(selection);

/** A count that stops: `more` when there are more than `count`. Null when counting took too long. */
export const RecordCount = Type.Object({ count: Nullable(Type.Integer()), more: Type.Boolean() });
export type RecordCount = Static<typeof RecordCount>;

/** The company's own figures, over all its contacts' conversations the caller may see. */
export const CompanyFigures = Type.Object({
  contacts: RecordCount,
  open: Type.Integer(),
  total: Type.Integer(),
  by_month: Type.Array(Type.Object({ month: Type.String({ description: "2026-04" }), count: Type.Integer() })),
  median_first_response_seconds: Nullable(Type.Number()),
  median_resolution_seconds: Nullable(Type.Number()),
  truncated: Type.Boolean({ description: "There is more than was looked at: the newest 20,000 conversations." }),
});
export type CompanyFigures = Static<typeof CompanyFigures>;

/** Which side's value each field is to have; what is not named keeps the target's. */
export const MergeInput = Type.Object(
  {
    into: Id,
    take: Type.Optional(
      Type.Array(Type.String({ maxLength: 80 }), {
        maxItems: 600,
        description: "Fields whose value comes from the one merged away; the suggestion of the preview when absent.",
      }),
    ),
  },
  { additionalProperties: false },
);
export type MergeInput = Static<typeof MergeInput>;

export const CompanyMergePreview = Type.Object({
  source: Company,
  target: Company,
  fields: Type.Array(MergeField),
  contacts: Type.Integer({ description: "Contacts that follow, up to 1000." }),
});
export type CompanyMergePreview = Static<typeof CompanyMergePreview>;

const { tier, owner_id, custom_fields } = changeable;
export const CompanyBulkChange = Type.Object(
  { tier, owner_id, custom_fields },
  { additionalProperties: false, minProperties: 1 },
);
export type CompanyBulkChange = Static<typeof CompanyBulkChange>;

const bulk = {
  ids: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 1000 })),
  select: Type.Optional(Type.Object(selection, { additionalProperties: false })),
  except: Type.Optional(Type.Array(Id, { maxItems: 1000 })),
};
/** Either `ids`, or everything a query finds (`select`) except `except`. */
export const CompanyBulkInput = Type.Object({ ...bulk, change: CompanyBulkChange }, { additionalProperties: false });
export type CompanyBulkInput = Static<typeof CompanyBulkInput>;

/** A bulk edit under way or done. Undone for a while by `POST /bulk-edits/{id}/undo`. */
export const BulkEdit = Type.Object({
  id: Id,
  record: OneOf(["contact", "company"] as const),
  state: OneOf(["running", "done", "undoing", "undone"] as const),
  change: Type.Record(Type.String(), Type.Unknown()),
  total: Type.Integer(),
  done: Type.Integer(),
  skipped: Type.Integer(),
  created_at: Time,
  undo_until: Time,
});
export type BulkEdit = Static<typeof BulkEdit>;

export const segmentScopes = ["private", "workspace"] as const;
export const Segment = Type.Object({
  id: Id,
  record: OneOf(["contact", "company"] as const),
  key: Nullable(Type.String({ description: "Of segments that come with the product, such as `vip`." })),
  name: Type.String(),
  scope: OneOf(segmentScopes),
  owner_id: Nullable(Id),
  filter: Type.Unsafe<Filter>(Type.Object({}, { additionalProperties: true })),
  sort: Nullable(Type.String()),
  columns: Type.Array(Type.String()),
  editable: Type.Boolean(),
  created_at: Time,
  version: Type.Integer(),
});
export type Segment = Static<typeof Segment>;

export const CompanyNote = Type.Object({ company_id: Id, ...RecordNote.properties });
export type CompanyNote = Static<typeof CompanyNote>;
export const CompanyNoteInput = RecordNoteInput;
