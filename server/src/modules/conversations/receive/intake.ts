/**
 * Groups whatever waits into one commit: while one transaction is on its way to disk, the next arrivals gather. A message is
 * acknowledged when its transaction is durable. One batch of a workspace is under way at a time in this process: a second beside
 * it was measured to make both smaller and neither faster.
 */
import { AppError } from "../../../errors.ts";
import type { Context, Platform } from "../../../platform/context.ts";
import { systemContext } from "../../../platform/context.ts";
import type { Arrival, Received } from "./arrival.ts";
import { receiveMessages } from "./receive.ts";

type Waiting = { arrival: Arrival; resolve(result: Received): void; reject(error: unknown): void };

/** Bounded, so that one commit never grows past what is quick; and by bytes, because a batch travels as JSON. */
const maxBatch = 64;
const maxBytes = 4 << 20;

export type Intake = { receive(workspaceId: string, arrival: Arrival): Promise<Received> };

type Queue = { waiting: Waiting[]; busy: boolean };

export function createIntake(platform: Platform): Intake {
  const queues = new Map<string, Queue>();

  const work = async (workspaceId: string, queue: Queue) => {
    queue.busy = true;
    // Lets what arrived in this turn of the event loop share the first commit.
    await new Promise((resolve) => setImmediate(resolve));
    const ctx = systemContext(platform, workspaceId);
    while (queue.waiting.length) await commit(ctx, takeBatch(queue.waiting));
    queues.delete(workspaceId);
  };
  return {
    receive: (workspaceId, arrival) =>
      new Promise((resolve, reject) => {
        let queue = queues.get(workspaceId);
        if (!queue) {
          queue = { waiting: [], busy: false };
          queues.set(workspaceId, queue);
        }
        queue.waiting.push({ arrival, resolve, reject });
        if (!queue.busy) void work(workspaceId, queue);
      }),
  };
}

function takeBatch(waiting: Waiting[]): Waiting[] {
  let bytes = 0;
  let count = 0;
  while (count < waiting.length && count < maxBatch && (count === 0 || bytes < maxBytes)) {
    const { arrival } = waiting[count]!;
    bytes += arrival.text.length + (arrival.html?.length ?? 0);
    count++;
  }
  return waiting.splice(0, count);
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
