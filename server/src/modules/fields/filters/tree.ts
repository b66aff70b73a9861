/** What every filter has in common, whatever it is asked of: the tree, conditions that are a truth, “me” and “not”. */
import {
  type Filter,
  type FilterCondition,
  type FilterNode,
  isGroup,
  maxFilterDepth,
  maxFilterNodes,
} from "@omniflow/contract";
import type { TSchema } from "typebox";
import { Check } from "typebox/value";
import { AppError } from "../../../errors.ts";
import type { Caller } from "../../../platform/context.ts";
import { join, type Sql, sql } from "../../../platform/db.ts";
import { wrong } from "./values.ts";

/** @param compileOne a condition and its path → SQL that is never null. */
export function compileTree(filter: Filter, compileOne: (condition: FilterCondition, path: string) => Sql): Sql {
  let nodes = 0;
  const compileNode = (node: FilterNode, path: string, depth: number): Sql => {
    if (++nodes > maxFilterNodes)
      throw new AppError("validation_failed", `A filter has at most ${maxFilterNodes} conditions.`, { field: path });
    if (!isGroup(node)) return compileOne(node, path);
    if (depth > maxFilterDepth)
      throw new AppError("validation_failed", `Groups nest at most ${maxFilterDepth} deep.`, { field: path });
    if (!node.nodes.length) return sql`true`;
    const parts = node.nodes.map((child, i) => compileNode(child, `${path}.nodes.${i}`, depth + 1));
    return sql`(${join(parts, node.op === "or" ? " or " : " and ")})`;
  };
  return compileNode(filter, "filter", 1);
}

/** A field that is more than a column. */
export type Special = (ctx: Caller, condition: FilterCondition, path: string) => Sql;

/** A truth, or its opposite when the value is false. */
export const flag =
  (truth: (ctx: Caller) => Sql): Special =>
  (ctx, condition, path) => {
    if (typeof condition.value !== "boolean") throw wrong(path, "Choose yes or no.");
    return condition.value ? sql`(${truth(ctx)})` : sql`not coalesce((${truth(ctx)}), false)`;
  };

export const isNegative = ({ op }: FilterCondition): boolean => op.startsWith("not_") || op === "is_not";

/** The same question without its not, for use inside an `exists`. */
export function positive(condition: FilterCondition): FilterCondition {
  const op = condition.op === "is_not" ? "is" : (condition.op.replace(/^not_/, "") as FilterCondition["op"]);
  return { ...condition, op };
}

/** “me” and “mine” mean the caller, so that one shared view serves everybody. */
export function replaceWord(condition: FilterCondition, word: string, ids: string[]): FilterCondition {
  const values = [condition.value].flat();
  if (!values.includes(word)) return condition;
  const list = values.flatMap((value) => (value === word ? ids : [value])).filter((value) => value !== undefined);
  const many = condition.op === "is" ? "in" : condition.op === "is_not" ? "not_in" : condition.op;
  return { field: condition.field, op: many, value: list };
}

/** A filter as a URL carries it. @throws validation_failed */
export function parseFilter(text: string, schema: TSchema): Filter {
  try {
    const value: unknown = JSON.parse(text);
    if (Check(schema, value)) return value as Filter;
  } catch {}
  throw new AppError(
    "validation_failed",
    "This filter is not one of ours: it takes groups of {op, nodes} and conditions of {field, op, value}.",
    { field: "filter" },
  );
}
