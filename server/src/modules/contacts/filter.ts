/** Filters over contacts → SQL on alias `p`. The grammar is the inbox's (fields/filters), the fields are these. */
import {
  type ContactFilterField,
  contactFilterFields,
  customFieldPatternOf,
  type Filter,
  type FilterCondition,
  type FilterValueKind,
  filterOperators,
} from "@omniflow/contract";
import type { Caller } from "../../platform/context.ts";
import { type Sql, sql } from "../../platform/db.ts";
import { rootOf } from "../../platform/merged.ts";
import { type Segments, segmentCondition } from "../companies/index.ts";
import {
  compare,
  compareAddress,
  compareKey,
  compileCustom,
  compileTree,
  type Expression,
  flag,
  isNegative,
  positive,
  replaceWord,
  type Special,
  wrong,
} from "../fields/index.ts";
import { existsInGroup, ofGroup } from "./queries.ts";

/** @param segments the saved filters this one speaks of (loadSegments) */
export const compileContactFilter = (ctx: Caller, filter: Filter, segments: Segments): Sql =>
  compileTree(filter, (condition, path) => compileCondition(ctx, condition, path, segments));

const customPath = new RegExp(customFieldPatternOf(["contact", "company"]));

function compileCondition(ctx: Caller, condition: FilterCondition, path: string, segments: Segments): Sql {
  const now = ctx.platform.clock.now();
  if (customPath.test(condition.field)) {
    const source = condition.field.startsWith("company.") ? companyColumn(sql`fo.custom_fields`) : sql`p.custom_fields`;
    return compileCustom(source, condition, path, now);
  }
  const field = condition.field as ContactFilterField;
  const kind: FilterValueKind | undefined = contactFilterFields[field]?.kind;
  if (!kind) throw wrong(path, `There is no field “${condition.field}”.`);
  if (!(filterOperators[kind] as readonly string[]).includes(condition.op))
    throw wrong(path, `“${condition.op}” is not an operator of ${condition.field}.`);
  if (field === "segment")
    return segmentCondition(condition, path, segments, (filter) => compileContactFilter(ctx, filter, segments));
  const special = specials[field];
  if (special) return special(ctx, condition, path);
  return compare(columns[field]!, kind, condition, path, now);
}

/** A column of the contact's company, with merged companies followed. */
const companyColumn = (column: Sql): Sql =>
  sql`(select ${column} from companies fo where fo.workspace_id = p.workspace_id and fo.id = (
    select ${rootOf("f1")} from companies f1 where f1.workspace_id = p.workspace_id and f1.id = p.company_id))`;

const columns: Partial<Record<ContactFilterField, Expression>> = {
  time_zone: sql`p.time_zone`,
  company_name: companyColumn(sql`fo.name`),
  company_tier: companyColumn(sql`fo.tier`),
  created_at: sql`p.created_at`,
  updated_at: sql`p.updated_at`,
  last_seen_at: sql`p.last_seen_at`,
  last_message_at: sql`(select max(fc.last_message_at) from conversations fc where fc.workspace_id = p.workspace_id and fc.contact_id = ${ofGroup})`,
};

const identity =
  (kind: "email" | "phone"): Special =>
  (_ctx, condition, path) => {
    const anyone = condition.op === "exists" || condition.op === "not_exists";
    const inner = anyone ? sql`true` : compareAddress(sql`fi.value`, positive(condition), path);
    const found = existsInGroup(
      (id) => sql`select 1 from contact_identities fi
        where fi.workspace_id = p.workspace_id and fi.contact_id = ${id} and fi.kind = ${kind} and ${inner}`,
    );
    return condition.op === "not_exists" || isNegative(condition) ? sql`not ${found}` : found;
  };

const specials: Partial<Record<ContactFilterField, Special>> = {
  name: (_ctx, condition, path) => compareKey(sql`p.sort_name`, condition, path),
  // As the column has it, so that the planner knows how common the answer is.
  language: (ctx, condition, path) =>
    condition.op === "is" && typeof condition.value === "string" && condition.value.trim()
      ? sql`p.language = any(${[condition.value.trim(), condition.value.trim().toLowerCase()]}::text[])`
      : compare(sql`p.language`, "text", condition, path, ctx.platform.clock.now()),
  email: identity("email"),
  phone: identity("phone"),
  tier: (_ctx, condition, path) => compareKey(sql`p.tier_key`, condition, path),
  // By the index on companies of contacts: those merged into the asked ones are named beforehand.
  company: (ctx, condition, path) => {
    const asked = compare(sql`fo.id`, "reference", positive(condition), path, ctx.platform.clock.now());
    if (condition.op === "exists") return sql`p.company_id is not null`;
    if (condition.op === "not_exists") return sql`p.company_id is null`;
    const found = sql`p.company_id = any(array(select fo.id from companies fo where fo.workspace_id = ${ctx.workspaceId} and ${asked}
      union all select fm.id from companies fo join companies fm on fm.workspace_id = fo.workspace_id and fm.merged_into = fo.id
      where fo.workspace_id = ${ctx.workspaceId} and ${asked}))`;
    return isNegative(condition) ? sql`not coalesce(${found}, false)` : found;
  },
  company_owner: (ctx, condition, path) =>
    compare(
      companyColumn(sql`fo.owner_id`),
      "reference",
      replaceWord(condition, "me", ctx.memberId ? [ctx.memberId] : []),
      path,
      ctx.platform.clock.now(),
    ),
  company_domain: (ctx, condition, path) => {
    const own = sql`select 1 from company_domains fd where fd.workspace_id = p.workspace_id and fd.company_id = p.company_id`;
    if (condition.op === "exists") return sql`exists (${own})`;
    if (condition.op === "not_exists") return sql`not exists (${own})`;
    const inner = compare(sql`fd.domain`, "text", positive(condition), path, ctx.platform.clock.now());
    return isNegative(condition) ? sql`not exists (${own} and ${inner})` : sql`exists (${own} and ${inner})`;
  },
  blocked: flag(() => sql`p.blocked_at is not null`),
  // From the few who said so, not for each contact.
  opted_out: flag(
    (ctx) => sql`p.id in (select ${rootOf("fo")} from consents fw
      join contact_identities fi on fi.workspace_id = fw.workspace_id and fi.kind = fw.kind and fi.value = fw.value
      join contacts fo on fo.workspace_id = fi.workspace_id and fo.id = fi.contact_id
      where fw.workspace_id = ${ctx.workspaceId} and fw.state = 'opted_out')`,
  ),
  has_open_conversation: flag(() =>
    existsInGroup(
      (id) => sql`select 1 from conversations fc where fc.workspace_id = p.workspace_id and fc.contact_id = ${id}
        and fc.status = 'open' and fc.folder = 'inbox' and fc.merged_into is null`,
    ),
  ),
};

/** Ids of the contacts a filter finds and of those merged into them: as a subselect for whatever has a contact. */
export function contactsMatching(ctx: Caller, filter: Filter, segments: Segments): Sql {
  const where = compileContactFilter(ctx, filter, segments);
  return sql`select p.id from contacts p where p.workspace_id = ${ctx.workspaceId} and p.merged_into is null and ${where}
    union all select pm.id from contacts p join contacts pm on pm.workspace_id = p.workspace_id and pm.merged_into = p.id
    where p.workspace_id = ${ctx.workspaceId} and ${where}`;
}
