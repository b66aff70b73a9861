/** What the database knows about a batch of rows: whose their addresses are, those contacts, and the companies they name. */
import type { Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { rootOf } from "../../platform/merged.ts";
import { newId } from "../../platform/uuid.ts";
import { readConsents } from "../contacts/index.ts";
import { type Contact, companyKey, type Known, keyOf, type Values } from "./plan.ts";
import type { ImportRecord } from "./queries.ts";
import type { IdentityKey, ReadRow } from "./row.ts";

type Batch = { ctx: Context; tx: Tx; record: ImportRecord; rows: readonly ReadRow[] };

/** @param lock keeps the contacts as they are until the transaction ends */
export async function readKnown({ ctx, tx, record, rows }: Batch, lock: boolean): Promise<Known> {
  const { workspaceId } = ctx;
  const identities = rows.flatMap((row) => row.wanted.identities);
  const owners = await readOwners(tx, workspaceId, identities);
  const [contacts, companies, domains, consents] = await Promise.all([
    readContacts(tx, workspaceId, [...new Set(owners.values())].sort(), lock),
    readCompanies(tx, workspaceId, rows),
    readDomains(
      tx,
      workspaceId,
      identities.flatMap(({ kind, value }) => (kind === "email" ? [value.split("@")[1]!] : [])),
    ),
    readConsents(
      tx,
      workspaceId,
      rows.flatMap((row) => row.wanted.consents),
    ),
  ]);
  const source = {
    reason: `Import: ${record.name}`,
    changed_by_type: ctx.actor.type,
    changed_by: ctx.actor.id,
    changed_at: ctx.platform.clock.now().toISOString(),
  };
  return { owners, contacts, companies, domains, consents, source };
}

async function readOwners(tx: Tx, workspaceId: string, identities: IdentityKey[]): Promise<Map<string, string>> {
  const rows = await tx.rows<IdentityKey & { id: string }>(sql`select i.kind, i.value, ${rootOf("c")} as id
    from (select distinct kind, value from unnest(${identities.map((i) => i.kind)}::text[], ${identities.map((i) => i.value)}::text[]) as k(kind, value)) k
    join contact_identities i on i.workspace_id = ${workspaceId} and i.kind = k.kind and i.value = k.value
    join contacts c on c.workspace_id = i.workspace_id and c.id = i.contact_id`);
  return new Map(rows.map((row) => [keyOf(row), row.id]));
}

async function readContacts(tx: Tx, workspaceId: string, ids: string[], lock: boolean): Promise<Map<string, Contact>> {
  const rows = await tx.rows<
    Values & { id: string }
  >(sql`select id, name, tier, language, time_zone, company_id, custom_fields
    from contacts where workspace_id = ${workspaceId} and id = any(${ids}::uuid[]) order by id ${lock ? sql`for no key update` : sql``}`);
  return new Map(rows.map((row) => [row.id, { ...row, isNew: false, changed: false }]));
}

async function readDomains(tx: Tx, workspaceId: string, domains: string[]): Promise<Map<string, string>> {
  const rows = await tx.rows<{ domain: string; id: string }>(sql`select d.domain, ${rootOf("c")} as id
    from (select distinct domain from unnest(${domains}::text[]) as k(domain)) k
    join company_domains d on d.workspace_id = ${workspaceId} and d.domain = k.domain
    join companies c on c.workspace_id = d.workspace_id and c.id = d.company_id`);
  return new Map(rows.map((row) => [row.domain, row.id]));
}

const wantedCompanies = (rows: readonly ReadRow[]) => [
  ...new Map(
    rows.flatMap(({ wanted, problems }) =>
      wanted.company && !problems.length ? [[companyKey(wanted.company), wanted.company] as const] : [],
    ),
  ),
];

/** By domain where one is given, else by name, then the oldest of that name. */
async function readCompanies(tx: Tx, workspaceId: string, rows: readonly ReadRow[]): Promise<Map<string, string>> {
  const wanted = wantedCompanies(rows);
  if (!wanted.length) return new Map();
  const byDomain = await readDomains(
    tx,
    workspaceId,
    wanted.flatMap(([, { domain }]) => domain ?? []),
  );
  const byName = await tx.rows<{
    name: string;
    id: string;
  }>(sql`select distinct on (k.name) k.name, ${rootOf("c")} as id
    from unnest(${wanted.flatMap(([, { name }]) => name ?? [])}::text[]) as k(name)
    join companies c on c.workspace_id = ${workspaceId} and c.sort_name = search_text(k.name)
    order by k.name, c.created_at, c.id`);
  const names = new Map(byName.map((row) => [row.name, row.id]));
  return new Map(
    wanted.flatMap(([key, { name, domain }]) => {
      const id = (domain && byDomain.get(domain)) ?? (name && names.get(name));
      return id ? [[key, id] as const] : [];
    }),
  );
}

export type NewCompany = { id: string; name: string; domain: string | null };

/** The companies that have to be made, which are known from then on. */
export function missingCompanies(rows: readonly ReadRow[], known: Known): NewCompany[] {
  const made: NewCompany[] = [];
  for (const [key, { name, domain }] of wantedCompanies(rows)) {
    if (known.companies.has(key)) continue;
    const company = { id: newId(), name: name ?? domain!, domain };
    known.companies.set(key, company.id);
    made.push(company);
  }
  return made;
}
