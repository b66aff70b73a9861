/**
 * The job behind the wake-up: takes what waits of one connection in batches, reads it, and puts it on the record. Batches keep
 * the order of arrival; one that is slow is put aside so that it delays nobody, one that is broken fails alone.
 */
import { once } from "node:events";
import type { Context, Platform } from "../../../platform/context.ts";
import { systemContext } from "../../../platform/context.ts";
import type { Task } from "../../../platform/jobs.ts";
import { noteSuccess } from "../health.ts";
import { type ConnectionRow, selectConnection } from "../queries.ts";
import { isOutage, recordFailure } from "./failures.ts";
import {
  isClaimed,
  leaseRaw,
  listDue,
  lockClaims,
  nextDue,
  putAside,
  type RawRow,
  readRaw,
  releaseRaw,
} from "./queries.ts";
import { type ReadRaw, readRawRow } from "./read.ts";
import { recordAll } from "./record.ts";
import { wake, wakeLater } from "./wake.ts";

const batchRows = 32;
const batchBytes = 32 << 20;
const leaseSeconds = 60;
const renewEvery = 20_000;
/** How long the others of a batch wait for one. */
const patience = 2000;

export const processRaw: Task = async (platform, payload: { workspace_id: string; connection_id: string }, signal) => {
  const ctx = systemContext(platform, payload.workspace_id);
  const target = { workspaceId: payload.workspace_id, id: payload.connection_id };
  const connection = await platform.db.inWorkspace(target.workspaceId, (tx) =>
    selectConnection(tx, target.workspaceId, target.id),
  );
  if (!connection) return;
  const slow: Promise<void>[] = [];
  for (;;) {
    const rows = await claim(platform, connection);
    if (!rows.length) break;
    slow.push(...(await workOn(ctx, connection, rows)));
    if (signal.aborted) break;
  }
  // What is still being read when the process stops was put aside: it is due again soon.
  await Promise.race([Promise.all(slow), aborted(signal)]);
  await platform.db.inWorkspace(target.workspaceId, async (tx) => {
    const due = await nextDue(tx, target.workspaceId, target.id);
    if (due) wakeLater(tx, target, due);
    if (signal.aborted) wake(tx, target);
  });
};

const claim = (platform: Platform, { workspace_id: workspaceId, id }: ConnectionRow): Promise<RawRow[]> =>
  platform.db.inWorkspace(workspaceId, async (tx) => {
    const locked = lockClaims(tx, id);
    const [claimed, due] = await Promise.all([
      isClaimed(tx, workspaceId, id),
      listDue(tx, workspaceId, id, batchRows),
      locked,
    ]);
    if (claimed || !due.length) return [];
    const ids = fitting(due);
    const [rows] = await Promise.all([readRaw(tx, workspaceId, ids), leaseRaw(tx, workspaceId, ids, leaseSeconds)]);
    return rows;
  });

function fitting(due: { id: string; size: number }[]): string[] {
  let bytes = 0;
  const ids: string[] = [];
  for (const { id, size } of due) {
    bytes += size;
    if (ids.length && bytes > batchBytes) break;
    ids.push(id);
  }
  return ids;
}

type Outcome = { row: RawRow; read: ReadRaw | null };

/** @returns the slow ones, still under way; they never fail. */
async function workOn(ctx: Context, connection: ConnectionRow, rows: RawRow[]): Promise<Promise<void>[]> {
  const lease = keepLease(ctx, rows);
  const settled = new Set<RawRow>();
  const reading = new Map(rows.map((row) => [row, readOne(ctx, connection, row).finally(() => settled.add(row))]));
  try {
    await waitFor(Promise.all(reading.values()), patience);
    const late = rows.filter((row) => !settled.has(row));
    await setAside(ctx, late);
    const inTime = rows.filter((row) => !late.includes(row));
    await record(ctx, connection, await Promise.all(inTime.map((row) => reading.get(row)!)));
    lease.finish(inTime);
    return late.map((row) => finishLate(ctx, connection, row, reading.get(row)!).finally(() => lease.finish([row])));
  } catch (error) {
    lease.finish(rows);
    void release(ctx, rows);
    throw error;
  }
}

/** Put aside, it is due again later, so a failure here loses nothing. */
async function finishLate(ctx: Context, connection: ConnectionRow, row: RawRow, reading: Promise<Outcome>) {
  try {
    await record(ctx, connection, [await reading]);
  } catch (error) {
    ctx.platform.log.warn({ err: error, raw: row.id }, "what was put aside could not be recorded yet");
  }
}

/** Renews the lease of rows until they are finished. */
function keepLease(ctx: Context, rows: RawRow[]) {
  const open = new Set(rows.map((row) => row.id));
  const renewing = setInterval(() => void renew(ctx, [...open]), renewEvery).unref();
  return {
    finish(done: RawRow[]) {
      for (const row of done) open.delete(row.id);
      if (!open.size) clearInterval(renewing);
    },
  };
}

async function readOne(ctx: Context, connection: ConnectionRow, row: RawRow): Promise<Outcome> {
  try {
    return { row, read: await readRawRow(ctx, connection, row) };
  } catch (error) {
    if (isOutage(error)) throw error;
    await recordFailure(ctx, row, error);
    return { row, read: null };
  }
}

async function record(ctx: Context, connection: ConnectionRow, outcomes: Outcome[]): Promise<void> {
  const read = outcomes.map((outcome) => outcome.read).filter((one) => one !== null);
  if (!read.length) return;
  await recordAll(ctx, connection.id, read);
  await noteSuccess(ctx, connection.id, read.some((one) => one.arrivals.length) ? "received" : undefined);
}

const setAside = (ctx: Context, late: RawRow[]): Promise<unknown> =>
  late.length
    ? ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
        Promise.all(late.map((row) => putAside(tx, ctx.workspaceId, row.id, 2 * leaseSeconds))),
      )
    : Promise.resolve();

const renew = (ctx: Context, ids: string[]): Promise<unknown> =>
  ctx.platform.db
    .inWorkspace(ctx.workspaceId, (tx) => leaseRaw(tx, ctx.workspaceId, ids, leaseSeconds))
    // It runs out and another worker takes over: twice read is once recorded.
    .catch(() => {});

/** After an outage: tried until the database is back, at most for as long as the lease runs anyway. */
async function release(ctx: Context, rows: RawRow[]): Promise<void> {
  const ids = rows.map((row) => row.id);
  for (let second = 0; second < leaseSeconds; second++) {
    try {
      await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => releaseRaw(tx, ctx.workspaceId, ids));
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 1000).unref());
    }
  }
}

const aborted = (signal: AbortSignal): Promise<unknown> => (signal.aborted ? Promise.resolve() : once(signal, "abort"));

async function waitFor(work: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  try {
    await Promise.race([work, enough]);
  } finally {
    clearTimeout(timer);
  }
}
