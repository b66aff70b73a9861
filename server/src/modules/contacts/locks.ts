/**
 * Locks on what an arrival is known by — its sender's address, its thread, its external id. The intake takes them before it looks who
 * that is, and an unmerge before it changes who that is: neither works on what the other is about to change.
 */
import type { Tx } from "../../platform/db.ts";

/** All of them in one order, each once, until the transaction ends. */
export const lockKeys = (tx: Tx, workspaceId: string, keys: readonly string[]): Promise<number> =>
  tx.run({
    name: "lock_arrivals",
    text: `select pg_advisory_xact_lock(k) from (
      select distinct hashtextextended($1 || ' ' || key, 0) as k from unnest($2::text[]) as key order by k) as keys`,
    values: [workspaceId, keys],
  });
