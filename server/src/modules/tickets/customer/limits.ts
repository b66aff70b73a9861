/** How much strangers may ask of the public pages: by network, by form and by the address they give. */
import { AppError } from "../../../errors.ts";
import type { Clock } from "../../../platform/clock.ts";
import { createLimiter, type Limit } from "../../../platform/limit.ts";

const limits = {
  page: { limit: 120, windowSeconds: 60 },
  submit: { limit: 10, windowSeconds: 600 },
  form: { limit: 300, windowSeconds: 3600 },
  target: { limit: 5, windowSeconds: 3600 },
  code: { limit: 5, windowSeconds: 900 },
} as const satisfies Record<string, Limit>;

export type PublicLimits = { take(what: keyof typeof limits, who: string): void };

export function createPublicLimits(clock: Clock): PublicLimits {
  const limiter = createLimiter({ clock });
  return {
    take: (what, who) => {
      const taken = limiter.take(`${what} ${who.toLowerCase()}`, limits[what]);
      if (taken.ok) return;
      throw new AppError("rate_limited", `Too many requests. Try again in ${taken.resetSeconds} seconds.`, {
        retryAfter: taken.resetSeconds,
      });
    },
  };
}
