/**
 * `/hooks/:key`: where providers call. Proven by the adapter on the raw bytes, stored, answered; read later by a worker. A key
 * that leads nowhere, and a channel that nobody can prove a call for, look the same: 404.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { ChannelError, type RawRequest } from "../../channels/adapter.ts";
import { findAdapter } from "../../channels/registry.ts";
import { AppError, notFound } from "../../errors.ts";
import type { Platform } from "../../platform/context.ts";
import { createLimiter, type Limiter } from "../../platform/limit.ts";
import { findByKey } from "./find.ts";
import { acceptRaw } from "./raw/accept.ts";
import { viewOf } from "./views.ts";

const bodyLimit = 30 << 20;
/** Providers call in bursts; somebody who guesses keys does not come this far. */
const perKey = { limit: 3000, windowSeconds: 60 };
const perAddress = { limit: 3000, windowSeconds: 60 };
const perAddressUnknown = { limit: 60, windowSeconds: 60 };

export function registerHooks(app: FastifyInstance, platform: Platform): void {
  const limiter = createLimiter({ clock: platform.clock });
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "buffer", bodyLimit }, (_request, body, done) => done(null, body));
    scope.route({
      method: ["GET", "POST"],
      url: "/hooks/:key",
      bodyLimit,
      schema: { hide: true } as object,
      handler: (request, reply) => takeCall(platform, limiter, request, reply),
    });
  });
}

async function takeCall(platform: Platform, limiter: Limiter, request: FastifyRequest, reply: FastifyReply) {
  const { key } = request.params as { key: string };
  limit(limiter, `address ${request.ip}`, perAddress);
  const row = /^[a-z0-9]{8,64}$/.test(key) ? await findByKey(platform, key) : null;
  const adapter = row?.state === "active" ? findAdapter(platform, row.kind) : null;
  if (!row || !adapter?.verify) {
    limit(limiter, `unknown ${request.ip}`, perAddressUnknown);
    throw notFound("address");
  }
  limit(limiter, `key ${key}`, perKey);
  const raw = rawOf(request);
  const { answer } = proven(() => adapter.verify!(raw, viewOf(platform, row)));
  if (answer !== undefined) return reply.type("text/plain; charset=utf-8").send(answer);
  if (request.method !== "POST") throw notFound("address");
  await acceptRaw(platform, { workspaceId: row.workspace_id, id: row.id }, storedOf(raw));
  return reply.code(200).send();
}

function limit(limiter: Limiter, key: string, rate: { limit: number; windowSeconds: number }): void {
  const taken = limiter.take(key, rate);
  if (taken.ok) return;
  throw new AppError("rate_limited", "Too many calls. Slow down.", { retryAfter: taken.resetSeconds });
}

/** Whatever goes wrong in proving means that nothing was proven. */
function proven(verify: () => { answer?: string }): { answer?: string } {
  try {
    return verify();
  } catch (error) {
    const words = error instanceof ChannelError ? error.reason : "This call could not be proven to be the provider's.";
    throw new AppError("unauthenticated", words, { cause: error });
  }
}

function rawOf(request: FastifyRequest): RawRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  const query = request.url.includes("?") ? request.url.slice(request.url.indexOf("?") + 1) : "";
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  return { headers, query: new URLSearchParams(query), body };
}

/** Proofs are checked once and not kept. */
function storedOf(raw: RawRequest): RawRequest {
  const { authorization: _a, cookie: _c, "proxy-authorization": _p, ...headers } = raw.headers;
  return { ...raw, headers };
}
