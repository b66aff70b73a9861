/** What happens to an arrival that could not be processed: again later, or aside for a person to look at. It never stops the others. */
import { ChannelError } from "../../../channels/adapter.ts";
import { AppError } from "../../../errors.ts";
import type { Context } from "../../../platform/context.ts";
import { emit } from "../../../platform/events.ts";
import { type Failure, markFailed, type RawRow } from "./queries.ts";

export const maxAttempts = 5;
/** Seconds after the first, second … failure. */
const pauses = [5, 30, 120, 600];

export class TooSlow extends Error {}

/** The database or a disk is away: this says nothing about the arrival, so it does not count as an attempt. */
export const isOutage = (error: unknown): boolean => error instanceof AppError && error.code === "unavailable";

/** Trying again would end the same way: the adapter says so, or the database refuses the values themselves. */
const isFinal = (error: unknown): boolean =>
  (error instanceof ChannelError && !error.retry) ||
  (error instanceof AppError && error.status < 500 && error.status !== 429) ||
  /^(22...|23502|23514)$/.test((error as { code?: string } | null)?.code ?? "");

export function nextFailure(error: unknown, attemptsBefore: number): Failure {
  const attempts = attemptsBefore + 1;
  const state = isFinal(error) || attempts >= maxAttempts ? "quarantined" : "waiting";
  return { state, attempts, reason: wordsFor(error), retrySeconds: pauses[attempts - 1] ?? 600 };
}

function wordsFor(error: unknown): string {
  if (error instanceof ChannelError) return error.reason.slice(0, 1000);
  if (error instanceof AppError || error instanceof TooSlow) return error.message.slice(0, 1000);
  const message = error instanceof Error ? error.message : String(error);
  return `It could not be processed: ${message.replaceAll("\0", "").toWellFormed().slice(0, 500)}`;
}

export async function recordFailure(ctx: Context, row: RawRow, error: unknown): Promise<void> {
  const failure = nextFailure(error, row.attempts);
  ctx.platform.log.warn(
    { err: error, raw: row.id, connection: row.connection_id, attempts: failure.attempts, state: failure.state },
    "what arrived could not be processed",
  );
  await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const changed = await markFailed(tx, ctx.workspaceId, row.id, failure);
    if (!changed || failure.state !== "quarantined") return;
    emit(ctx, tx, {
      type: "intake.quarantined",
      data: { connection_id: row.connection_id, raw_id: row.id, reason: failure.reason },
    });
  });
}
