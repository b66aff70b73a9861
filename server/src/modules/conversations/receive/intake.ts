/**
 * Groups whatever waits into one commit: while transactions are on their way to disk, the next arrivals gather. A message is
 * acknowledged when its transaction is durable. Several batches of a workspace are under way at once, so that this process plans one
 * while the database writes another; but what belongs together — a person's messages, a thread's — goes one after the other, in
 * the order of its arrival.
 */
import { AppError } from "../../../errors.ts";
import type { Context, Platform } from "../../../platform/context.ts";
import { systemContext } from "../../../platform/context.ts";
import { type Arrival, knownBy, pair, type Received } from "./arrival.ts";
import { receiveMessages } from "./receive.ts";

type Waiting = { arrival: Arrival; keys: string[]; resolve(result: Received): void; reject(error: unknown): void };

/** Bounded, so that one commit never grows past what is quick; and by bytes, because a batch travels as JSON. */
const maxBatch = 64;
const maxBytes = 4 << 20;
/** How many batches of a workspace are under way at once, and how much must wait for another to be worth its transaction. */
const maxLines = 3;
const enough = 16;

export type Intake = { receive(workspaceId: string, arrival: Arrival): Promise<Received> };

/** `busy`: what the arrivals under way are known by. */
type Queue = { waiting: Waiting[]; lines: number; busy: Set<string> };

export function createIntake(platform: Platform): Intake {
  const queues = new Map<string, Queue>();

  const work = async (workspaceId: string, queue: Queue) => {
    queue.lines++;
    // Lets what arrived in this turn of the event loop share the first commit.
    await new Promise((resolve) => setImmediate(resolve));
    const ctx = systemContext(platform, workspaceId);
    // Who leaves while others are under way leaves the rest to them: they look again when they are done.
    while (queue.waiting.length >= (queue.lines > 1 ? enough : 1)) {
      const batch = takeBatch(queue);
      if (!batch.length) break;
      await commit(ctx, batch);
      for (const { keys } of batch) for (const key of keys) queue.busy.delete(key);
    }
    queue.lines--;
    if (!queue.lines) queues.delete(workspaceId);
  };
  return {
    receive: (workspaceId, arrival) =>
      new Promise((resolve, reject) => {
        let queue = queues.get(workspaceId);
        if (!queue) {
          queue = { waiting: [], lines: 0, busy: new Set() };
          queues.set(workspaceId, queue);
        }
        const keys = [...knownBy(arrival), ...arrival.inReplyTo.map((id) => pair(arrival.connection.id, id))];
        queue.waiting.push({ arrival, keys, resolve, reject });
        if (!queue.lines || (queue.lines < maxLines && queue.waiting.length >= enough)) void work(workspaceId, queue);
      }),
  };
}

/** From the front; what belongs to something under way stays, and so does what came later of the same. */
function takeBatch(queue: Queue): Waiting[] {
  const batch: Waiting[] = [];
  const left: Waiting[] = [];
  const held = new Set<string>();
  let bytes = 0;
  for (const one of queue.waiting) {
    const full = batch.length >= maxBatch || (batch.length > 0 && bytes >= maxBytes);
    if (full || one.keys.some((key) => queue.busy.has(key) || held.has(key))) {
      left.push(one);
      if (!full) for (const key of one.keys) held.add(key);
      continue;
    }
    batch.push(one);
    bytes += one.arrival.text.length + (one.arrival.html?.length ?? 0);
  }
  for (const { keys } of batch) for (const key of keys) queue.busy.add(key);
  queue.waiting = left;
  return batch;
}

async function commit(ctx: Context, batch: Waiting[]): Promise<void> {
  try {
    const results = await receiveMessages(
      ctx,
      batch.map((w) => w.arrival),
    );
    for (const [i, w] of batch.entries()) w.resolve(results[i]!);
  } catch (error) {
    if (batch.length === 1 || (error instanceof AppError && error.code === "unavailable")) {
      for (const w of batch) w.reject(error);
      return;
    }
    // One message that cannot be stored must not take its neighbours along.
    for (const one of batch) await commit(ctx, [one]);
  }
}
