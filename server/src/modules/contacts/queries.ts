/** All SQL of contacts. An identity belongs to one contact; the unique key on it is what keeps a person one contact. */
import type { IdentityKind } from "../../channels/adapter.ts";
import { join, sql, type Tx } from "../../platform/db.ts";

export type ContactRow = {
  id: string;
  name: string;
  tier: string | null;
  language: string | null;
  time_zone: string | null;
  company_id: string | null;
  company: { id: string; name: string; tier: string | null } | null;
  custom_fields: Record<string, unknown>;
  external_ids: Record<string, string>;
  merged_into: string | null;
  blocked_at: Date | null;
  last_seen_at: Date | null;
  version: number;
  created_at: Date;
  updated_at: Date;
  identities: { id: string; kind: IdentityKind; value: string; verified: boolean }[];
};

const identitiesOf = sql`coalesce((select json_agg(json_build_object('id', i.id, 'kind', i.kind, 'value', i.value, 'verified', i.verified) order by i.created_at, i.id)
  from contact_identities i where i.workspace_id = c.workspace_id and i.contact_id = c.id), '[]'::json) as identities`;

const companyOf = sql`(select json_build_object('id', o.id, 'name', o.name, 'tier', o.tier) from companies f
  join companies o on o.workspace_id = f.workspace_id and o.id = coalesce(f.merged_into, f.id)
  where f.workspace_id = c.workspace_id and f.id = c.company_id) as company`;

export const findContact = (tx: Tx, workspaceId: string, id: string) =>
  tx.row<ContactRow>(
    sql`select c.*, ${companyOf}, ${identitiesOf} from contacts c where c.workspace_id = ${workspaceId} and c.id = ${id}`,
  );

export type ContactFilter = { q?: string; email?: string; phone?: string };

export function listContacts(
  tx: Tx,
  workspaceId: string,
  filter: ContactFilter,
  page: { limit: number; after: [string, string] | null },
) {
  const conditions = [sql`c.workspace_id = ${workspaceId}`, sql`c.merged_into is null`];
  const has = (kind: string, value: string) =>
    sql`exists (select 1 from contact_identities i where i.workspace_id = c.workspace_id and i.contact_id = c.id and i.kind = ${kind} and i.value = ${value})`;
  if (filter.email) conditions.push(has("email", filter.email.trim().toLowerCase()));
  if (filter.phone) conditions.push(has("phone", normalisePhone(filter.phone)));
  if (filter.q) {
    const pattern = `%${filter.q.trim().replace(/[\\%_]/g, "\\$&")}%`;
    conditions.push(sql`(c.name ilike ${pattern} or exists (select 1 from contact_identities i
      where i.workspace_id = c.workspace_id and i.contact_id = c.id and i.value ilike ${pattern}))`);
  }
  if (page.after) conditions.push(sql`(c.created_at, c.id) < (${page.after[0]}::timestamptz, ${page.after[1]}::uuid)`);
  return tx.rows<ContactRow>(sql`select c.*, ${companyOf}, ${identitiesOf} from contacts c
    where ${join(conditions, " and ")} order by c.created_at desc, c.id desc limit ${page.limit}`);
}

export const insertContact = (
  tx: Tx,
  workspaceId: string,
  contact: {
    id: string;
    name: string;
    tier: string | null;
    language: string | null;
    time_zone: string | null;
    custom_fields: object;
    blocked: boolean;
  },
) =>
  tx.run(sql`insert into contacts (workspace_id, id, name, tier, language, time_zone, custom_fields, blocked_at)
    values (${workspaceId}, ${contact.id}, ${contact.name}, ${contact.tier}, ${contact.language}, ${contact.time_zone},
      ${JSON.stringify(contact.custom_fields)}, ${contact.blocked ? new Date() : null})`);

export const insertIdentities = (
  tx: Tx,
  workspaceId: string,
  contactId: string,
  identities: { id: string; kind: string; value: string; verified?: boolean }[],
) =>
  tx.run(sql`insert into contact_identities (workspace_id, id, contact_id, kind, value, verified)
    select ${workspaceId}, id, ${contactId}, kind, value, coalesce(verified, false)
    from json_to_recordset(${JSON.stringify(identities)}) as i(id uuid, kind text, value text, verified boolean)`);

export const removeIdentities = (tx: Tx, workspaceId: string, contactId: string, ids: string[]) =>
  tx.run(
    sql`delete from contact_identities where workspace_id = ${workspaceId} and contact_id = ${contactId} and id = any(${ids})`,
  );

export const updateContact = (
  tx: Tx,
  workspaceId: string,
  id: string,
  change: {
    name: string;
    tier: string | null;
    language: string | null;
    time_zone: string | null;
    custom_fields: object;
    blocked_at: Date | null;
  },
) =>
  tx.run(sql`update contacts set name = ${change.name}, tier = ${change.tier}, language = ${change.language},
    time_zone = ${change.time_zone}, custom_fields = ${JSON.stringify(change.custom_fields)}, blocked_at = ${change.blocked_at},
    version = version + 1, updated_at = now() where workspace_id = ${workspaceId} and id = ${id}`);

/** Digits with a leading plus where the writer gave one: `+49 (30) 123` and `+4930123` are one number. */
export const normalisePhone = (phone: string): string => phone.replace(/[^\d+]/g, "").replace(/(?!^)\+/g, "");

/** A file or header may carry anything: control characters and direction marks never reach a name. */
export const cleanName = (name: string): string =>
  name
    .normalize("NFC")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is removed.
    .replace(/[\u0000-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 200);
