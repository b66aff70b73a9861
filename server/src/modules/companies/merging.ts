/**
 * Merging companies, and undoing it at any later time: the same as with contacts (contacts/merging), and simpler, since a contact keeps
 * the company it has and is read with the one that was merged into.
 */
import type { Company, CompanyMergePreview } from "@omniflow/contract";
import { AppError, notFound } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { newId } from "../../platform/uuid.ts";
import { recordAudit } from "../audit/index.ts";
import {
  customOf,
  type FieldValues,
  giveBack,
  listFields,
  mergeFields,
  type Taken,
  takeOver,
} from "../fields/index.ts";
import { fieldsOf } from "./change.ts";
import { type CompanyRow, findCompany, lockCompany, updateCompany } from "./queries.ts";
import { companyView } from "./views.ts";

export const previewCompanyMerge = (ctx: Caller, sourceId: string, into: string): Promise<CompanyMergePreview> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const { source, target } = await lockPair(ctx, tx, sourceId, into);
    const defined = await listFields(ctx, tx, { record: "company", archived: true });
    const labels = new Map(defined.map((field) => [`custom.${field.key}`, field.label]));
    return {
      source: companyView(source),
      target: companyView(target),
      fields: mergeFields(fieldsOf(source), fieldsOf(target), labels),
      contacts: source.contact_count ?? 0,
    };
  });

/** @param take fields whose value comes from the source; what the preview suggests when absent */
export const mergeCompany = (ctx: Caller, sourceId: string, into: string, take?: readonly string[]): Promise<Company> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const { source, target } = await lockPair(ctx, tx, sourceId, into);
    const [from, to] = [fieldsOf(source), fieldsOf(target)];
    const suggested = mergeFields(from, to, new Map()).filter((field) => field.suggested === "source");
    const { values, taken } = takeOver(from, to, take ?? suggested.map((field) => field.field));
    const followers = await tx.rows<{ id: string }>(
      sql`update companies set merged_into = ${target.id} where workspace_id = ${ctx.workspaceId} and merged_into = ${source.id} returning id`,
    );
    await setMergedInto(ctx, tx, source.id, target.id);
    await writeFields(ctx, tx, target.id, values);
    await tx.run(sql`insert into company_merges (workspace_id, id, source_id, target_id, followers, taken, merged_by)
      values (${ctx.workspaceId}, ${newId()}, ${source.id}, ${target.id}, ${followers.map((row) => row.id)}::uuid[], ${JSON.stringify(taken)}, ${ctx.actor.id})`);
    announce(ctx, tx, "company.merged", source, target);
    return companyView((await findCompany(tx, ctx.workspaceId, target.id))!);
  });

const setMergedInto = (ctx: Caller, tx: Tx, id: string, into: string | null) =>
  tx.run(sql`update companies set merged_into = ${into}, version = version + 1, updated_at = date_trunc('milliseconds', now())
    where workspace_id = ${ctx.workspaceId} and id = ${id}`);

const text = (value: unknown): string | null => (typeof value === "string" && value ? value : null);

const writeFields = (ctx: Caller, tx: Tx, id: string, values: FieldValues) =>
  updateCompany(tx, ctx.workspaceId, id, {
    name: text(values.name) ?? "",
    tier: text(values.tier),
    owner_id: text(values.owner_id),
    custom_fields: customOf(values),
    external_ids: Object.fromEntries(
      Object.entries(values).flatMap(([field, value]) =>
        field.startsWith("external.") && typeof value === "string" ? [[field.slice("external.".length), value]] : [],
      ),
    ),
  });

/** Both, locked in one order. Whoever names a company that was merged means the one it was merged into. */
async function lockPair(
  ctx: Caller,
  tx: Tx,
  sourceId: string,
  into: string,
): Promise<{ source: CompanyRow; target: CompanyRow }> {
  const named = await findCompany(tx, ctx.workspaceId, into);
  const targetId = named?.merged_into ?? into;
  for (const id of [sourceId, targetId].sort())
    await tx.run(sql`select 1 from companies where workspace_id = ${ctx.workspaceId} and id = ${id} for no key update`);
  const source = await lockCompany(ctx, tx, sourceId);
  if (!named) throw new AppError("unprocessable", "The company to merge into does not exist.", { field: "into" });
  if (source.merged_into)
    throw new AppError("conflict", "This company is merged into another already. Undo that first.");
  if (source.id === targetId)
    throw new AppError("conflict", "A company cannot be merged into itself, or into one that is merged into it.", {
      field: "into",
    });
  return { source, target: await lockCompany(ctx, tx, targetId) };
}

