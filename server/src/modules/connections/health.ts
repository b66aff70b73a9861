/**
 * Whether a connection works, as members see it. Successes are frequent, so they are written at most every 30 seconds unless
 * they change the state; a failure is written when its words are new.
 */
import { type Context, type Platform, systemContext } from "../../platform/context.ts";
import { emit } from "../../platform/events.ts";
import { type Health, touchHealth } from "./queries.ts";

const writeEvery = 30_000;

type Noted = { health: Health; reason: string | null; at: number };
const noted = new WeakMap<Platform, Map<string, Noted>>();

/** It works: something was `received` or `sent`, or it merely answered. Never fails: health is a side show. */
export const noteSuccess = (ctx: Context, connectionId: string, what?: "received" | "sent"): Promise<void> =>
  note(
    ctx,
    connectionId,
    { health: "ok", reason: null, received: what === "received", sent: what === "sent" },
    what ?? "",
  );

/** @param reason what a member reads beside the red dot */
export const noteFailure = (ctx: Context, connectionId: string, reason: string): Promise<void> =>
  note(ctx, connectionId, { health: "failing", reason: reason.slice(0, 1000) }, "");

/** How a send ended. A refusal that is about the recipient says nothing about the connection. */
export type ConnectionOutcome = { ok: boolean; reason: string | null; sent?: boolean; aboutRecipient?: boolean };

/** For the outbox: the outcome of one send. */
export function noteConnectionHealth(
  platform: Platform,
  workspaceId: string,
  connectionId: string,
  outcome: ConnectionOutcome,
): Promise<void> {
  const ctx = systemContext(platform, workspaceId);
  if (outcome.ok) return noteSuccess(ctx, connectionId, outcome.sent ? "sent" : undefined);
  if (outcome.aboutRecipient || !outcome.reason) return Promise.resolve();
  return noteFailure(ctx, connectionId, outcome.reason);
}

type Change = { health: Health; reason: string | null; received?: boolean; sent?: boolean };

async function note(ctx: Context, id: string, change: Change, what: string): Promise<void> {
  const { platform, workspaceId } = ctx;
  const memory = noted.get(platform) ?? new Map<string, Noted>();
  noted.set(platform, memory);
  const now = platform.clock.now();
  const known = memory.get(id + what);
  const same = memory.get(id)?.health === change.health && memory.get(id)?.reason === change.reason;
  if (same && known && now.getTime() - known.at < writeEvery) return;
  const entry = { health: change.health, reason: change.reason, at: now.getTime() };
  memory.set(id, entry);
  memory.set(id + what, entry);
  try {
    await platform.db.inWorkspace(workspaceId, async (tx) => {
      const before = await touchHealth(tx, workspaceId, id, change, now);
      if (!before || (before.before === change.health && before.reason_before === change.reason)) return;
      emit(ctx, tx, {
        type: "connection.health_changed",
        data: { connection_id: id, state: change.health, reason: change.reason },
      });
    });
  } catch (error) {
    memory.delete(id + what);
    platform.log.warn({ err: error, connection: id }, "the health of a connection could not be written");
  }
}

/** What is known of it counts no more (its settings changed, it was removed). */
export const forgetHealth = (platform: Platform, connectionId: string): void => {
  for (const what of ["", "received", "sent"]) noted.get(platform)?.delete(connectionId + what);
};
