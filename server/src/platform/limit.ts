/** Rate limits in the memory of one node: a bucket of tokens per key that fills up again evenly. */
import { type Clock, systemClock } from "./clock.ts";

export type Limit = { limit: number; windowSeconds: number };
/** `resetSeconds`: when refused, until the next try can succeed; otherwise until the bucket is full again. Whole seconds. */
export type Taken = { ok: boolean; remaining: number; resetSeconds: number };

export type Limiter = {
  /** Takes one token of `key`'s bucket, which holds `limit` and fills in `windowSeconds`. */
  take(key: string, limit: Limit): Taken;
};

/** @param capacity the most keys that are remembered; beyond, the key not seen for longest is forgotten. */
export function createLimiter(options: { clock?: Clock; capacity?: number } = {}): Limiter {
  const { clock = systemClock, capacity = 100_000 } = options;
  // A Map keeps the order of insertion, so putting a key back at its end keeps the oldest first.
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take(key, { limit, windowSeconds }) {
      const now = clock.now().getTime();
      const perSecond = limit / windowSeconds;
      const bucket = buckets.get(key) ?? { tokens: limit, at: now };
      const tokens = Math.min(limit, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * perSecond);
      // 1e-9: sums of fractions must not refuse the call that is due.
      const ok = tokens + 1e-9 >= 1;
      const left = ok ? Math.max(0, tokens - 1) : tokens;
      buckets.delete(key);
      buckets.set(key, { tokens: left, at: now });
      if (buckets.size > capacity) buckets.delete(buckets.keys().next().value!);
      return {
        ok,
        remaining: Math.floor(left + 1e-9),
        resetSeconds: Math.ceil((ok ? limit - left : 1 - left) / perSecond - 1e-9),
      };
    },
  };
}
