/** Filter over tickets → SQL condition on alias `t`. The tree and its comparisons are those of conversations; the fields are here. */
import {
  type Filter,
  type FilterCondition,
  type FilterValueKind,
  filterOperators,
  type TicketFilterField,
  ticketCustomFieldPattern,
  ticketFilterFields,
} from "@omniflow/contract";
import type { Caller } from "../../platform/context.ts";
import { type Sql, sql } from "../../platform/db.ts";
import { rootOf } from "../../platform/merged.ts";
import {
  compare,
  compareKey,
  compileCustom,
  compileTree,
  type Expression,
  flag,
  replaceWord,
  type Special,
  wrong,
} from "../fields/index.ts";

export const compileTicketFilter = (ctx: Caller, filter: Filter): Sql =>
  compileTree(filter, (condition, path) => compileCondition(ctx, condition, path));

const contactColumn = (column: Sql): Sql =>
  sql`(select ${column} from contacts fc where fc.workspace_id = t.workspace_id and fc.id = (
    select ${rootOf("f0")} from contacts f0 where f0.workspace_id = t.workspace_id and f0.id = t.contact_id))`;

const columns: Partial<Record<TicketFilterField, Expression>> = {
  status: sql`t.status`,
  own_status: sql`t.status_id`,
  priority: sql`t.priority`,
  type: sql`t.type_id`,
  contact: contactColumn(sql`fc.id`),
  title: sql`t.title`,
  description: sql`t.description_text`,
  number: sql`t.number`,
  source: sql`t.source`,
  contact_tier: contactColumn(sql`fc.tier`),
  created_at: sql`t.created_at`,
  updated_at: sql`t.updated_at`,
  status_changed_at: sql`t.status_changed_at`,
  resolved_at: sql`t.resolved_at`,
  closed_at: sql`t.closed_at`,
};

const specials: Partial<Record<TicketFilterField, Special>> = {
  contact_name: (_ctx, condition, path) =>
    compareKey(sql`coalesce(${contactColumn(sql`fc.sort_name`)}, '')`, condition, path),
  assignee: (ctx, condition, path) => {
    const asked = replaceWord(condition, "me", ctx.memberId ? [ctx.memberId] : []);
    return compare(
      sql`coalesce(t.assignee_member_id, t.assignee_agent_id)`,
      "reference",
      asked,
      path,
      ctx.platform.clock.now(),
    );
  },
  team: (ctx, condition, path) =>
    compare(
      sql`t.team_id`,
      "reference",
      replaceWord(condition, "mine", [...ctx.teamIds]),
      path,
      ctx.platform.clock.now(),
    ),
  tag: (_ctx, condition, path) => {
    if (condition.op === "exists") return sql`t.tags <> '{}'`;
    if (condition.op === "not_exists") return sql`t.tags = '{}'`;
    const tags = [condition.value].flat().map(String);
    if (condition.value === undefined || !tags.length) throw wrong(path, "Choose a tag.");
    const lowered = sql`array(select lower(x) from unnest(t.tags) as x)`;
    const overlap = sql`${lowered} && ${tags.map((tag) => tag.toLowerCase())}::text[]`;
    // Most have none: looked at before their tags are.
    return condition.op === "has" ? sql`(t.tags <> '{}' and ${overlap})` : sql`(t.tags = '{}' or not (${overlap}))`;
  },
  followed: flag(
    (
      ctx,
    ) => sql`exists (select 1 from ticket_followers ff where ff.workspace_id = t.workspace_id and ff.ticket_id = t.id
      and ff.member_id = ${ctx.memberId}::uuid)`,
  ),
  has_conversation: flag(
    () =>
      sql`exists (select 1 from ticket_conversations fc where fc.workspace_id = t.workspace_id and fc.ticket_id = t.id)`,
  ),
};

const customPath = new RegExp(ticketCustomFieldPattern);

function compileCondition(ctx: Caller, condition: FilterCondition, path: string): Sql {
  const now = ctx.platform.clock.now();
  if (customPath.test(condition.field)) {
    const source = condition.field.startsWith("contact.") ? contactColumn(sql`fc.custom_fields`) : sql`t.custom_fields`;
    return compileCustom(source, condition, path, now);
  }
  const field = condition.field as TicketFilterField;
  const kind: FilterValueKind | undefined = ticketFilterFields[field]?.kind;
  const expression = columns[field];
  const special = specials[field];
  if (!kind || !(special || expression)) throw wrong(path, `There is no field “${condition.field}”.`);
  if (!(filterOperators[kind] as readonly string[]).includes(condition.op))
    throw wrong(path, `“${condition.op}” is not an operator of ${condition.field}.`);
  return special ? special(ctx, condition, path) : compare(expression!, kind, condition, path, now);
}
