/** The run: rows become contacts, five hundred a transaction, with what each changed written down for the undo. */
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { recordAudit } from "../audit/index.ts";
import { addConsents, consentChanged, consentKey } from "../contacts/index.ts";
import { countOutcomes } from "./check.ts";
import { missingCompanies, type NewCompany, readKnown } from "./known.ts";
import { type Change, type NewIdentity, type Plan, planRows } from "./plan.ts";
import { addProgress, setState, writeRows } from "./queries.ts";
import { TakenMeanwhile, workOff } from "./work.ts";

export const runImport = (ctx: Caller, id: string, signal?: AbortSignal): Promise<void> =>
  workOff(
    ctx,
    id,
    {
      state: "running",
      work: async (tx, record, rows) => {
        const known = await readKnown({ ctx, tx, record, rows }, true);
        const companies = missingCompanies(rows, known);
        const plan = planRows(rows, known, record.existing);
        await writeCompanies(ctx, tx, id, companies);
        await writePlan(ctx, tx, plan);
        await writeConsents(ctx, tx, plan);
        await writeRows(tx, ctx.workspaceId, id, plan.results);
        await addProgress(tx, ctx.workspaceId, id, {
          rows: rows.length,
          lastRow: rows.at(-1)!.number,
          counts: countOutcomes(plan.results),
          companies: companies.length,
        });
        announce(ctx, tx, plan);
      },
      finish: async (tx, record) => {
        await setState(tx, ctx.workspaceId, id, "done");
        const { name, created, updated, skipped, failed } = record;
        recordAudit(ctx, tx, {
          action: "contacts.imported",
          target: { type: "import", id, name },
          summary: `${created} created, ${updated} updated, ${skipped} skipped, ${failed} refused`,
        });
        emit(ctx, tx, { type: "import.finished", data: { import_id: id, state: "done" } });
      },
    },
    signal,
  );

/**
 * Names are no keys: one import at a time may make companies, and what another made between this batch's look and its turn counts
 * as taken, so that two make each once.
 */