type Merge = { id: string; target_id: string; taken: Taken };

/** @param id the company that was merged away. @returns it, standing by itself again */
export const unmergeCompany = (ctx: Caller, id: string): Promise<Company> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const found = await findCompany(tx, ctx.workspaceId, id);
    if (!found) throw notFound("company");
    await tx.run(sql`select 1 from companies where workspace_id = ${ctx.workspaceId} and (id = ${found.merged_into ?? id} or merged_into = ${found.merged_into ?? id})
      order by id for no key update`);
    const source = (await findCompany(tx, ctx.workspaceId, id))!;
    const merge = await tx.row<Merge>(sql`select id, target_id, taken from company_merges
      where workspace_id = ${ctx.workspaceId} and source_id = ${id} and undone_at is null for update`);
    if (!merge || !source.merged_into) throw new AppError("conflict", "This company is not merged into another.");
    await separate(ctx, tx, source);
    await returnFields(ctx, tx, merge);
    await tx.run(
      sql`update company_merges set undone_at = clock_timestamp() where workspace_id = ${ctx.workspaceId} and id = ${merge.id}`,
    );
    announce(ctx, tx, "company.unmerged", source, (await findCompany(tx, ctx.workspaceId, merge.target_id))!);
    return companyView((await findCompany(tx, ctx.workspaceId, id))!);
  });

/** Whoever is merged into it leaves with it. */
async function separate(ctx: Caller, tx: Tx, source: CompanyRow): Promise<void> {
  const merges = await tx.rows<{
    source_id: string;
    target_id: string;
  }>(sql`select source_id, target_id from company_merges
    where workspace_id = ${ctx.workspaceId} and undone_at is null and source_id in (
      select id from companies where workspace_id = ${ctx.workspaceId} and merged_into = ${source.merged_into})`);
  const under = (id: string): string[] =>
    merges.filter((merge) => merge.target_id === id).flatMap((merge) => [merge.source_id, ...under(merge.source_id)]);
  await setMergedInto(ctx, tx, source.id, null);
  await tx.run(
    sql`update companies set merged_into = ${source.id} where workspace_id = ${ctx.workspaceId} and id = any(${under(source.id)}::uuid[])`,
  );
}

async function returnFields(ctx: Caller, tx: Tx, merge: Merge): Promise<void> {
  const target = (await findCompany(tx, ctx.workspaceId, merge.target_id))!;
  const later = await tx.rows<{ id: string; taken: Taken }>(sql`select id, taken from company_merges
    where workspace_id = ${ctx.workspaceId} and target_id = ${merge.target_id} and undone_at is null
      and merged_at > (select merged_at from company_merges where workspace_id = ${ctx.workspaceId} and id = ${merge.id}) order by merged_at, id`);
  const { values, changed } = giveBack(fieldsOf(target), merge.taken, later);
  await writeFields(ctx, tx, target.id, values);
  for (const { id, taken } of changed)
    await tx.run(
      sql`update company_merges set taken = ${JSON.stringify(taken)} where workspace_id = ${ctx.workspaceId} and id = ${id}`,
    );
}

function announce(
  ctx: Caller,
  tx: Tx,
  type: "company.merged" | "company.unmerged",
  source: CompanyRow,
  target: CompanyRow,
): void {
  const data = { source_id: source.id, target_id: target.id, source_name: source.name };
  for (const companyId of [target.id, source.id]) emit(ctx, tx, { type, data, companyId });
  recordAudit(ctx, tx, {
    action: type,
    target: { type: "company", id: source.id, name: source.name },
    summary: type === "company.merged" ? `Merged into ${target.name}` : `Merge into ${target.name} undone`,
    after: { into: target.id },
  });
}
