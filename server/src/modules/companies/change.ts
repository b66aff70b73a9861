/** The verbs of companies: create, change, remove. A domain that is added brings the contacts who write from it. */
import type { Company, CompanyChange, CompanyInput } from "@omniflow/contract";
import { AppError, notFound } from "../../errors.ts";
import type { Caller, Context } from "../../platform/context.ts";
import { isUniqueViolation, sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { newId } from "../../platform/uuid.ts";
import { recordAudit } from "../audit/index.ts";
import { differencesOf, flatten, nextValues } from "../fields/index.ts";
import { refuseForeign } from "../workspaces/index.ts";
import { enqueueAssigning, logMoves } from "./assign.ts";
import { cleanDomain } from "./domains.ts";
import {
  type CompanyRow,
  type CompanyState,
  companyGroup,
  findCompany,
  insertCompany,
  insertDomains,
  lockCompany,
  removeDomains,
  updateCompany,
} from "./queries.ts";
import { companyView } from "./views.ts";

export type Created = { company: Company; created: boolean };

export const createCompany = (ctx: Caller, input: CompanyInput): Promise<Created> =>
  takingDomains(ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => addCompany(ctx, tx, input)));

/** In a transaction of the caller's (an import): a taken domain fails it as a unique violation. */
export async function addCompany(ctx: Context, tx: Tx, input: CompanyInput): Promise<Created> {
  const id = input.id ?? newId();
  const existing = input.id ? await findCompany(tx, ctx.workspaceId, id) : null;
  if (existing) return { company: companyView(existing), created: false };
  const state = await nextState(ctx, tx, emptyCompany, input);
  const domains = [...new Set((input.domains ?? []).map(cleanDomain))];
  await insertCompany(tx, ctx.workspaceId, id, state);
  await addDomains(ctx, tx, id, domains);
  emit(ctx, tx, { type: "company.created", data: { company_id: id, name: state.name }, companyId: id });
  return { company: companyView((await findCompany(tx, ctx.workspaceId, id))!), created: true };
}

const emptyCompany: CompanyState = { name: "", tier: null, owner_id: null, custom_fields: {}, external_ids: {} };

export const changeCompany = (ctx: Caller, id: string, change: CompanyChange): Promise<Company> =>
  takingDomains(
    ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
      const before = await lockCompany(ctx, tx, id);
      if (before.merged_into)
        throw new AppError("conflict", "This company was merged into another. Change that one, or undo the merge.");
      if (change.version !== undefined && change.version !== before.version)
        throw new AppError(
          "version_conflict",
          "Someone changed this company meanwhile. Look at the new state and try again.",
          { field: "version" },
        );
      return companyView(await applyCompanyChange(ctx, tx, before, change));
    }),
  );

/** @param before the locked row */
export async function applyCompanyChange(
  ctx: Context,
  tx: Tx,
  before: CompanyRow,
  change: CompanyChange,
): Promise<CompanyRow> {
  const state = await nextState(ctx, tx, before, change);
  const domains = change.domains && [...new Set(change.domains.map(cleanDomain))];
  if (domains) await changeDomains(ctx, tx, before, domains);
  const changes = differencesOf(fieldsOf(before, before.domains), fieldsOf(state, domains ?? before.domains));
  if (!Object.keys(changes).length) return before;
  await updateCompany(tx, ctx.workspaceId, before.id, state);
  emit(ctx, tx, {
    type: "company.updated",
    data: { company_id: before.id, fields: Object.keys(changes), changes },
    companyId: before.id,
  });
  return (await findCompany(tx, ctx.workspaceId, before.id))!;
}

/** The fields of a company as a change log and a merge speak of them. */
export const fieldsOf = (company: CompanyState, domains?: readonly string[]) =>
  flatten(
    {
      name: company.name,
      tier: company.tier,
      owner_id: company.owner_id,
      ...Object.fromEntries(Object.entries(company.external_ids).map(([key, value]) => [`external.${key}`, value])),
      ...(domains ? { domains: [...domains].sort() } : {}),
    },
    company.custom_fields,
  );

async function nextState(ctx: Context, tx: Tx, before: CompanyState, input: CompanyChange): Promise<CompanyState> {
  const name = input.name === undefined ? before.name : input.name.replace(/\s+/g, " ").trim();
  if (!name) throw new AppError("validation_failed", "Give the company a name.", { field: "name" });
  if (input.owner_id) await refuseForeign(tx, ctx.workspaceId, "members", [input.owner_id], "owner_id");
  return {
    name,
    tier: input.tier === undefined ? before.tier : input.tier?.trim() || null,
    owner_id: input.owner_id === undefined ? before.owner_id : input.owner_id,
    custom_fields: await nextValues(ctx, tx, "company", before.custom_fields, input.custom_fields),
    external_ids: nextExternalIds(before.external_ids, input.external_ids),
  };
}

/** Null takes one away; what is not named stays. */
export const nextExternalIds = (
  before: Record<string, string>,
  input: Record<string, string | null> | undefined,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ ...before, ...input }).flatMap(([key, value]) => {
      const text = value?.replaceAll("\0", "").toWellFormed().trim();
      return text ? [[key.replaceAll("\0", "").toWellFormed(), text]] : [];
    }),
  );

async function changeDomains(ctx: Context, tx: Tx, before: CompanyRow, domains: string[]): Promise<void> {
  const gone = before.domains.filter((domain) => !domains.includes(domain));
  if (gone.length) await removeDomains(tx, ctx.workspaceId, await companyGroup(ctx, tx, before.id), gone);
  await addDomains(
    ctx,
    tx,
    before.id,
    domains.filter((domain) => !before.domains.includes(domain)),
  );
}

async function addDomains(ctx: Context, tx: Tx, id: string, domains: string[]): Promise<void> {
  if (!domains.length) return;
  await insertDomains(tx, ctx.workspaceId, id, domains);
  enqueueAssigning(ctx, tx, domains);
}

/**
 * Its contacts stay, without a company, as if nobody had ever chosen one: the next company with their mail domain gets them. What was
 * merged into it stands by itself again.
 */
export async function removeCompany(ctx: Caller, id: string): Promise<void> {
  await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const before = await lockCompany(ctx, tx, id);
    await tx.run(
      sql`update companies set merged_into = null, version = version + 1 where workspace_id = ${ctx.workspaceId} and merged_into = ${id}`,
    );
    const left = await tx.rows<{ id: string }>(
      sql`update contacts set company_id = null, company_source = null where workspace_id = ${ctx.workspaceId} and company_id = ${id} returning id`,
    );
    logMoves(
      ctx,
      tx,
      left.map((contact) => ({ id: contact.id, from: id, to: null })),
    );
    const gone = await tx.run(sql`delete from companies where workspace_id = ${ctx.workspaceId} and id = ${id}`);
    if (!gone) throw notFound("company");
    recordAudit(ctx, tx, {
      action: "company.deleted",
      target: { type: "company", id, name: before.name },
      before: { name: before.name, domains: before.domains, tier: before.tier, owner_id: before.owner_id },
    });
    emit(ctx, tx, { type: "company.deleted", data: { company_id: id, name: before.name }, companyId: id });
  });
}

export const takingDomains = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error) => {
    if (!isUniqueViolation(error, "company_domains_pkey")) throw error;
    throw new AppError(
      "already_exists",
      "Another company has one of these domains already. Take it away there, or merge the two.",
      { field: "domains", cause: error },
    );
  });
