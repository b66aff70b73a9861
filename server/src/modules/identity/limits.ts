/** Rate limits of the API: each key its own, everybody without a key or a session per address. Signed-in people are not held back. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { AppError } from "../../errors.ts";
import { createLimiter, type Limit, type Limiter } from "../../platform/limit.ts";
import { networkOf } from "./addresses.ts";
import { bearerOf } from "./authenticate.ts";
import type { Identity } from "./identity.ts";
import { readSessionToken } from "./session-cookie.ts";

/** Signed addresses (files, pictures of a mail) are fetched by the dozen, so this is no tight limit. */
const anonymous: Limit = { limit: 600, windowSeconds: 60 };

/** A hook over `/api/v1` and `/api/auth`. Register it before the routes. */
export function limitRequests(app: FastifyInstance, identity: Identity): void {
  const limiter = createLimiter({ clock: identity.platform.clock });
  app.addHook("onRequest", async (request, reply) => {
    if (!/^\/api\/(v1|auth)\//.test(request.url)) return;
    await limitOne(identity, limiter, request, reply);
  });
}

async function limitOne(identity: Identity, limiter: Limiter, request: FastifyRequest, reply: FastifyReply) {
  const text = bearerOf(request);
  const key = text && text.length <= 300 ? await identity.keys.find(text) : null;
  if (!key && text === null && readSessionToken(identity.platform, request)) return;
  const limit = key ? { limit: key.rateLimit, windowSeconds: 60 } : anonymous;
  const taken = limiter.take(key ? `key:${key.id}` : `address:${networkOf(request.ip)}`, limit);
  reply.headers({
    "x-ratelimit-limit": limit.limit,
    "x-ratelimit-remaining": taken.remaining,
    "x-ratelimit-reset": taken.resetSeconds,
  });
  if (taken.ok) return;
  const message = `Too many requests: ${limit.limit} a minute is the limit. Try again in ${taken.resetSeconds} seconds.`;
  throw new AppError("rate_limited", message, { retryAfter: taken.resetSeconds });
}
