/** All SQL on what arrived (raw_messages). */
import type { RawRequest } from "../../../channels/adapter.ts";
import { sql, type Tx } from "../../../platform/db.ts";

export type RawRow = {
  id: string;
  connection_id: string;
  headers: Record<string, string>;
  query: string;
  body: Buffer;
  size: number;
  attempts: number;
  received_at: Date;
};

export type NewRaw = { id: string; connectionId: string; raw: RawRequest };

export const insertRaw = (tx: Tx, workspaceId: string, { id, connectionId, raw }: NewRaw) =>
  tx.run({
    name: "insert_raw",
    text: "insert into raw_messages (workspace_id, id, connection_id, headers, query, body, size) values ($1, $2, $3, $4, $5, $6, $7)",
    values: [
      workspaceId,
      id,
      connectionId,
      headersJson(raw),
      storable(raw.query.toString()),
      bytes(raw),
      raw.body.byteLength,
    ],
  });

const bytes = ({ body }: RawRequest) => Buffer.from(body.buffer, body.byteOffset, body.byteLength);
const headersJson = ({ headers }: RawRequest) =>
  JSON.stringify(Object.fromEntries(Object.entries(headers).map(([name, value]) => [storable(name), storable(value)])));
/** PostgreSQL's JSON knows neither NUL nor half a surrogate pair. */
const storable = (text: string) => text.replaceAll("\0", "").toWellFormed();

export const requestOf = (row: Pick<RawRow, "headers" | "query" | "body">): RawRequest => ({
  headers: row.headers,
  query: new URLSearchParams(row.query),
  body: row.body,
});

/** One connection's rows are taken by one worker at a time: this lock is held while it looks, the lease while it works. */
export const lockClaims = (tx: Tx, connectionId: string) =>
  tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`raw ${connectionId}`}, 0))`);

/** True while another worker has rows of this connection; what was put aside as slow does not count. */
export const isClaimed = async (tx: Tx, workspaceId: string, connectionId: string): Promise<boolean> =>
  (await tx.row(sql`select 1 from raw_messages where workspace_id = ${workspaceId} and connection_id = ${connectionId}
    and state = 'waiting' and leased_until > now() and (retry_at is null or retry_at <= now()) limit 1`)) !== null;

/** The oldest that are due, without their bodies, which may be large. */
export const listDue = (tx: Tx, workspaceId: string, connectionId: string, limit: number) =>
  tx.rows<{ id: string; size: number }>(sql`select id, size from raw_messages
    where workspace_id = ${workspaceId} and connection_id = ${connectionId} and state = 'waiting'
      and (leased_until is null or leased_until <= now()) and (retry_at is null or retry_at <= now())
    order by received_at, id limit ${limit} for update skip locked`);

export const leaseRaw = (tx: Tx, workspaceId: string, ids: string[], seconds: number) =>
  tx.run(sql`update raw_messages set leased_until = now() + make_interval(secs => ${seconds}::int)
    where workspace_id = ${workspaceId} and id = any(${ids}) and state = 'waiting'`);

export const readRaw = (tx: Tx, workspaceId: string, ids: string[]) =>
  tx.rows<RawRow>(sql`select id, connection_id, headers, query, body, size, attempts, received_at from raw_messages
    where workspace_id = ${workspaceId} and id = any(${ids}) order by received_at, id`);

/** Back to waiting, for a time: what it is about may be on its way. */
export const deferRaw = (tx: Tx, workspaceId: string, ids: string[], seconds: number) =>
  tx.run(sql`update raw_messages set leased_until = null, retry_at = now() + make_interval(secs => ${seconds}::int)
    where workspace_id = ${workspaceId} and id = any(${ids}) and state = 'waiting'`);

/** Not before `seconds` from now, by anybody else; who holds the lease may still finish it. */
export const putAside = (tx: Tx, workspaceId: string, id: string, seconds: number) =>
  tx.run(sql`update raw_messages set retry_at = now() + make_interval(secs => ${seconds}::int)
    where workspace_id = ${workspaceId} and id = ${id} and state = 'waiting'`);

/** @param done row → the message it became, null when it became none. */
export const markDone = (tx: Tx, workspaceId: string, done: { id: string; messageId: string | null }[]) =>
  tx.run(sql`update raw_messages r set state = 'done', reason = null, message_id = d.message_id, processed_at = now(), leased_until = null, retry_at = null
    from json_to_recordset(${JSON.stringify(done.map(({ id, messageId }) => ({ id, message_id: messageId })))}) as d(id uuid, message_id uuid)
    where r.workspace_id = ${workspaceId} and r.id = d.id`);

export type Failure = { state: "waiting" | "quarantined"; attempts: number; reason: string; retrySeconds: number };

export const markFailed = (tx: Tx, workspaceId: string, id: string, failure: Failure) =>
  tx.run(sql`update raw_messages set state = ${failure.state}, attempts = ${failure.attempts}, reason = ${failure.reason},
      leased_until = null, retry_at = ${failure.state === "waiting" ? sql`now() + make_interval(secs => ${failure.retrySeconds}::int)` : sql`null`},
      processed_at = ${failure.state === "waiting" ? sql`null` : sql`now()`}
    where workspace_id = ${workspaceId} and id = ${id} and state = 'waiting'`);

/** Back as it was before the claim: nothing was tried. */
export const releaseRaw = (tx: Tx, workspaceId: string, ids: string[]) =>
  tx.run(sql`update raw_messages set leased_until = null, retry_at = null
    where workspace_id = ${workspaceId} and id = any(${ids}) and state = 'waiting'`);

/** When the next one that failed before is due. */
export const nextDue = async (tx: Tx, workspaceId: string, connectionId: string): Promise<Date | null> =>
  (
    await tx.row<{ at: Date | null }>(sql`select min(greatest(retry_at, leased_until)) as at from raw_messages
    where workspace_id = ${workspaceId} and connection_id = ${connectionId} and state = 'waiting' and retry_at > now()`)
  )?.at ?? null;

/** Across workspaces: what a worker that died had taken is free again. @returns where something waits */
export const freeLeases = async (tx: Tx) => {
  await tx.run(sql`update raw_messages set leased_until = null where state = 'waiting' and leased_until is not null`);
  return tx.rows<{ workspace_id: string; connection_id: string }>(sql`select distinct workspace_id, connection_id
    from raw_messages where state = 'waiting'`);
};

/** Across workspaces: connections with something due that lies there for `seconds` or whose worker died. */
export const listForgotten = (tx: Tx, seconds: number) =>
  tx.rows<{
    workspace_id: string;
    connection_id: string;
  }>(sql`select distinct workspace_id, connection_id from raw_messages
    where state = 'waiting' and received_at < now() - make_interval(secs => ${seconds}::int)
      and (leased_until is null or leased_until <= now()) and (retry_at is null or retry_at <= now())`);

/** Across workspaces: what became a message long ago. @returns how many */
export const purgeDone = (tx: Tx, olderThan: Date, limit: number) =>
  tx.run(sql`delete from raw_messages where (workspace_id, id) in (
    select workspace_id, id from raw_messages where state = 'done' and processed_at < ${olderThan} limit ${limit})`);
