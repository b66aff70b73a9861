/**
 * Filter → SQL condition on alias `c`. Fields and operators come from this file's tables only; values become parameters. What does
 * not fit is refused with the path of the condition.
 */
import {
  customFieldPattern,
  type Filter,
  type FilterCondition,
  type FilterField,
  type FilterValueKind,
  filterFields,
  filterOperators,
} from "@omniflow/contract";
import type { Caller } from "../../../platform/context.ts";
import { type Sql, sql } from "../../../platform/db.ts";
import { rootOf } from "../../../platform/merged.ts";
import { noSegments, type Segments, segmentCondition } from "../../companies/index.ts";
import { contactsMatching } from "../../contacts/index.ts";
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
} from "../../fields/index.ts";

/** @param segments the segments the filter speaks of (loadSegments) */
export const compileFilter = (ctx: Caller, filter: Filter, segments: Segments = noSegments): Sql =>
  compileTree(filter, (condition, path) => compileCondition(ctx, condition, path, segments));

function compileCondition(ctx: Caller, condition: FilterCondition, path: string, segments: Segments): Sql {
  if (condition.field.includes(".custom.")) {
    if (!customPath.test(condition.field)) throw wrong(path, `There is no field “${condition.field}”.`);
    return compileCustom(customSource(condition.field), condition, path, ctx.platform.clock.now());
  }
  const kind: FilterValueKind | undefined = filterFields[condition.field as FilterField]?.kind;
  if (!kind) throw wrong(path, `There is no field “${condition.field}”.`);
  if (!(filterOperators[kind] as readonly string[]).includes(condition.op)) {
    throw wrong(path, `“${condition.op}” is not an operator of ${condition.field}.`);
  }
  if (condition.field === "contact_segment") return inSegment(ctx, condition, path, segments);
  const special = specials[condition.field as FilterField];
  if (special) return special(ctx, condition, path);
  const expression = columns[condition.field as FilterField];
  if (!expression) throw wrong(path, `There is no field “${condition.field}”.`);
  return compare(expression, kind, condition, path, ctx.platform.clock.now());
}

const customPath = new RegExp(customFieldPattern);
const customSource = (field: string): Sql =>
  field.startsWith("contact.")
    ? contactColumn(sql`fc.custom_fields`)
    : field.startsWith("company.")
      ? companyColumn(sql`fo.custom_fields`)
      : sql`c.custom_fields`;

const inSegment = (ctx: Caller, condition: FilterCondition, path: string, segments: Segments): Sql => {
  const having = (filter: Filter) => sql`c.contact_id in (${contactsMatching(ctx, filter, segments)})`;
  const found = segmentCondition(positive(condition), path, segments, having);
  return isNegative(condition) ? sql`not ${found}` : found;
};

/** The contact, or the one it was merged into, as `fc`. */
const contactSource = sql`contacts fc where fc.workspace_id = c.workspace_id and fc.id = (
  select ${rootOf("f0")} from contacts f0 where f0.workspace_id = c.workspace_id and f0.id = c.contact_id)`;
const contactColumn = (column: Sql): Sql => sql`(select ${column} from ${contactSource})`;

const companyColumn = (column: Sql): Sql =>
  sql`(select ${column} from companies fo where fo.workspace_id = c.workspace_id and fo.id = (
    select ${rootOf("f1")} from companies f1 where f1.workspace_id = c.workspace_id and f1.id = ${contactColumn(sql`fc.company_id`)}))`;

/** Fields that are a column of the conversation, of its contact or of the contact's company. */
const columns: Partial<Record<FilterField, Expression>> = {
  status: sql`c.status`,
  priority: sql`c.priority`,
  folder: sql`c.folder`,
  channel: sql`c.channel`,
  contact: contactColumn(sql`fc.id`),
  subject: sql`c.subject`,
  preview: sql`c.preview`,
  contact_tier: contactColumn(sql`fc.tier`),
  contact_language: contactColumn(sql`fc.language`),
  company: companyColumn(sql`fo.id`),
  company_name: companyColumn(sql`fo.name`),
  company_tier: companyColumn(sql`fo.tier`),
  message_count: sql`c.message_count`,
  created_at: sql`c.created_at`,
  last_message_at: sql`c.last_message_at`,
  last_inbound_at: sql`c.last_inbound_at`,
  waiting_since: sql`c.waiting_since`,
  snoozed_until: sql`c.snoozed_until`,
  resolved_at: sql`c.resolved_at`,
};

