/** Conditions on custom fields, which live in a JSON column and have the type their operator asks for. */
import { customFieldPattern, type FilterCondition, type FilterValueKind } from "@omniflow/contract";
import type { Caller } from "../../../platform/context.ts";
import { type Sql, sql } from "../../../platform/db.ts";
import { compare, wrong } from "./values.ts";

const pattern = new RegExp(customFieldPattern);
const timeOperators = ["before", "after", "within", "not_within"];

export function compileCustom(ctx: Caller, condition: FilterCondition, path: string): Sql {
  if (!pattern.test(condition.field)) throw wrong(path, `There is no field “${condition.field}”.`);
  const [owner, , key] = condition.field.split(".");
  const source =
    owner === "contact"
      ? sql`(select fc.custom_fields from contacts fc where fc.workspace_id = c.workspace_id and fc.id = c.contact_id)`
      : sql`c.custom_fields`;
  const now = ctx.platform.clock.now();
  const text = sql`(${source}->>${key})`;
  if (condition.op === "has" || condition.op === "has_not") {
    const found = sql`coalesce(${source}->${key} @> ${JSON.stringify(condition.value ?? null)}::jsonb, false)`;
    return condition.op === "has" ? found : sql`not ${found}`;
  }
  return compare(typed(text, condition), kindOf(condition), normalised(condition), path, now);
}

const kindOf = ({ op, value }: FilterCondition): FilterValueKind => {
  if (timeOperators.includes(op)) return "time";
  if (op === "gt" || op === "lt" || (op === "is" && typeof value === "number")) return "number";
  return op === "contains" || op === "not_contains" || op === "exists" || op === "not_exists" || op === "is"
    ? "text"
    : "choice";
};

/** A value that is not of the asked type counts as none; a cast of a stranger's text must never fail the query. */
function typed(text: Sql, condition: FilterCondition): Sql {
  const kind = kindOf(condition);
  if (kind === "number")
    return sql`(case when ${text} ~ '^-?[0-9]{1,15}(\\.[0-9]{1,10})?$' then (${text})::numeric end)`;
  if (kind === "time")
    return sql`(case when ${text} ~ '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9])' then left(${text}, 10)::date::timestamptz end)`;
  return text;
}

const normalised = (condition: FilterCondition): FilterCondition =>
  kindOf(condition) === "choice" || kindOf(condition) === "text"
    ? {
        ...condition,
        value: Array.isArray(condition.value)
          ? condition.value.map(String)
          : condition.value === undefined
            ? undefined
            : String(condition.value),
      }
    : condition;
