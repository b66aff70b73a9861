/**
 * Locks on what an arrival is known by — its sender's address, its thread, its external id. The intake takes them before it looks who
 * that is, and an unmerge before it changes who that is: neither works on what the other is about to change.
 */
import { createHash } from "node:crypto";
import type { Tx } from "../../platform/db.ts";

/** All of them in one order, until the transaction ends. */
export const lockKeys = (tx: Tx, workspaceId: string, keys: Iterable<string>): Promise<number> => {
  const numbers = [...keys]
    .map((key) => createHash("sha1").update(`${workspaceId} ${key}`).digest().readBigInt64BE())
    .sort((a, b) => (a < b ? -1 : 1));
  return tx.run({
    name: "lock_arrivals",
    text: "select pg_advisory_xact_lock(k) from unnest($1::bigint[]) as k",
    values: [numbers.map(String)],
  });
};
