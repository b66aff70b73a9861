/**
 * Undo of a whole import, from its last row back: what it changed gets its earlier value, what it created goes. Whatever
 * somebody has done since — another value, a conversation, a merge — is theirs and stays, and the row says so.
 */
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { recordAudit } from "../audit/index.ts";
import { differencesOf, flatten } from "../fields/index.ts";
import { countOutcomes } from "./check.ts";
import type { Change, RowResult, Values } from "./plan.ts";
import { addProgress, lockImport, type StoredRow, setState } from "./queries.ts";
import { tellProgress } from "./tell.ts";
import { type Consents, readNoted, takeConsentsBack, writeConsentsBack } from "./undo-consents.ts";

const batchSize = 200;

type Since = Values & {
  id: string;
  /** Conversations, notes, tickets, merges: what somebody would miss. */
  used: boolean;
  identities: string[];
};

export async function undoImport(ctx: Caller, id: string, signal?: AbortSignal): Promise<void> {
  while (!signal?.aborted) {
    const more = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => undoBatch(ctx, tx, id));
    tellProgress(ctx, id);
    if (!more) return;
  }
}

async function undoBatch(ctx: Caller, tx: Tx, id: string): Promise<boolean> {
  const record = await lockImport(tx, ctx.workspaceId, id);
  if (record.state !== "undoing") return false;
  const rows = await tx.rows<StoredRow>(sql`select row, outcome, reasons, contact_id, before, after from import_rows
    where workspace_id = ${ctx.workspaceId} and import_id = ${id} and outcome in ('created', 'updated') order by row desc limit ${batchSize}`);
  if (!rows.length) {
    await finish(ctx, tx, id, record.name);
    return false;
  }
  const contacts = await readSince(ctx, tx, rows);
  const results: RowResult[] = [];
  const consents = await readNoted(ctx, tx, rows);
  for (const row of rows) results.push(await undoRow(ctx, tx, row, contacts.get(row.contact_id!), consents));
  await writeConsentsBack(ctx, tx, consents);
  await tx.run(sql`update import_rows i set outcome = r.outcome, reasons = array(select jsonb_array_elements_text(r.reasons))
    from jsonb_to_recordset(${JSON.stringify(results)}::jsonb) as r(row integer, outcome text, reasons jsonb)
    where i.workspace_id = ${ctx.workspaceId} and i.import_id = ${id} and i.row = r.row`);
  await addProgress(tx, ctx.workspaceId, id, {
    rows: rows.length,
    lastRow: record.last_row,
    counts: countOutcomes(results),
    companies: 0,
  });
  return true;
}

/** The contacts of these rows as they are now, held until the commit. */
async function readSince(ctx: Caller, tx: Tx, rows: StoredRow[]): Promise<Map<string, Since>> {
  const ids = [...new Set(rows.map((row) => row.contact_id!))];
  await tx.run(
    sql`select 1 from contacts where workspace_id = ${ctx.workspaceId} and id = any(${ids}::uuid[]) order by id for update`,
  );
  const found =
    await tx.rows<Since>(sql`select c.id, c.name, c.tier, c.language, c.time_zone, c.company_id, c.custom_fields,
      array(select i.id from contact_identities i where i.workspace_id = c.workspace_id and i.contact_id = c.id) as identities,
      c.merged_into is not null
        or exists (select 1 from contacts m where m.workspace_id = c.workspace_id and m.merged_into = c.id)
        or exists (select 1 from conversations v where v.workspace_id = c.workspace_id and v.contact_id = c.id)
        or exists (select 1 from participants p where p.workspace_id = c.workspace_id and p.contact_id = c.id)
        or exists (select 1 from contact_notes n where n.workspace_id = c.workspace_id and n.contact_id = c.id)
        or exists (select 1 from tickets k where k.workspace_id = c.workspace_id and k.contact_id = c.id)
        or exists (select 1 from ticket_contacts k where k.workspace_id = c.workspace_id and k.contact_id = c.id) as used
    from contacts c where c.workspace_id = ${ctx.workspaceId} and c.id = any(${ids}::uuid[])`);
  return new Map(found.map((contact) => [contact.id, contact]));
}

