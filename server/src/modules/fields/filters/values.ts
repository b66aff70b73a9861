/** Comparing a column with a filter's value, by the kind of the field. */
import type { FilterCondition, FilterValueKind } from "@omniflow/contract";
import { AppError } from "../../../errors.ts";
import { type Sql, sql } from "../../../platform/db.ts";
import { isId } from "../../../platform/uuid.ts";

export type Expression = Sql;

export const wrong = (path: string, message: string) => new AppError("validation_failed", message, { field: path });

/** @returns a condition that is never null: what has no value fails a positive question and passes a negative one. */
export function compare(
  column: Expression,
  kind: FilterValueKind,
  condition: FilterCondition,
  path: string,
  now: Date,
): Sql {
  const { op } = condition;
  if (op === "exists") return kind === "text" ? sql`coalesce(${column}, '') <> ''` : sql`${column} is not null`;
  if (op === "not_exists") return kind === "text" ? sql`coalesce(${column}, '') = ''` : sql`${column} is null`;
  if (kind === "text") return compareText(column, condition, path);
  if (kind === "number") return compareNumber(column, condition, path);
  if (kind === "time") return compareTime(column, condition, path, now);
  return compareChoice(column, kind, condition, path);
}

function compareChoice(column: Expression, kind: FilterValueKind, condition: FilterCondition, path: string): Sql {
  const values = [condition.value].flat();
  if (condition.value === undefined || values.some((value) => typeof value !== "string"))
    throw wrong(path, "Choose a value.");
  if (kind === "reference" && values.some((value) => !isId(value as string)))
    throw wrong(path, "This value is not an id.");
  const list = kind === "reference" ? sql`${values}::uuid[]` : sql`${values}::text[]`;
  const negative = condition.op === "is_not" || condition.op === "not_in";
  return negative
    ? sql`(${column} is null or ${column} <> all(${list}))`
    : sql`coalesce(${column} = any(${list}), false)`;
}

function compareText(column: Expression, condition: FilterCondition, path: string): Sql {
  if (typeof condition.value !== "string" || !condition.value.trim()) throw wrong(path, "Write the text to look for.");
  const text = condition.value.trim();
  if (condition.op === "is") return sql`search_text(coalesce(${column}, '')) = search_text(${text})`;
  // Not `like`: of that the planner believes that next to nothing has it, and sorts everything rather than walk the list.
  const found = sql`strpos(search_text(coalesce(${column}, '')), search_text(${text})) > 0`;
  return condition.op === "contains" ? found : sql`not (${found})`;
}

/** An address: kept in small letters, and compared as it is, so that no row is worked out again and its index can answer. */
export function compareAddress(column: Expression, condition: FilterCondition, path: string): Sql {
  if (typeof condition.value !== "string" || !condition.value.trim()) throw wrong(path, "Write the text to look for.");
  const text = condition.value.trim().toLowerCase();
  return condition.op === "is" ? sql`${column} = ${text}` : sql`strpos(${column}, ${text}) > 0`;
}

/** Text whose column is kept without accents and in small letters already: by its index, and not worked out again for each row. */
export function compareKey(column: Expression, condition: FilterCondition, path: string): Sql {
  if (condition.op === "exists") return sql`coalesce(${column}, '') <> ''`;
  if (condition.op === "not_exists") return sql`coalesce(${column}, '') = ''`;
  if (typeof condition.value !== "string" || !condition.value.trim()) throw wrong(path, "Write the text to look for.");
  const text = condition.value.trim();
  if (condition.op === "is") return sql`${column} = search_text(${text})`;
  const found = sql`coalesce(${column}, '') like search_text(${`%${text.replace(/[\\%_]/g, "\\$&")}%`})`;
  return condition.op === "contains" ? found : sql`not (${found})`;
}

function compareNumber(column: Expression, condition: FilterCondition, path: string): Sql {
  const value = Number(condition.value);
  if (condition.value === "" || condition.value === undefined || !Number.isFinite(value))
    throw wrong(path, "Write a number.");
  const found =
    condition.op === "gt"
      ? sql`${column} > ${value}`
      : condition.op === "lt"
        ? sql`${column} < ${value}`
        : sql`${column} = ${value}`;
  return sql`coalesce(${found}, false)`;
}

function compareTime(column: Expression, condition: FilterCondition, path: string, now: Date): Sql {
  if (condition.op === "within" || condition.op === "not_within") {
    const span = spanMs(condition.value);
    if (span === null) throw wrong(path, "Write a span such as 30m, 2h, 7d or 3w.");
    const found = sql`(${column} between ${new Date(now.getTime() - span)} and ${new Date(now.getTime() + span)})`;
    return condition.op === "within" ? sql`coalesce(${found}, false)` : sql`not coalesce(${found}, false)`;
  }
  const time = new Date(String(condition.value));
  if (typeof condition.value !== "string" || Number.isNaN(time.getTime())) throw wrong(path, "Write a date.");
  return condition.op === "before"
    ? sql`coalesce(${column} < ${time}, false)`
    : sql`coalesce(${column} >= ${time}, false)`;
}

const units: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `7d` → milliseconds; null when it is no span, or one of more than ten years. */
export function spanMs(value: unknown): number | null {
  const match = /^(\d{1,5})\s*([mhdw])$/.exec(String(value).trim());
  const span = match ? Number(match[1]) * units[match[2]!]! : 0;
  return span > 0 && span <= 3650 * units.d! ? span : null;
}
