/**
 * Finding what is rare: under a row policy operators such as `like` and `&&` use no index, so a filter for what few have would read
 * everything there is. Whoever has it is then named beforehand, by a function of the owner; the filter itself stays as it is.
 */
import { type Filter, type FilterCondition, isGroup } from "@omniflow/contract";
import { type Sql, sql, type Tx } from "../../../platform/db.ts";

/** Up to so many are named one by one; more are common enough to be met on the way through the list. */
const mostNamed = 2000;

/** One in twenty of the newest: not worth naming. */
const common = { among: 600, least: 30 };

/** Conditions without which nothing is found. */
export const required = (filter: Filter): FilterCondition[] =>
  filter.op === "and" || filter.nodes.length === 1
    ? filter.nodes.flatMap((node) => (isGroup(node) ? required(node) : [node]))
    : [];

export type Rare = {
  /** The newest of all there are: rows under the alias that `matches` speaks of. */
  newest: Sql;
  alias: Sql;
  matches: Sql;
  /** Ids of up to so many. */
  name(most: number): Sql;
};

/** Who it is; null when they are too many to name. */
export async function nameRare(tx: Tx, { newest, alias, matches, name }: Rare): Promise<string[] | null> {
  const seen = await tx.row<{ count: number }>(
    sql`select count(*)::int as count from (${newest} limit ${common.among}) ${alias} where ${matches}`,
  );
  if (seen!.count >= common.least) return null;
  const rows = await tx.rows<{ id: string }>(sql`select id from ${name(mostNamed + 1)} as named(id)`);
  return rows.length > mostNamed ? null : rows.map((row) => row.id);
}

/** What the index of letters in threes can be asked for. */
export const hasTrigram = (text: string): boolean => /[\p{L}\p{N}]{3}/u.test(text);
