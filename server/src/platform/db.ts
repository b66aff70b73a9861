/**
 * The doors to PostgreSQL. `inWorkspace` is the ordinary one: a transaction that sees one workspace, kept so by row-level
 * security. `asSystem` is the owner's connection, outside the policies, for the few things that concern no workspace or all.
 * Statements of one transaction that are not awaited one by one go out in one trip (pg's pipeline mode).
 */
import { createHash } from "node:crypto";
import type { Socket } from "node:net";
import pg from "pg";
import type { Sql } from "sql-template-tag";
import { AppError } from "../errors.ts";

pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export { default as sql, empty, join, raw, Sql } from "sql-template-tag";

type Statement = Sql | { name: string; text: string; values?: unknown[] };

/** An open transaction. */
export type Tx = {
  rows<T>(statement: Statement): Promise<T[]>;
  /** The first row, or null. */
  row<T>(statement: Statement): Promise<T | null>;
  /** Number of rows touched. */
  run(statement: Statement): Promise<number>;
  /** Runs right before the commit, in order of registration: where events and jobs gathered on the way are written. */
  beforeCommit(step: () => Promise<void>): void;
  /** Runs once the transaction is durable; a failure there is the step's own affair. */
  afterCommit(step: () => void): void;
  /** Things gathered in this transaction, by the module that owns the key. */
  bag: Map<symbol, unknown>;
};

export type Database = {
  inWorkspace<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** @param reason why no workspace can be named; there for the reader and for grep. */
  asSystem<T>(reason: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** The owner's pool, for libraries that bring their own SQL (graphile-worker, better-auth). */
  readonly ownerPool: pg.Pool;
  close(): Promise<void>;
};

export function openDatabase(url: string, options: { size?: number; onError?: (error: Error) => void } = {}): Database {
  const onError = options.onError ?? (() => {});
  const pool = (role: string | null, max: number) => {
    const made = new pg.Pool({
      connectionString: url,
      max,
      pipeline: true,
      idleTimeoutMillis: 30_000,
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
      application_name: role ? "omniflow" : "omniflow owner",
      ...(role ? { options: `-c role=${role}` } : {}),
    } as pg.PoolConfig);
    made.on("error", onError);
    // A connection that dies while it is in use tells its client, not the pool; unheard, that would end the process.
    made.on("connect", (client) => client.on("error", onError));
    return made;
  };
  const tenant = pool("omniflow_app", options.size ?? 10);
  const owner = pool(null, Math.max(8, options.size ?? 10));
  return {
    inWorkspace: (workspaceId, work) =>
      transaction(tenant, { text: "select set_config('omniflow.workspace', $1, true)", values: [workspaceId] }, work),
    asSystem: (_reason, work) => transaction(owner, null, work),
    ownerPool: owner,
    close: async () => {
      await Promise.all([tenant.end(), owner.end()]);
    },
  };
}

async function transaction<T>(
  pool: pg.Pool,
  first: { text: string; values: unknown[] } | null,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const client = await pool.connect().catch((cause) => {
    throw unavailable(cause);
  });
  const pending: Promise<unknown>[] = [];
  const gather = gatherWrites(client);
  const send = (statement: Statement | string) => {
    gather();
    const result = client.query(statement as pg.QueryConfig);
    // Awaited by whoever asked; this copy keeps a failure that nobody awaits from ending the process before we see it.
    pending.push(result.catch((error) => Promise.reject(error)));
    pending.at(-1)!.catch(() => {});
    return result;
  };
  const before: (() => Promise<void>)[] = [];
  const after: (() => void)[] = [];
  const tx: Tx = {
    rows: async <R>(statement: Statement) => (await send(statement)).rows as R[],
    row: async <R>(statement: Statement) => ((await send(statement)).rows[0] as R | undefined) ?? null,
    run: async (statement) => (await send(statement)).rowCount ?? 0,
    beforeCommit: (step) => before.push(step),
    afterCommit: (step) => after.push(step),
    bag: new Map(),
  };
  let broken = false;
  try {
    send("begin").catch(() => {});
    if (first) send(first as Statement).catch(() => {});
    const result = await work(tx);
    for (let i = 0; i < before.length; i++) await before[i]!();
    const commit = send("commit");
    await Promise.all(pending);
    if ((await commit).command !== "COMMIT") throw new Error("The transaction was rolled back.");
    for (const step of after) step();
    return result;
  } catch (error) {
    await Promise.allSettled(pending);
    await client.query("rollback").catch(() => {
      broken = true;
    });
    throw connectionLost(error) ? unavailable(error) : error;
  } finally {
    client.release(broken);
  }
}

/** Statements of one turn of the event loop leave in one write: each by itself is a system call, and wakes the database for a piece. */
function gatherWrites(client: pg.PoolClient): () => void {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  let gathering = false;
  return () => {
    if (gathering) return;
    gathering = true;
    stream.cork();
    process.nextTick(() => {
      gathering = false;
      stream.uncork();
    });
  };
}

/** SQLSTATE classes 08 (connection) and 57P (shutdown, crash), and the driver's own words for a dead socket. */
function connectionLost(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  if (code && (/^08|^57P/.test(code) || ["ECONNREFUSED", "ECONNRESET", "EPIPE", "ENOENT", "ETIMEDOUT"].includes(code)))
    return true;
  return /Connection terminated|not queryable|connection error|timeout exceeded when trying to connect/i.test(
    message ?? "",
  );
}

const unavailable = (cause: unknown) =>
  new AppError("unavailable", "The database cannot be reached at the moment. Nothing was changed; try again shortly.", {
    retryAfter: 2,
    cause,
  });

/**
 * The statement under a name of its own, so that a connection plans it once and not with every call: for statements whose planning
 * costs as much as their work. Its text must not depend on what is asked, only its values.
 */
export const prepared = ({ text, values }: Sql): Statement => ({
  name: createHash("sha1").update(text).digest("base64url"),
  text,
  values: values as unknown[],
});

/** A unique key was hit: someone else was first. */
export const isUniqueViolation = (error: unknown, constraint?: string): boolean => {
  const e = error as { code?: string; constraint?: string };
  return e.code === "23505" && (!constraint || e.constraint === constraint);
};
