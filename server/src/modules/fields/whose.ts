/** Whose things are asked for: a few records named, or so many that their things are looked for among the newest. */
import { empty, raw, type Sql, sql } from "../../platform/db.ts";

export type Whose = {
  /** @param column holds the id of the record that a thing belongs to */
  has(column: Sql): Sql;
  /** Only so many of the newest things are looked through; null: all. */
  among: number | null;
};

export const these = (ids: readonly string[]): Whose => ({
  has: (column) => sql`${column} = any(${[...ids]}::uuid[])`,
  among: null,
});

/**
 * What there is in a table under its alias, of which `condition` holds, with the time it is told under as `told_at`; or only the
 * newest of it, which an index in this order answers.
 */
export const lookedThrough = ({ among }: Whose, table: Sql, alias: string, at: Sql, condition: Sql): Sql => {
  const told = raw(alias);
  return sql`(select ${told}.*, ${at} as told_at from ${table} ${told} where ${condition}
    ${among === null ? empty : sql`order by ${at} desc, ${told}.id desc limit ${among}`}) ${told}`;
};
