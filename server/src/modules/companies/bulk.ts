/** Changing many companies at once: the chosen ones, or everything a query finds. */
import type { BulkEdit, CompanyBulkInput } from "@omniflow/contract";
import { AppError } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { sql } from "../../platform/db.ts";
import { type BulkKind, performBulk } from "../fields/index.ts";
import { applyCompanyChange, fieldsOf } from "./change.ts";
import { selectCompanies } from "./list.ts";
import { findCompany, lockCompany, ofWorkspace } from "./queries.ts";

export const companyBulk: BulkKind = {
  record: "company",
  change: async (ctx, tx, id, change) => {
    const before = await lockCompany(ctx, tx, id);
    const after = await applyCompanyChange(ctx, tx, before, change);
    return { before: fieldsOf(before), after: fieldsOf(after) };
  },
  read: async (ctx, tx, id) => {
    const row = await findCompany(tx, ctx.workspaceId, id);
    return row && !row.merged_into ? fieldsOf(row) : null;
  },
};

export function editCompanies(ctx: Caller, input: CompanyBulkInput): Promise<BulkEdit> {
  if (Boolean(input.ids) === Boolean(input.select))
    throw new AppError("validation_failed", "Give either ids, or a query in `select`.", { field: "ids" });
  return performBulk(ctx, companyBulk, input.change, async (tx) => {
    const where = input.ids
      ? sql`${ofWorkspace(ctx.workspaceId)} and o.id = any(${input.ids}::uuid[])`
      : await selectCompanies(ctx, tx, input.select!);
    return sql`select o.id from companies o where ${where} and o.id <> all(${input.except ?? []}::uuid[])`;
  });
}
