/** Filters over companies → SQL on alias `o`. The grammar is the inbox's (fields/filters), the fields are these. */
import {
  type CompanyFilterField,
  companyFilterFields,
  customFieldPatternOf,
  type Filter,
  type FilterCondition,
  type FilterValueKind,
  filterOperators,
} from "@omniflow/contract";
import type { Caller } from "../../platform/context.ts";
import { type Sql, sql } from "../../platform/db.ts";
import {
  compare,
  compareKey,
  compileCustom,
  compileTree,
  flag,
  isNegative,
  positive,
  replaceWord,
  wrong,
} from "../fields/index.ts";
import { type Segments, segmentFilter } from "./segments.ts";

/** @param segments the saved filters this one speaks of (loadSegments) */
export const compileCompanyFilter = (ctx: Caller, filter: Filter, segments: Segments): Sql =>
  compileTree(filter, (condition, path) => compileCondition(ctx, condition, path, segments));

/** Whether something exists for the company of alias `o` or for one merged into it; in two questions, as for contacts. */
const existsInGroup = (found: (companyId: Sql) => Sql): Sql =>
  sql`(exists (${found(sql`o.id`)}) or exists (select 1 from companies fm where fm.workspace_id = o.workspace_id and fm.merged_into = o.id
    and exists (${found(sql`fm.id`)})))`;

function compileCondition(ctx: Caller, condition: FilterCondition, path: string, segments: Segments): Sql {
  const now = ctx.platform.clock.now();
  if (customPath.test(condition.field)) return compileCustom(sql`o.custom_fields`, condition, path, now);
  const field = condition.field as CompanyFilterField;
  const kind: FilterValueKind | undefined = companyFilterFields[field]?.kind;
  if (!kind) throw wrong(path, `There is no field “${condition.field}”.`);
  if (!(filterOperators[kind] as readonly string[]).includes(condition.op))
    throw wrong(path, `“${condition.op}” is not an operator of ${condition.field}.`);
  switch (field) {
    case "name":
      return compareKey(sql`o.sort_name`, condition, path);
    case "tier":
      return compareKey(sql`o.tier_key`, condition, path);
    case "owner":
      return compare(
        sql`o.owner_id`,
        kind,
        replaceWord(condition, "me", ctx.memberId ? [ctx.memberId] : []),
        path,
        now,
      );
    case "created_at":
      return compare(sql`o.created_at`, kind, condition, path, now);
    case "updated_at":
      return compare(sql`o.updated_at`, kind, condition, path, now);
    case "domain":
      return domainCondition(condition, path, now);
    case "segment":
      return segmentCondition(condition, path, segments, (filter) => compileCompanyFilter(ctx, filter, segments));
    case "has_contacts":
      return hasContacts(ctx, condition, path);
    case "has_open_conversation":
      return hasOpen(ctx, condition, path);
  }
}

const hasContacts = flag(() =>
  existsInGroup(
    (id) => sql`select 1 from contacts fp where fp.workspace_id = o.workspace_id and fp.company_id = ${id}`,
  ),
);
const hasOpen = flag(() =>
  existsInGroup(
    (
      id,
    ) => sql`select 1 from contacts fp join conversations fc on fc.workspace_id = fp.workspace_id and fc.contact_id = fp.id
      where fp.workspace_id = o.workspace_id and fp.company_id = ${id} and fc.status = 'open' and fc.folder = 'inbox' and fc.merged_into is null`,
  ),
);

const customPath = new RegExp(customFieldPatternOf(["company"]));

function domainCondition(condition: FilterCondition, path: string, now: Date): Sql {
  const anyone = condition.op === "exists" || condition.op === "not_exists";
  const inner = anyone ? sql`true` : compare(sql`fd.domain`, "text", positive(condition), path, now);
  const found = existsInGroup(
    (id) =>
      sql`select 1 from company_domains fd where fd.workspace_id = o.workspace_id and fd.company_id = ${id} and ${inner}`,
  );
  return condition.op === "not_exists" || isNegative(condition) ? sql`not ${found}` : found;
}

/** In one of these segments, or in none. */
export function segmentCondition(
  condition: FilterCondition,
  path: string,
  segments: Segments,
  compile: (filter: Filter) => Sql,
): Sql {
  if (condition.op === "exists" || condition.op === "not_exists") throw wrong(path, "Choose a segment.");
  const ids = [condition.value].flat();
  if (!ids.length || ids.some((id) => typeof id !== "string")) throw wrong(path, "Choose a segment.");
  const parts = ids.map((id) => compile(segmentFilter(segments, String(id), path)));
  const any = parts.reduce((all, part) => sql`${all} or ${part}`);
  return isNegative(condition) ? sql`not coalesce((${any}), false)` : sql`(${any})`;
}
