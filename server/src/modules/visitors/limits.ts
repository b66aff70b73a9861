/** How much one visitor, and one address with many visitors, may ask of us. */
import type { FastifyRequest } from "fastify";
import { AppError } from "../../errors.ts";
import type { Clock } from "../../platform/clock.ts";
import { createLimiter, type Limit } from "../../platform/limit.ts";
import type { Guest } from "./guest.ts";

const perMinute = (limit: number): Limit => ({ limit, windowSeconds: 60 });

const byAddress = { launcher: perMinute(240), session: perMinute(60), socket: perMinute(120), other: perMinute(600) };
const byVisitor = { message: perMinute(30), upload: perMinute(20), change: perMinute(10) };

export type VisitorLimits = {
  address(request: FastifyRequest, what: keyof typeof byAddress): void;
  visitor(guest: Guest, what: keyof typeof byVisitor): void;
};

export function createVisitorLimits(clock: Clock): VisitorLimits {
  const limiter = createLimiter({ clock });
  const take = (key: string, limit: Limit) => {
    const taken = limiter.take(key, limit);
    if (taken.ok) return;
    throw new AppError("rate_limited", `Too many requests. Try again in ${taken.resetSeconds} seconds.`, {
      retryAfter: taken.resetSeconds,
    });
  };
  return {
    address: (request, what) => take(`${what} ${request.ip}`, byAddress[what]),
    visitor: ({ visitor }, what) => take(`${what} ${visitor.id}`, byVisitor[what]),
  };
}