async function writeCompanies(ctx: Caller, tx: Tx, id: string, companies: NewCompany[]): Promise<void> {
  if (!companies.length) return;
  const lock = await tx.row<{ free: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended('import companies ' || ${ctx.workspaceId}, 0)) as free`,
  );
  if (!lock?.free) throw new TakenMeanwhile();
  const made = await tx.row(sql`select 1 from companies where workspace_id = ${ctx.workspaceId}
    and sort_name in (select search_text(n) from unnest(${companies.map(({ name }) => name)}::text[]) n) limit 1`);
  if (made) throw new TakenMeanwhile();
  const list = JSON.stringify(companies);
  await tx.run(sql`insert into companies (workspace_id, id, name) select ${ctx.workspaceId}, id, name
    from json_to_recordset(${list}) as r(id uuid, name text)`);
  await tx.run(sql`insert into company_domains (workspace_id, company_id, domain) select ${ctx.workspaceId}, id, domain
    from json_to_recordset(${list}) as r(id uuid, domain text) where domain is not null order by domain`);
  await tx.run(sql`insert into import_companies (workspace_id, import_id, company_id) select ${ctx.workspaceId}, ${id}, r.id
    from json_to_recordset(${list}) as r(id uuid)`);
  for (const company of companies)
    emit(ctx, tx, {
      type: "company.created",
      data: { company_id: company.id, name: company.name },
      companyId: company.id,
      quiet: true,
    });
}

async function writePlan(ctx: Caller, tx: Tx, plan: Plan): Promise<void> {
  const fresh = plan.touched.filter((contact) => contact.isNew);
  await claim(ctx, tx, plan.identities);
  const columns = sql`r(id uuid, name text, tier text, language text, time_zone text, company_id uuid, custom_fields jsonb)`;
  if (fresh.length)
    await tx.run(sql`insert into contacts (workspace_id, id, name, tier, language, time_zone, company_id, company_source, custom_fields)
      select ${ctx.workspaceId}, id, name, tier, language, time_zone, company_id, case when company_id is not null then 'import' end, custom_fields
      from json_to_recordset(${JSON.stringify(fresh)}) as ${columns}`);
  const changed = plan.touched.filter((contact) => !contact.isNew && contact.changed);
  if (changed.length)
    await tx.run(sql`update contacts c set name = r.name, tier = r.tier, language = r.language, time_zone = r.time_zone, company_id = r.company_id,
        company_source = case when c.company_id is distinct from r.company_id then 'import' else c.company_source end,
        custom_fields = r.custom_fields, version = c.version + 1, updated_at = now()
      from json_to_recordset(${JSON.stringify(changed)}) as ${columns} where c.workspace_id = ${ctx.workspaceId} and c.id = r.id`);
}

/** What a later row says of the same address goes over an earlier one; what somebody said meanwhile is looked at again. */
async function writeConsents(ctx: Caller, tx: Tx, plan: Plan): Promise<void> {
  const last = new Map(plan.consents.map(({ now }) => [consentKey(now), now]));
  if (last.size && (await addConsents(tx, ctx.workspaceId, [...last.values()])) < last.size) throw new TakenMeanwhile();
}

/** The unique key decides who was first; whoever was not looks again. Sorted, so that two imports never wait for each other. */
async function claim(ctx: Caller, tx: Tx, identities: NewIdentity[]): Promise<void> {
  if (!identities.length) return;
  const claimed = await tx.run(sql`insert into contact_identities (workspace_id, id, contact_id, kind, value)
    select ${ctx.workspaceId}, id, contact_id, kind, value
    from json_to_recordset(${JSON.stringify(identities)}) as r(id uuid, contact_id uuid, kind text, value text)
    order by kind, value on conflict (workspace_id, kind, value) do nothing`);
  if (claimed < identities.length) throw new TakenMeanwhile();
}

/** One event a contact, however many rows named it. */
function announce(ctx: Caller, tx: Tx, plan: Plan): void {
  const fresh = new Set(plan.touched.flatMap((contact) => (contact.isNew ? [contact.id] : [])));
  for (const contact of plan.touched)
    if (contact.isNew) emit(ctx, tx, { type: "contact.created", data: {}, contactId: contact.id, quiet: true });
  for (const { id, kind, value, contact_id } of plan.identities)
    if (!fresh.has(contact_id))
      emit(ctx, tx, {
        type: "contact.identity_added",
        data: { identity_id: id, kind, value },
        contactId: contact_id,
        quiet: true,
      });
  for (const { contact_id, was, now } of plan.consents)
    emit(ctx, tx, { ...consentChanged(now, was?.state ?? null, now), contactId: contact_id, quiet: true });
  const changes = Map.groupBy(
    plan.results.filter((result) => result.outcome === "updated" && result.after),
    (result) => result.contact_id!,
  );
  for (const [contactId, results] of changes) {
    if (fresh.has(contactId)) continue;
    const data = differences(results.map((result) => [result.before!, result.after!]));
    if (data.fields.length) emit(ctx, tx, { type: "contact.updated", data, contactId, quiet: true });
  }
}

function differences(steps: [Change, Change][]) {
  const changes: Record<string, { from: unknown; to: unknown }> = {};
  const set = (field: string, from: unknown, to: unknown) => {
    changes[field] = { from: changes[field]?.from ?? from ?? null, to };
  };
  for (const [before, after] of steps) {
    for (const [field, value] of Object.entries(after))
      if (!["identities", "consents", "custom_fields"].includes(field))
        set(field, before[field as keyof Change], value);
    for (const [key, value] of Object.entries(after.custom_fields ?? {}))
      set(`custom.${key}`, before.custom_fields?.[key], value);
  }
  return { fields: Object.keys(changes), changes };
}
