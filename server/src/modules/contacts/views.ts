/** Contact row → what a member or a key may see. */
import type { Contact } from "@omniflow/contract";
import type { ContactRow } from "./queries.ts";

export const contactView = (row: ContactRow): Contact => ({
  id: row.id,
  name: row.name,
  tier: row.tier,
  language: row.language,
  time_zone: row.time_zone,
  company_id: row.company?.id ?? null,
  company: row.company,
  external_ids: row.external_ids,
  merged_into: row.merged_into,
  custom_fields: row.custom_fields,
  emails: row.identities.filter((i) => i.kind === "email").map((i) => i.value),
  phones: row.identities.filter((i) => i.kind === "phone").map((i) => i.value),
  identities: row.identities,
  blocked: row.blocked_at !== null,
  last_seen_at: row.last_seen_at?.toISOString() ?? null,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
  version: row.version,
});
