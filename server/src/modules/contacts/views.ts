/** Contact row → what a member or a key may see. */
import type { Contact, ContactIdentity } from "@omniflow/contract";
import type { ContactRow, IdentityRow } from "./queries.ts";

export const identityView = (row: IdentityRow, contactId: string): ContactIdentity => ({
  id: row.id,
  kind: row.kind,
  value: row.value,
  verified: row.verified,
  ...(row.contact_id === contactId ? {} : { contact_id: row.contact_id }),
  ...(row.opted_out ? { opted_out: row.opted_out } : {}),
});

export const contactView = (row: ContactRow): Contact => ({
  id: row.id,
  name: row.name,
  tier: row.tier,
  language: row.language,
  time_zone: row.time_zone,
  company_id: row.company?.id ?? null,
  company: row.company,
  custom_fields: row.custom_fields,
  external_ids: row.external_ids,
  emails: row.identities.filter((i) => i.kind === "email").map((i) => i.value),
  phones: row.identities.filter((i) => i.kind === "phone").map((i) => i.value),
  identities: row.identities.map((identity) => identityView(identity, row.id)),
  blocked: row.blocked_at !== null,
  merged_into: row.merged_into,
  last_seen_at: row.last_seen_at?.toISOString() ?? null,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
  version: row.version,
});
