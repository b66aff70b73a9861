/** Company row → what a member or a key may see. */
import type { Company } from "@omniflow/contract";
import type { CompanyRow } from "./queries.ts";

export const companyView = (row: CompanyRow): Company => ({
  id: row.id,
  name: row.name,
  domains: row.domains,
  tier: row.tier,
  owner_id: row.owner_id,
  custom_fields: row.custom_fields,
  external_ids: row.external_ids,
  sla_policy_id: row.sla_policy_id,
  contact_count: row.contact_count,
  merged_into: row.merged_into,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
  version: row.version,
});
