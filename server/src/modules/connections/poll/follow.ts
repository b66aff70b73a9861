/** Follows one mailbox as long as it is told to: each item is stored with its cursor, failures wait and begin again. */
import { setTimeout as sleep } from "node:timers/promises";
import { type ChannelAdapter, ChannelError } from "../../../channels/adapter.ts";
import type { Context, Platform } from "../../../platform/context.ts";
import { systemContext } from "../../../platform/context.ts";
import { noteFailure, noteSuccess } from "../health.ts";
import { type ConnectionRow, selectConnection, writeCursor } from "../queries.ts";
import { keepPolled } from "../raw/accept.ts";
import { viewOf } from "../views.ts";

export type Pace = {
  /** Milliseconds after a source that ended by itself. */
  again: number;
  firstBackoff: number;
  longestBackoff: number;
  /** A poll that has not failed for this long works, even when nothing came. */
  worksAfter: number;
};

export const standardPace: Pace = { again: 15_000, firstBackoff: 2_000, longestBackoff: 300_000, worksAfter: 15_000 };

/** Never throws. Resolves when `signal` aborts or the connection is gone. */
export async function follow(
  platform: Platform,
  adapter: ChannelAdapter,
  row: ConnectionRow,
  signal: AbortSignal,
  pace: Pace = standardPace,
): Promise<void> {
  const ctx = systemContext(platform, row.workspace_id);
  let failures = 0;
  while (!signal.aborted) {
    const started = performance.now();
    try {
      if (!(await pollOnce(ctx, adapter, row.id, signal, pace))) return;
      failures = 0;
      await pause(pace.again, signal);
    } catch (error) {
      if (signal.aborted) return;
      failures = performance.now() - started > pace.worksAfter ? 1 : failures + 1;
      await noteFailure(ctx, row.id, wordsFor(platform, row.id, error));
      await pause(waitAfter(error, failures, pace), signal);
    }
  }
}

/** @returns false when there is nothing to follow any more. */
async function pollOnce(
  ctx: Context,
  adapter: ChannelAdapter,
  id: string,
  signal: AbortSignal,
  pace: Pace,
): Promise<boolean> {
  const { platform, workspaceId } = ctx;
  // Read anew each time: the cursor has moved, the password may be another.
  const row = await platform.db.inWorkspace(workspaceId, (tx) => selectConnection(tx, workspaceId, id));
  if (!row || row.deleted_at || row.state !== "active") return false;
  const works = setTimeout(() => void noteSuccess(ctx, id), pace.worksAfter);
  try {
    for await (const { raw, cursor } of adapter.poll!(viewOf(platform, row), row.cursor, signal)) {
      await platform.db.inWorkspace(workspaceId, async (tx) => {
        await Promise.all([keepPolled(tx, { workspaceId, id }, raw), writeCursor(tx, workspaceId, id, cursor)]);
      });
      await noteSuccess(ctx, id);
    }
    return true;
  } finally {
    clearTimeout(works);
  }
}

function wordsFor(platform: Platform, id: string, error: unknown): string {
  if (error instanceof ChannelError) return error.reason;
  platform.log.warn({ err: error, connection: id }, "following a mailbox failed");
  return "Something went wrong on our side; we try again.";
}

/** Doubles, with up to half of it by chance so that mailboxes of one server do not come back all at once. */
function waitAfter(error: unknown, failures: number, pace: Pace): number {
  const asked = error instanceof ChannelError ? (error.retryAfter ?? 0) * 1000 : 0;
  // Wrong passwords get no better by trying; a change of the settings begins anew at once.
  const final = error instanceof ChannelError && !error.retry;
  const backoff = final ? pace.longestBackoff : Math.min(pace.firstBackoff * 2 ** (failures - 1), pace.longestBackoff);
  return Math.max(asked, backoff) * (1 + Math.random() / 2);
}

const pause = (milliseconds: number, signal: AbortSignal) => sleep(milliseconds, undefined, { signal }).catch(() => {});
