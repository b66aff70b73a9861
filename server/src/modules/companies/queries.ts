/** All SQL of companies. Alias `o` is the company; what was merged into it is read with it. */
import { AppError, notFound } from "../../errors.ts";
import type { Context } from "../../platform/context.ts";
import { type Sql, sql, type Tx } from "../../platform/db.ts";

export type CompanyRow = {
  id: string;
  name: string;
  sort_name: string;
  tier: string | null;
  owner_id: string | null;
  custom_fields: Record<string, unknown>;
  external_ids: Record<string, string>;
  sla_policy_id: string | null;
  merged_into: string | null;
  version: number;
  created_at: Date;
  updated_at: Date;
  domains: string[];
  contact_count: number | null;
};

/** The company and those merged into it, of alias `o`, as an array. */
const group = sql`array(select m.id from companies m where m.workspace_id = o.workspace_id and m.merged_into = o.id) || o.id`;

export const companyColumns = sql`o.id, o.name, o.sort_name, o.tier, o.owner_id, o.custom_fields, o.external_ids, o.sla_policy_id, o.merged_into, o.version, o.created_at, o.updated_at,
  array(select d.domain from company_domains d where d.workspace_id = o.workspace_id and d.company_id = any(${group}) order by d.created_at, d.domain) as domains,
  (select count(*)::int from (select 1 from contacts p where p.workspace_id = o.workspace_id and p.company_id = any(${group}) and p.merged_into is null limit 1000) x) as contact_count`;

export const findCompany = (tx: Tx, workspaceId: string, id: string) =>
  tx.row<CompanyRow>(
    sql`select ${companyColumns} from companies o where o.workspace_id = ${workspaceId} and o.id = ${id}`,
  );

/** The row, locked for this transaction. @throws not_found */
export async function lockCompany(ctx: Context, tx: Tx, id: string): Promise<CompanyRow> {
  await tx.run(sql`select 1 from companies where workspace_id = ${ctx.workspaceId} and id = ${id} for no key update`);
  const row = await findCompany(tx, ctx.workspaceId, id);
  if (!row) throw notFound("company");
  return row;
}

/** @returns the company a contact is to belong to: the id itself, which must be one of this workspace's. */
export async function requireCompany(ctx: Context, tx: Tx, id: string | null): Promise<string | null> {
  if (id === null) return null;
  const row = await tx.row<{ id: string }>(
    sql`select coalesce(merged_into, id) as id from companies where workspace_id = ${ctx.workspaceId} and id = ${id} for key share`,
  );
  if (!row) throw new AppError("unprocessable", "This company does not exist.", { field: "company_id" });
  return row.id;
}

/** A company with those merged into it: whoever belongs to one of them belongs to it. */
export async function companyGroup(ctx: Context, tx: Tx, id: string): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(sql`select id from companies
    where workspace_id = ${ctx.workspaceId} and (id = ${id} or merged_into = ${id})`);
  if (!rows.some((row) => row.id === id)) throw notFound("company");
  return rows.map((row) => row.id);
}

/** What a member may change of it by hand. */
export type CompanyState = Pick<CompanyRow, "name" | "tier" | "owner_id" | "custom_fields" | "external_ids">;

export const insertCompany = (tx: Tx, workspaceId: string, id: string, company: CompanyState) =>
  tx.run(sql`insert into companies (workspace_id, id, name, tier, owner_id, custom_fields, external_ids)
    values (${workspaceId}, ${id}, ${company.name}, ${company.tier}, ${company.owner_id}, ${JSON.stringify(company.custom_fields)}, ${JSON.stringify(company.external_ids)})`);

export const updateCompany = (tx: Tx, workspaceId: string, id: string, company: CompanyState) =>
  tx.run(sql`update companies set name = ${company.name}, tier = ${company.tier}, owner_id = ${company.owner_id},
      custom_fields = ${JSON.stringify(company.custom_fields)}, external_ids = ${JSON.stringify(company.external_ids)},
      version = version + 1, updated_at = date_trunc('milliseconds', now())
    where workspace_id = ${workspaceId} and id = ${id}`);

export const insertDomains = (tx: Tx, workspaceId: string, companyId: string, domains: readonly string[]) =>
  tx.run(sql`insert into company_domains (workspace_id, domain, company_id)
    select ${workspaceId}, d, ${companyId} from unnest(${[...domains]}::text[]) as d`);

/** Also those of companies merged into it: on the screen they are its own. */
export const removeDomains = (tx: Tx, workspaceId: string, ids: readonly string[], domains: readonly string[]) =>
  tx.run(sql`delete from company_domains where workspace_id = ${workspaceId} and company_id = any(${[...ids]}::uuid[])
    and domain = any(${[...domains]}::text[])`);

/** Condition on alias `o`: one of these, or everything of it. */
export const ofWorkspace = (workspaceId: string): Sql => sql`o.workspace_id = ${workspaceId} and o.merged_into is null`;
