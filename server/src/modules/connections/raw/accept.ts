/**
 * Keeps what arrived, before anybody looks into it. When `acceptRaw` resolves, the request is on disk together with the job
 * that will read it; whatever waits meanwhile goes into the next commit.
 */
import type { RawRequest } from "../../../channels/adapter.ts";
import { AppError } from "../../../errors.ts";
import type { Platform } from "../../../platform/context.ts";
import type { Tx } from "../../../platform/db.ts";
import { newId } from "../../../platform/uuid.ts";
import { insertRaw } from "./queries.ts";
import { type RawTarget, wake } from "./wake.ts";

type Waiting = { id: string; target: RawTarget; raw: RawRequest; resolve(): void; reject(error: unknown): void };
type Queue = { waiting: Waiting[]; busy: boolean };

const maxBatch = 64;
const maxBytes = 16 << 20;
/** Bytes that may wait for the disk, all workspaces together; beyond, senders are told to come back. */
const mostHeld = 256 << 20;

type Intake = { queues: Map<string, Queue>; held: number };
const intakes = new WeakMap<Platform, Intake>();

/** @throws AppError unavailable when it cannot be stored now: the sender must keep it. */
export async function acceptRaw(platform: Platform, target: RawTarget, raw: RawRequest): Promise<void> {
  const intake = intakes.get(platform) ?? { queues: new Map(), held: 0 };
  intakes.set(platform, intake);
  const size = raw.body.byteLength;
  if (intake.held > 0 && intake.held + size > mostHeld) {
    throw new AppError("unavailable", "Too much is arriving at once. Send it again shortly.", { retryAfter: 5 });
  }
  intake.held += size;
  try {
    await new Promise<void>((resolve, reject) => {
      const queue = intake.queues.get(target.workspaceId) ?? { waiting: [], busy: false };
      intake.queues.set(target.workspaceId, queue);
      queue.waiting.push({ id: newId(), target, raw, resolve, reject });
      if (!queue.busy) void work(platform, intake, target.workspaceId, queue);
    });
  } finally {
    intake.held -= size;
  }
}

async function work(platform: Platform, intake: Intake, workspaceId: string, queue: Queue): Promise<void> {
  queue.busy = true;
  // Lets what arrived in this turn of the event loop share the first commit.
  await new Promise((resolve) => setImmediate(resolve));
  while (queue.waiting.length) await commit(platform, workspaceId, takeBatch(queue.waiting));
  queue.busy = false;
  intake.queues.delete(workspaceId);
}

function takeBatch(waiting: Waiting[]): Waiting[] {
  let bytes = 0;
  let count = 0;
  while (count < waiting.length && count < maxBatch && (count === 0 || bytes < maxBytes)) {
    bytes += waiting[count]!.raw.body.byteLength;
    count++;
  }
  return waiting.splice(0, count);
}

async function commit(platform: Platform, workspaceId: string, batch: Waiting[]): Promise<void> {
  try {
    await platform.db.inWorkspace(workspaceId, async (tx) => {
      for (const target of new Map(batch.map((one) => [one.target.id, one.target])).values()) wake(tx, target);
      await Promise.all(batch.map((one) => insertOne(tx, one)));
    });
    for (const one of batch) one.resolve();
  } catch (error) {
    if (batch.length === 1) return batch[0]!.reject(error);
    // One that cannot be stored must not take its neighbours along.
    for (const one of batch) await commit(platform, workspaceId, [one]);
  }
}

const insertOne = (tx: Tx, { id, target, raw }: Waiting) =>
  insertRaw(tx, target.workspaceId, { id, connectionId: target.id, raw });

/** For a poll: the item, where to go on after it, and the wake-up, all or nothing. */
export const keepPolled = (tx: Tx, target: RawTarget, raw: RawRequest): Promise<unknown> => {
  wake(tx, target);
  return insertRaw(tx, target.workspaceId, { id: newId(), connectionId: target.id, raw });
};
