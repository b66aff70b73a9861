/** Puts what was read on the record: messages, receipts and typing of each row, and the row's own state, in one transaction. */
import type { Context } from "../../../platform/context.ts";
import type { Tx } from "../../../platform/db.ts";
import { newId } from "../../../platform/uuid.ts";
import { applyReceipt, type Received, receiveMessages } from "../../conversations/index.ts";
import { isOutage, recordFailure } from "./failures.ts";
import { deferRaw, markDone } from "./queries.ts";
import type { ReadRaw } from "./read.ts";
import { signalTyping } from "./typing.ts";

const secondsBetweenLooks = 10;
const waitForMessageMs = 60_000;

/** All together when it works; one by one when not, so that what cannot be stored fails alone. */
export async function recordAll(ctx: Context, connectionId: string, read: ReadRaw[]): Promise<void> {
  try {
    await recordTogether(ctx, connectionId, read);
  } catch (error) {
    if (isOutage(error)) throw error;
    if (read.length === 1) return recordFailure(ctx, read[0]!.row, error);
    for (const one of read) await recordAll(ctx, connectionId, [one]);
  }
}

async function recordTogether(ctx: Context, connectionId: string, read: ReadRaw[]): Promise<void> {
  // Ids tell the order within a moment, and they were made in the order of reading, which is another.
  const arrivals = read.flatMap((one) => one.arrivals).map((arrival) => ({ ...arrival, messageId: newId() }));
  const also = async (tx: Tx, results: Received[]) => {
    const firstOf = new Map<ReadRaw, string>();
    let next = 0;
    for (const one of read) {
      if (one.arrivals.length) firstOf.set(one, results[next]!.messageId);
      next += one.arrivals.length;
    }
    const early: string[] = [];
    for (const one of read) {
      if (!(await applyAll(ctx, tx, connectionId, one)) && isEarly(ctx, one)) early.push(one.row.id);
    }
    const done = read
      .filter((one) => !early.includes(one.row.id))
      .map((one) => ({ id: one.row.id, messageId: firstOf.get(one) ?? null }));
    await Promise.all([markDone(tx, ctx.workspaceId, done), deferRaw(tx, ctx.workspaceId, early, secondsBetweenLooks)]);
  };
  if (arrivals.length) await receiveMessages(ctx, arrivals, also);
  else await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => also(tx, []));
}

/** @returns false when a receipt is about no message we know. */
async function applyAll(ctx: Context, tx: Tx, connectionId: string, { receipts, typing }: ReadRaw): Promise<boolean> {
  let known = true;
  for (const receipt of receipts) known = (await applyReceipt(ctx, tx, connectionId, receipt)) && known;
  for (const one of typing) await signalTyping(ctx, tx, connectionId, one);
  return known;
}

/** A provider may report a message delivered before we have written down that it took it. */
const isEarly = (ctx: Context, { row, arrivals }: ReadRaw): boolean =>
  !arrivals.length && ctx.platform.clock.now().getTime() - row.received_at.getTime() < waitForMessageMs;
