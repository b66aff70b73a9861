/**
 * Which mailboxes this node follows: advisory locks on a connection of its own, so that a node that dies gives them back at
 * once. When that connection is lost, so are the locks, and `onLost` is told.
 */
import pg from "pg";
import type { Platform } from "../../../platform/context.ts";

export type PollLocks = {
  /** Those of `ids` that were free and are ours now. Empty while the database is away. */
  take(ids: string[]): Promise<string[]>;
  give(id: string): Promise<void>;
  close(): Promise<void>;
};

const keyOf = "hashtextextended('poll ' || id, 0)";

export function openPollLocks(platform: Platform, onLost: () => void): PollLocks {
  const connectionString = (platform.db.ownerPool.options as pg.PoolConfig).connectionString;
  let client: pg.Client | null = null;
  let closed = false;

  // One statement at a time: a pg client is not made for more.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work, work);
    last = result.catch(() => {});
    return result;
  };
  const open = async (): Promise<pg.Client> => {
    const made = new pg.Client({ connectionString, keepAlive: true, application_name: "omniflow pollers" });
    const lost = () => {
      if (client !== made) return;
      client = null;
      if (!closed) onLost();
    };
    made.on("error", lost);
    made.on("end", lost);
    await made.connect();
    client = made;
    return made;
  };
  return {
    take: (ids) =>
      inTurn(async () => {
        if (closed || !ids.length) return [];
        const at = client ?? (await open());
        // Once each: a lock taken twice would have to be given back twice.
        const text = `select id from unnest($1::text[]) as t(id) where pg_try_advisory_lock(${keyOf})`;
        const { rows } = await at.query<{ id: string }>(text, [[...new Set(ids)]]);
        return rows.map((row) => row.id);
      }),
    give: (id) =>
      inTurn(async () => {
        const text = `select pg_advisory_unlock(${keyOf}) from (select $1::text as id) t`;
        // Where it fails the connection is gone, and the lock with it.
        await client?.query(text, [id]).catch(() => {});
      }),
    close: () =>
      inTurn(async () => {
        closed = true;
        await client?.end().catch(() => {});
      }),
  };
}