async function undoRow(
  ctx: Caller,
  tx: Tx,
  row: StoredRow,
  contact: Since | undefined,
  consents: Consents,
): Promise<RowResult> {
  if (!contact) {
    takeConsentsBack(consents, row);
    return { ...row, outcome: "undone", reasons: [] };
  }
  const { after, before } = row;
  const was = fieldsOf(contact);
  const kept = after && before ? giveBack(contact, before, after) : [];
  if (row.outcome === "created") {
    const result = await undoCreated(ctx, tx, row, contact, kept);
    if (result.outcome === "undone") takeConsentsBack(consents, row);
    return result;
  }
  kept.push(...takeConsentsBack(consents, row));
  const reasons = kept.length ? [`Changed since, so it stays: ${kept.join(", ")}.`] : [];
  if (contact.used && after?.identities?.length)
    reasons.push("Its new addresses stay, since there are conversations, tickets or notes.");
  else await removeIdentities(ctx, tx, contact, after?.identities ?? []);
  await writeBack(ctx, tx, contact);
  const changes = differencesOf(was, fieldsOf(contact));
  if (Object.keys(changes).length)
    emit(ctx, tx, {
      type: "contact.updated",
      data: { fields: Object.keys(changes), changes },
      contactId: contact.id,
      quiet: true,
    });
  return { ...row, outcome: reasons.length ? "kept" : "undone", reasons };
}

const fieldsOf = ({ name, tier, language, time_zone, company_id, custom_fields }: Since) =>
  flatten({ name, tier, language, time_zone, company_id }, custom_fields);

async function undoCreated(ctx: Caller, tx: Tx, row: StoredRow, contact: Since, kept: string[]): Promise<RowResult> {
  if (contact.used)
    return { ...row, outcome: "kept", reasons: ["There are conversations, tickets, notes or merges since."] };
  if (kept.length) return { ...row, outcome: "kept", reasons: [`Changed since: ${kept.join(", ")}.`] };
  const more = contact.identities.filter((id) => !row.after?.identities?.includes(id));
  if (more.length) return { ...row, outcome: "kept", reasons: ["It got more addresses since."] };
  await tx.run(sql`delete from contacts where workspace_id = ${ctx.workspaceId} and id = ${contact.id}`);
  emit(ctx, tx, { type: "contact.deleted", data: { contact_id: contact.id }, contactId: contact.id, quiet: true });
  return { ...row, outcome: "undone", reasons: [] };
}

/** Writes the earlier values into the contact; the names of those that are no longer what the import wrote. */
function giveBack(contact: Since, before: Change, after: Change): string[] {
  const kept: string[] = [];
  for (const field of ["name", "tier", "language", "time_zone", "company_id"] as const) {
    if (!(field in after)) continue;
    if (contact[field] !== after[field]) kept.push(field.replace("_id", "").replace("_", " "));
    else contact[field] = before[field] as never;
  }
  for (const [key, value] of Object.entries(after.custom_fields ?? {})) {
    if (JSON.stringify(contact.custom_fields[key]) !== JSON.stringify(value)) {
      kept.push(key);
      continue;
    }
    const { [key]: _, ...rest } = contact.custom_fields;
    const earlier = before.custom_fields?.[key] ?? null;
    contact.custom_fields = earlier === null ? rest : { ...rest, [key]: earlier };
  }
  return kept;
}

async function removeIdentities(ctx: Caller, tx: Tx, contact: Since, ids: string[]): Promise<void> {
  if (!ids.length) return;
  const gone = await tx.rows<{ kind: string; value: string }>(
    sql`delete from contact_identities where workspace_id = ${ctx.workspaceId} and contact_id = ${contact.id} and id = any(${ids}::uuid[])
      returning kind, value`,
  );
  for (const data of gone)
    emit(ctx, tx, { type: "contact.identity_removed", data, contactId: contact.id, quiet: true });
  contact.identities = contact.identities.filter((id) => !ids.includes(id));
}

const writeBack = (ctx: Caller, tx: Tx, c: Since) =>
  tx.run(sql`update contacts set name = ${c.name}, tier = ${c.tier}, language = ${c.language}, time_zone = ${c.time_zone}, company_id = ${c.company_id},
    custom_fields = ${JSON.stringify(c.custom_fields)}, version = version + 1, updated_at = now() where workspace_id = ${ctx.workspaceId} and id = ${c.id}`);

/** Companies it made go when nobody is left in them and nobody has changed them. */
async function finish(ctx: Caller, tx: Tx, id: string, name: string): Promise<void> {
  const gone = await tx.rows<{ id: string; name: string }>(sql`delete from companies c using import_companies i
    where i.workspace_id = ${ctx.workspaceId} and i.import_id = ${id} and c.workspace_id = i.workspace_id and c.id = i.company_id
      and c.version = 1 and c.merged_into is null
      and not exists (select 1 from companies m where m.workspace_id = c.workspace_id and m.merged_into = c.id)
      and not exists (select 1 from contacts p where p.workspace_id = c.workspace_id and p.company_id = c.id)
    returning c.id, c.name`);
  for (const company of gone)
    emit(ctx, tx, {
      type: "company.deleted",
      data: { company_id: company.id, name: company.name },
      companyId: company.id,
      quiet: true,
    });
  await setState(tx, ctx.workspaceId, id, "undone");
  recordAudit(ctx, tx, { action: "contacts.import_undone", target: { type: "import", id, name } });
  emit(ctx, tx, { type: "import.finished", data: { import_id: id, state: "undone" } });
}
