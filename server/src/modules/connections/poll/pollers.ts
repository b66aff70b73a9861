/**
 * Looks every two seconds which mailboxes there are to follow, and follows those no other node has, each for itself: a slow or
 * broken one delays nobody. A changed connection begins anew, a paused or removed one ends.
 */

import { setTimeout as sleep } from "node:timers/promises";
import { findAdapter, listAdapters } from "../../../channels/registry.ts";
import type { Platform } from "../../../platform/context.ts";
import { type ConnectionRow, listPolled } from "../queries.ts";
import { resumeIntake } from "../raw/sweep.ts";
import { viewOf } from "../views.ts";
import { follow, type Pace, standardPace } from "./follow.ts";
import { openPollLocks } from "./locks.ts";

export type Pollers = { stop(): Promise<void> /** Ids of the connections this node follows. */; following(): string[] };

const longestGoodbye = 5000;

type Runner = { version: number; stop: AbortController; done: Promise<void> };

/** @param options for tests: how often to look, and at which pace to follow. */
export async function startPollers(
  platform: Platform,
  options: { lookEvery?: number; pace?: Pace } = {},
): Promise<Pollers> {
  await resumeIntake(platform);
  const { lookEvery = 2000, pace = standardPace } = options;
  const runners = new Map<string, Runner>();
  const stopAll = () => {
    for (const runner of runners.values()) runner.stop.abort();
  };
  // Without its locks another node may follow the same mailboxes; begin anew as soon as we have them again.
  const locks = openPollLocks(platform, stopAll);
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const run = (adapter: NonNullable<ReturnType<typeof findAdapter>>, row: ConnectionRow) => {
    const stop = new AbortController();
    const done = follow(platform, adapter, row, stop.signal, pace).finally(async () => {
      await locks.give(row.id);
      runners.delete(row.id);
    });
    runners.set(row.id, { version: row.version, stop, done });
  };
  const look = async () => {
    const wanted = await listWanted(platform);
    for (const [id, runner] of runners) if (wanted.get(id)?.version !== runner.version) runner.stop.abort();
    const idle = [...wanted.keys()].filter((id) => !runners.has(id));
    for (const id of await locks.take(idle)) {
      const row = wanted.get(id)!;
      run(findAdapter(platform, row.kind)!, row);
    }
  };
  const turn = async () => {
    await look().catch((error) => platform.log.warn({ err: error }, "looking for mailboxes to follow failed"));
    if (stopped) return;
    timer = setTimeout(() => {
      looking = turn();
    }, lookEvery);
  };
  let looking = turn();
  return {
    following: () => [...runners.keys()],
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await looking;
      stopAll();
      // A server that does not even let us hang up must not keep the process.
      const ended = Promise.all([...runners.values()].map((runner) => runner.done));
      await Promise.race([ended, sleep(longestGoodbye, undefined, { ref: false })]);
      await locks.close();
    },
  };
}

async function listWanted(platform: Platform): Promise<Map<string, ConnectionRow>> {
  const kinds = listAdapters(platform)
    .filter((adapter) => adapter.poll)
    .map((adapter) => adapter.kind);
  const rows = await platform.db.asSystem("mailboxes of all workspaces are followed", (tx) => listPolled(tx, kinds));
  return new Map(rows.filter((row) => isPolled(platform, row)).map((row) => [row.id, row]));
}

function isPolled(platform: Platform, row: ConnectionRow): boolean {
  const adapter = findAdapter(platform, row.kind);
  if (!adapter?.poll) return false;
  try {
    return adapter.polls?.(viewOf(platform, row)) ?? true;
  } catch (error) {
    platform.log.warn({ err: error, connection: row.id }, "a connection cannot be read");
    return false;
  }
}
