/**
 * Filters over contacts and companies: the grammar of the inbox (filters.ts) with their own fields. A saved one is a segment; an
 * inbox filter asks for it with the field `contact_segment`.
 */
import { type FieldDefinition, type Filter, filterSchema } from "./filters.ts";

export const contactFilterFields = {
  name: { kind: "text" },
  email: { kind: "text" },
  phone: { kind: "text" },
  tier: { kind: "text" },
  language: { kind: "text" },
  time_zone: { kind: "text" },
  company: { kind: "reference" },
  company_name: { kind: "text" },
  company_tier: { kind: "text" },
  company_domain: { kind: "text" },
  /** The member who looks after the company; also "me". */
  company_owner: { kind: "reference" },
  segment: { kind: "reference" },
  created_at: { kind: "time" },
  updated_at: { kind: "time" },
  last_seen_at: { kind: "time" },
  last_message_at: { kind: "time" },
  blocked: { kind: "flag" },
  opted_out: { kind: "flag" },
  has_open_conversation: { kind: "flag" },
} as const satisfies Record<string, FieldDefinition>;
export type ContactFilterField = keyof typeof contactFilterFields;

export const companyFilterFields = {
  name: { kind: "text" },
  domain: { kind: "text" },
  tier: { kind: "text" },
  /** Also "me". */
  owner: { kind: "reference" },
  segment: { kind: "reference" },
  created_at: { kind: "time" },
  updated_at: { kind: "time" },
  has_contacts: { kind: "flag" },
  has_open_conversation: { kind: "flag" },
} as const satisfies Record<string, FieldDefinition>;
export type CompanyFilterField = keyof typeof companyFilterFields;

export const ContactFilter = filterSchema(Object.keys(contactFilterFields), ["contact", "company"]);
export const CompanyFilter = filterSchema(Object.keys(companyFilterFields), ["company"]);
/** Of either kind; which fields fit the record is checked when it is saved. */
export const SegmentFilter = filterSchema(
  [...new Set([...Object.keys(contactFilterFields), ...Object.keys(companyFilterFields)])],
  ["contact", "company"],
);
export type ContactFilter = Filter;
export type CompanyFilter = Filter;
