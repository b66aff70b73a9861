/**
 * All SQL of single contacts. An identity belongs to one contact; the unique key on it is what keeps a person one contact. Alias `p` is
 * the contact; what was merged into it is read with it.
 */
import type { IdentityKind } from "../../channels/adapter.ts";
import { AppError, notFound } from "../../errors.ts";
import type { Context } from "../../platform/context.ts";
import { type Sql, sql, type Tx } from "../../platform/db.ts";
import { rootOf } from "../../platform/merged.ts";

export type IdentityRow = {
  id: string;
  kind: IdentityKind;
  value: string;
  verified: boolean;
  contact_id: string;
  opted_out: string[] | null;
};

export type ContactRow = {
  id: string;
  name: string;
  sort_name: string;
  tier: string | null;
  language: string | null;
  time_zone: string | null;
  company_id: string | null;
  company_source: "domain" | "hand" | "import" | null;
  company: { id: string; name: string; tier: string | null } | null;
  custom_fields: Record<string, unknown>;
  external_ids: Record<string, string>;
  merged_into: string | null;
  blocked_at: Date | null;
  last_seen_at: Date | null;
  version: number;
  created_at: Date;
  updated_at: Date;
  identities: IdentityRow[];
};

/**
 * Whether something exists for the contact of alias `p` or for one merged into it. Asked twice, not of a list of both: that
 * would be joined without an index (platform/merged.ts).
 * @param found a select of what belongs to the given contact
 */
export const existsInGroup = (found: (contactId: Sql) => Sql): Sql =>
  sql`(exists (${found(sql`p.id`)}) or exists (select 1 from contacts gm where gm.workspace_id = p.workspace_id and gm.merged_into = p.id
    and exists (${found(sql`gm.id`)})))`;

/** The contact of alias `p` and those merged into it: `x = ${ofGroup}`, in a subselect that yields a value. */
export const ofGroup: Sql = sql`any(array(select gm.id from contacts gm where gm.workspace_id = p.workspace_id and gm.merged_into = p.id) || p.id)`;

export const contactColumns = sql`p.id, p.name, p.sort_name, p.tier, p.language, p.time_zone, p.company_id, p.company_source, p.custom_fields, p.external_ids, p.merged_into,
  p.blocked_at, p.last_seen_at, p.version, p.created_at, p.updated_at,
  (select json_build_object('id', o.id, 'name', o.name, 'tier', o.tier) from companies o where o.workspace_id = p.workspace_id and o.id = (
    select ${rootOf("f")} from companies f where f.workspace_id = p.workspace_id and f.id = p.company_id)) as company,
  coalesce((select json_agg(json_build_object('id', i.id, 'kind', i.kind, 'value', i.value, 'verified', i.verified, 'contact_id', i.contact_id,
      'opted_out', (select json_agg(w.channel order by w.channel) from consents w where w.workspace_id = i.workspace_id and w.kind = i.kind and w.value = i.value and w.state = 'opted_out'))
      order by i.contact_id <> p.id, i.created_at, i.id)
    from contact_identities i where i.workspace_id = p.workspace_id and i.contact_id = ${ofGroup}), '[]'::json) as identities`;

export const findContact = (tx: Tx, workspaceId: string, id: string) =>
  tx.row<ContactRow>(
    sql`select ${contactColumns} from contacts p where p.workspace_id = ${workspaceId} and p.id = ${id}`,
  );

/** The row, locked for this transaction; changed is only what is not merged away. @throws not_found, conflict */
export async function lockContact(ctx: Context, tx: Tx, id: string): Promise<ContactRow> {
  await tx.run(sql`select 1 from contacts where workspace_id = ${ctx.workspaceId} and id = ${id} for no key update`);
  const row = await findContact(tx, ctx.workspaceId, id);
  if (!row) throw notFound("contact");
  if (row.merged_into)
    throw new AppError("conflict", "This contact was merged into another. Change that one, or undo the merge.");
  return row;
}

/** A contact with those merged into it. @throws not_found */
export async function contactGroup(ctx: Context, tx: Tx, id: string): Promise<string[]> {
  const rows = await tx.rows<{
    id: string;
  }>(sql`select id from contacts where workspace_id = ${ctx.workspaceId} and id = ${id}
    union all select id from contacts where workspace_id = ${ctx.workspaceId} and merged_into = ${id}`);
  if (!rows.some((row) => row.id === id)) throw notFound("contact");
  return rows.map((row) => row.id);
}

/** What a member may change of it by hand. */
export type ContactState = Pick<
  ContactRow,
  | "name"
  | "tier"
  | "language"
  | "time_zone"
  | "company_id"
  | "company_source"
  | "custom_fields"
  | "external_ids"
  | "blocked_at"
>;

export const insertContact = (tx: Tx, workspaceId: string, id: string, contact: ContactState) =>
  tx.run(sql`insert into contacts (workspace_id, id, name, tier, language, time_zone, company_id, company_source, custom_fields, external_ids, blocked_at)
    values (${workspaceId}, ${id}, ${contact.name}, ${contact.tier}, ${contact.language}, ${contact.time_zone}, ${contact.company_id}, ${contact.company_source},
      ${JSON.stringify(contact.custom_fields)}, ${JSON.stringify(contact.external_ids)}, ${contact.blocked_at})`);

export const updateContact = (tx: Tx, workspaceId: string, id: string, contact: ContactState) =>
  tx.run(sql`update contacts set name = ${contact.name}, tier = ${contact.tier}, language = ${contact.language}, time_zone = ${contact.time_zone},
      company_id = ${contact.company_id}, company_source = ${contact.company_source}, custom_fields = ${JSON.stringify(contact.custom_fields)},
      external_ids = ${JSON.stringify(contact.external_ids)}, blocked_at = ${contact.blocked_at},
      version = version + 1, updated_at = date_trunc('milliseconds', now())
    where workspace_id = ${workspaceId} and id = ${id}`);

export const insertIdentities = (
  tx: Tx,
  workspaceId: string,
  contactId: string,
  identities: { id: string; kind: string; value: string; verified?: boolean }[],
) =>
  tx.run(sql`insert into contact_identities (workspace_id, id, contact_id, kind, value, verified)
    select ${workspaceId}, id, ${contactId}, kind, value, coalesce(verified, false)
    from json_to_recordset(${JSON.stringify(identities)}) as i(id uuid, kind text, value text, verified boolean)`);

export const removeIdentities = (tx: Tx, workspaceId: string, ids: string[]) =>
  tx.run(sql`delete from contact_identities where workspace_id = ${workspaceId} and id = any(${ids}::uuid[])`);

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