const specials: Partial<Record<FilterField, Special>> = {
  contact_name: (_ctx, condition, path) =>
    compareKey(sql`coalesce(${contactColumn(sql`fc.sort_name`)}, '')`, condition, path),
  assignee: (ctx, condition, path) => {
    const replaced = replaceWord(condition, "me", ctx.memberId ? [ctx.memberId] : []);
    return compare(
      sql`coalesce(c.assignee_member_id, c.assignee_agent_id)`,
      "reference",
      replaced,
      path,
      ctx.platform.clock.now(),
    );
  },
  team: (ctx, condition, path) =>
    compare(
      sql`c.team_id`,
      "reference",
      replaceWord(condition, "mine", [...ctx.teamIds]),
      path,
      ctx.platform.clock.now(),
    ),
  connection: (ctx, condition, path) => {
    const inner = compare(sql`ft.connection_id`, "reference", positive(condition), path, ctx.platform.clock.now());
    const found = sql`exists (select 1 from threads ft where ft.workspace_id = c.workspace_id and ft.conversation_id = c.id and ${inner})`;
    return isNegative(condition) ? sql`not ${found}` : found;
  },
  contact_email: (ctx, condition, path) => {
    const inner = ["exists", "not_exists"].includes(condition.op)
      ? sql`true`
      : compareAddress(sql`fi.value`, positive(condition), path);
    // Whoever has such an address, with all of their merge.
    const found = sql`c.contact_id in (select fg.id from contact_identities fi
      join contacts fo on fo.workspace_id = fi.workspace_id and fo.id = fi.contact_id
      cross join lateral (select ${rootOf("fo")} as id
        union all select fm.id from contacts fm where fm.workspace_id = fo.workspace_id and fm.merged_into = ${rootOf("fo")}) fg
      where fi.workspace_id = ${ctx.workspaceId} and fi.kind = 'email' and ${inner})`;
    return isNegative(condition) ? sql`not ${found}` : found;
  },
  tag: (_ctx, condition, path) => {
    if (condition.op === "exists") return sql`c.tags <> '{}'`;
    if (condition.op === "not_exists") return sql`c.tags = '{}'`;
    const tags = [condition.value].flat().map(String);
    if (condition.value === undefined || !tags.length) throw wrong(path, "Choose a tag.");
    const lowered = sql`array(select lower(t) from unnest(c.tags) as t)`;
    const overlap = sql`${lowered} && ${tags.map((tag) => tag.toLowerCase())}::text[]`;
    return condition.op === "has" ? overlap : sql`not (${overlap})`;
  },
  has_attachment: flag(() => sql`c.has_attachment`),
  snoozed: flag(() => sql`c.snoozed_until is not null`),
  unread: flag((ctx) =>
    ctx.memberId
      ? sql`c.last_inbound_at is not null and c.last_inbound_at > coalesce((select r.read_at from conversation_reads r
          where r.workspace_id = c.workspace_id and r.member_id = ${ctx.memberId}::uuid and r.conversation_id = c.id), '-infinity')`
      : sql`c.last_inbound_at is not null and c.last_inbound_at > coalesce(c.read_at, '-infinity')`,
  ),
  mentions_me: flag(
    (ctx) =>
      sql`exists (select 1 from mentions fm where fm.workspace_id = c.workspace_id and fm.conversation_id = c.id and fm.member_id = ${ctx.memberId}::uuid)`,
  ),
  followed: flag(
    (ctx) =>
      sql`exists (select 1 from followers ff where ff.workspace_id = c.workspace_id and ff.conversation_id = c.id and ff.member_id = ${ctx.memberId}::uuid)`,
  ),
};
