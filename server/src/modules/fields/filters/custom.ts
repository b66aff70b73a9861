/** Conditions on custom fields, which live in a JSON column and have the type their operator asks for. */
import type { FilterCondition, FilterValueKind } from "@omniflow/contract";
import { type Sql, sql } from "../../../platform/db.ts";
import { compare } from "./values.ts";

const timeOperators = ["before", "after", "within", "not_within"];

/** @param source the JSON column that holds the custom fields of what the path names. */
export function compileCustom(source: Sql, condition: FilterCondition, path: string, now: Date): Sql {
  const key = condition.field.split(".").at(-1)!;
  const text = sql`(${source}->>${key})`;
  if (condition.op === "has" || condition.op === "has_not") {
    const values = [condition.value].flat().map(String);
    const found = sql`coalesce(${source}->${key} ?| ${values}::text[], false)`;
    return condition.op === "has" ? found : sql`not ${found}`;
  }
  // A box that was never ticked is not ticked.
  if (condition.op === "is" && typeof condition.value === "boolean")
    return condition.value ? sql`coalesce(${text} = 'true', false)` : sql`coalesce(${text}, '') <> 'true'`;
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
    // Counted from the first of its month: a day that is none, such as the 30th of February, is no reason to fail.
    return sql`(case when ${text} ~ '^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])'
      then ((left(${text}, 8) || '01')::date + (substr(${text}, 9, 2)::integer - 1))::timestamptz end)`;
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
