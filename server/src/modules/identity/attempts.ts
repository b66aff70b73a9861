/**
 * Counted attempts. Guessing is slowed over all nodes by rows in `attempts`: some are free, then each one costs twice the wait
 * of the one before. An attempt is counted before it is made, so that guesses sent at once are counted too.
 */
import { AppError } from "../../errors.ts";
import type { Platform } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { networkOf } from "./addresses.ts";

/** `free` attempts cost nothing; the wait then doubles from one second up to `longestWait` seconds. A day without one forgives all. */
export type Guard = { key: string; free: number; longestWait: number };

const quarterHour = 900;

/**
 * The guards of a sign-in, always in this order (rows are locked in it). The address alone has a short longest wait, so that a
 * stranger who keeps guessing cannot shut its owner out.
 */
export const signInGuards = (email: string, ip: string): Guard[] => [
  { key: `sign-in:${email.toLowerCase()} ${networkOf(ip)}`, free: 5, longestWait: quarterHour },
  { key: `sign-in-ip:${networkOf(ip)}`, free: 20, longestWait: quarterHour },
  { key: `sign-in-address:${email.toLowerCase()}`, free: 20, longestWait: 60 },
];

export const guardOf = (purpose: string, who: string, free: number): Guard => ({
  key: `${purpose}:${who.toLowerCase()}`,
  free,
  longestWait: quarterHour,
});

/** @throws AppError rate_limited, with the seconds to wait, when one of the guards says it is too early. */
export async function countAttempt(platform: Platform, guards: readonly Guard[]): Promise<void> {
  const now = platform.clock.now();
  await platform.db.asSystem("attempts concern no workspace", async (tx) => {
    for (const guard of guards) {
      const counted = await countOne(tx, guard, now);
      if (!counted) throw tooEarly(await secondsToWait(tx, guard, now));
    }
  });
}

/** After a success: this one was no guess. The caller's own count starts anew, what it shares with others loses one. */
export async function forgiveAttempt(platform: Platform, guards: readonly Guard[]): Promise<void> {
  const [own, ...shared] = guards.map((guard) => guard.key);
  await platform.db.asSystem("attempts concern no workspace", async (tx) => {
    if (own) await tx.run(sql`delete from attempts where key = ${own}`);
    for (const key of shared) await tx.run(sql`update attempts set count = greatest(count - 1, 0) where key = ${key}`);
  });
}

const countOne = (tx: Tx, { key, free, longestWait }: Guard, now: Date) =>
  tx.row(sql`insert into attempts as a (key, count, window_started_at) values (${key}, 1, ${now})
    on conflict (key) do update set window_started_at = excluded.window_started_at,
      count = case when a.window_started_at < excluded.window_started_at - interval '1 day' then 1 else a.count + 1 end
    where a.count < ${free}::int
      or a.window_started_at + make_interval(secs => least(${longestWait}::int, power(2, least(a.count - ${free}::int, 20)))) <= excluded.window_started_at
    returning count`);

async function secondsToWait(tx: Tx, { key, free, longestWait }: Guard, now: Date): Promise<number> {
  const row = await tx.row<{ count: number; window_started_at: Date }>(
    sql`select count, window_started_at from attempts where key = ${key}`,
  );
  if (!row) return 1;
  const wait = Math.min(longestWait, 2 ** Math.min(row.count - free, 20));
  return Math.max(1, Math.ceil(wait - (now.getTime() - row.window_started_at.getTime()) / 1000));
}

function tooEarly(seconds: number): AppError {
  const minutes = Math.ceil(seconds / 60);
  const wait =
    seconds === 1
      ? "Too many attempts. Try again in 1 second."
      : seconds < 60
        ? `Too many attempts. Try again in ${seconds} seconds.`
        : minutes === 1
          ? "Too many attempts. Try again in 1 minute."
          : `Too many attempts. Try again in ${minutes} minutes.`;
  return new AppError("rate_limited", wait, { retryAfter: seconds });
}
