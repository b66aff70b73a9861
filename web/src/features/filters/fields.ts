/**
 * The fields of the filter builder: in which group they are offered and which comparisons each kind has. Written out, since
 * importing the contract's schemas would cost the browser 15 kB; a test holds the two together.
 */
import type { CustomField, FilterField, FilterOperator, FilterValueKind } from "@omniflow/contract";

/** What is offered for a kind. One value is a list of one, so "is" is only said where there are no lists. */
export const offered = {
  choice: ["in", "not_in"],
  reference: ["in", "not_in", "exists", "not_exists"],
  set: ["has", "has_not", "exists", "not_exists"],
  text: ["contains", "not_contains", "is", "exists", "not_exists"],
  number: ["is", "gt", "lt"],
  time: ["within", "not_within", "before", "after", "exists", "not_exists"],
  flag: ["is"],
} as const satisfies Record<FilterValueKind, readonly FilterOperator[]>;

/** A custom field that nobody has named yet has the type its comparison asks for. */
const unnamedOperators = [
  "is",
  "contains",
  "not_contains",
  "gt",
  "lt",
  "before",
  "after",
  "within",
  "exists",
  "not_exists",
] as const satisfies readonly FilterOperator[];

export const fieldKinds: Record<FilterField, FilterValueKind> = {
  status: "choice",
  priority: "choice",
  folder: "choice",
  channel: "choice",
  connection: "reference",
  assignee: "reference",
  team: "reference",
  contact: "reference",
  tag: "set",
  subject: "text",
  contact_name: "text",
  contact_email: "text",
  contact_tier: "text",
  contact_language: "text",
  contact_segment: "reference",
  company: "reference",
  company_name: "text",
  company_tier: "text",
  preview: "text",
  message_count: "number",
  created_at: "time",
  last_message_at: "time",
  last_inbound_at: "time",
  waiting_since: "time",
  snoozed_until: "time",
  resolved_at: "time",
  unread: "flag",
  has_attachment: "flag",
  mentions_me: "flag",
  followed: "flag",
  snoozed: "flag",
};

/** Fields of contacts, companies and tickets beyond those they share with conversations. */
export const recordKinds: Readonly<Record<string, FilterValueKind>> = {
  name: "text",
  email: "text",
  phone: "text",
  tier: "text",
  language: "text",
  time_zone: "text",
  domain: "text",
  company_domain: "text",
  company_owner: "reference",
  owner: "reference",
  segment: "reference",
  updated_at: "time",
  last_seen_at: "time",
  blocked: "flag",
  opted_out: "flag",
  has_open_conversation: "flag",
  has_contacts: "flag",
  own_status: "reference",
  type: "reference",
  title: "text",
  description: "text",
  number: "number",
  source: "choice",
  status_changed_at: "time",
  closed_at: "time",
  has_conversation: "flag",
};

const kindOf = (field: string): FilterValueKind => fieldKinds[field as FilterField] ?? recordKinds[field] ?? "text";

/** What a builder offers: fields by group, whose custom fields, and the field a new condition begins with. */
export type Offer = {
  groups: Readonly<Record<string, readonly string[]>>;
  owners: readonly ("conversation" | "contact" | "company" | "ticket")[];
  first: string;
  /** What is said of a filter without a condition; a sentence about conversations when absent. */
  empty?: string;
  /** Values of fields that are called alike elsewhere but hold something else here. */
  choices?: Readonly<Record<string, readonly Choice[]>>;
};
export type Choice = { value: string; label: string };

export const fieldGroups = {
  conversation: [
    "status",
    "assignee",
    "team",
    "tag",
    "priority",
    "channel",
    "connection",
    "folder",
    "subject",
    "preview",
    "message_count",
    "has_attachment",
    "snoozed",
  ],
  customer: [
    "contact_segment",
    "contact",
    "contact_name",
    "contact_email",
    "contact_tier",
    "contact_language",
    "company",
    "company_name",
    "company_tier",
  ],
  time: ["last_message_at", "last_inbound_at", "waiting_since", "created_at", "snoozed_until", "resolved_at"],
  you: ["unread", "mentions_me", "followed"],
} as const satisfies Record<string, readonly FilterField[]>;

export const conversationOffer: Offer = {
  groups: fieldGroups,
  owners: ["conversation", "contact", "company"],
  first: "status",
};

export const isCustom = (field: string): boolean => field.includes(".custom.");

/** How a custom field of this type is compared. */
export const customKinds: Record<CustomField["type"], FilterValueKind> = {
  text: "text",
  link: "text",
  number: "number",
  date: "time",
  choice: "choice",
  multi_choice: "set",
  checkbox: "flag",
};

/** @param custom the kind of a custom field that has a definition */
export function operatorsOf(field: string, custom?: FilterValueKind): readonly FilterOperator[] {
  if (!isCustom(field)) return offered[kindOf(field)];
  if (!custom) return unnamedOperators;
  return custom === "flag" ? offered.flag : [...new Set([...offered[custom], "exists", "not_exists"] as const)];
}

/** How the value is asked for. */
export type Editor = "none" | "list" | "text" | "number" | "date" | "span" | "flag";

export function editorOf(field: string, op: FilterOperator, custom?: FilterValueKind): Editor {
  if (op === "exists" || op === "not_exists") return "none";
  if (op === "within" || op === "not_within") return "span";
  if (op === "before" || op === "after") return "date";
  if (op === "gt" || op === "lt") return "number";
  if (isCustom(field) && !custom) return op === "is" || op.endsWith("contains") ? "text" : "list";
  switch (custom ?? kindOf(field)) {
    case "flag":
      return "flag";
    case "number":
      return "number";
    case "text":
      return "text";
    default:
      return op === "is" && custom ? "text" : "list";
  }
}
