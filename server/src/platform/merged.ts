/**
 * Merged records in SQL. A merge is a view: the row stays and says what it is merged into (docs/decisions/0016).
 *
 * Under a row policy PostgreSQL takes `coalesce` and `array || element` for something that may leak, and will not use an index for
 * a join on them: it reads the whole table, for each message at a million conversations. `case` it knows to be harmless.
 * A guard keeps the others out (test/guards/merged.test.ts).
 */
import { raw, type Sql } from "./db.ts";

/** The id that alias stands for once its merge is followed. @param own the column with its id, where that is known without it */
export const rootOf = (alias: string, own = `${alias}.id`): Sql =>
  raw(`(case when ${alias}.merged_into is null then ${own} else ${alias}.merged_into end)`);
