/** Imports of contacts from CSV: upload, mapping, dry run, run with progress, undo. */
import { type Static, Type } from "typebox";
import { Id, Nullable, OneOf, PageQuery, Time } from "./common.ts";

export const maxImportBytes = 100 << 20;

/**
 * Consent by channel; `consent_all` counts for every one. A cell says `opted_in` or `opted_out` for those addresses, numbers and handles of the
 * row that the channel reaches, or for single ones as `ann@example.com=opted_out; +4930123456=opted_in`. Empty says nothing, and what somebody
 * has opted out of no file opts into again.
 */
export const importConsents = [
  "consent_all",
  "consent_email",
  "consent_sms",
  "consent_voice",
  "consent_social",
  "consent_api",
] as const;

/** What a column can become; `custom.<key>` is a custom field of the contact. Several columns may be addresses, numbers or handles. */
export const importFields = [
  "name",
  "first_name",
  "last_name",
  "email",
  "phone",
  "handle",
  "company",
  "company_domain",
  "tier",
  "language",
  "time_zone",
  ...importConsents,
] as const;
export const importFieldPattern = `^(${importFields.join("|")}|custom\\.[a-z0-9_]{1,60})$`;

/** One per column of the file, in its order; null leaves the column out. */
export const ImportMapping = Type.Array(Nullable(Type.String({ pattern: importFieldPattern })), { maxItems: 200 });
export type ImportMapping = Static<typeof ImportMapping>;

export const importEncodings = [
  "utf-8",
  "utf-16le",
  "utf-16be",
  "windows-1252",
  "iso-8859-2",
  "windows-1250",
  "windows-1251",
  "koi8-r",
  "windows-1253",
  "windows-1254",
  "windows-1255",
  "windows-1256",
  "shift_jis",
  "euc-jp",
  "gb18030",
  "big5",
  "euc-kr",
] as const;
export const importDelimiters = [",", ";", "\t", "|"] as const;

export const importStates = [
  "mapping",
  "checking",
  "checked",
  "running",
  "done",
  "failed",
  "stopped",
  "undoing",
  "undone",
] as const;
export type ImportState = (typeof importStates)[number];

/** What became of a row. `failed`: not taken, with its reasons. `kept`: undoing it would have undone later work. */
export const importOutcomes = ["created", "updated", "unchanged", "skipped", "failed", "undone", "kept"] as const;
export type ImportOutcome = (typeof importOutcomes)[number];

const counts = Type.Object({
  created: Type.Integer(),
  updated: Type.Integer(),
  unchanged: Type.Integer(),
  skipped: Type.Integer(),
  failed: Type.Integer(),
  undone: Type.Integer(),
  kept: Type.Integer(),
});

export const Import = Type.Object({
  id: Id,
  name: Type.String(),
  state: OneOf(importStates),
  /** Why it failed. */
  reason: Nullable(Type.String()),
  size: Type.Integer(),
  encoding: Type.String(),
  delimiter: Type.String(),
  has_head: Type.Boolean(),
  columns: Type.Array(Type.String()),
  /** The first rows, to look at. */
  sample: Type.Array(Type.Array(Type.String())),
  mapping: ImportMapping,
  existing: OneOf(["update", "skip"] as const),
  /** Rows of the file; null until the dry run has counted them. */
  total: Nullable(Type.Integer()),
  /** Rows worked off by the dry run, the run or the undo that goes on. */
  done: Type.Integer(),
  /** What the dry run found, or what the run has done. */
  counts,
  companies_created: Type.Integer(),
  created_by: Nullable(Type.String()),
  created_at: Time,
  started_at: Nullable(Time),
  finished_at: Nullable(Time),
});
export type Import = Static<typeof Import>;

export const ImportChange = Type.Object(
  {
    mapping: Type.Optional(ImportMapping),
    existing: Type.Optional(OneOf(["update", "skip"] as const)),
    encoding: Type.Optional(OneOf(importEncodings)),
    delimiter: Type.Optional(OneOf(importDelimiters)),
    has_head: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type ImportChange = Static<typeof ImportChange>;

/** `row` is the number a spreadsheet shows. */
export const ImportRow = Type.Object({
  row: Type.Integer(),
  outcome: OneOf(importOutcomes),
  reasons: Type.Array(Type.String()),
  contact_id: Nullable(Id),
});
export type ImportRow = Static<typeof ImportRow>;

export const ImportRowQuery = Type.Object({ outcome: Type.Optional(OneOf(importOutcomes)), ...PageQuery });
