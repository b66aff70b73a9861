/** What every answer carries: request id, no caching, a content policy; and the time it took. */
import type { FastifyInstance } from "fastify";
import type { Platform } from "../platform/context.ts";

const appPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

export function registerHeaders(http: FastifyInstance, platform: Platform): void {
  http.addHook("onSend", async (request, reply) => {
    const headers: Record<string, string> = {
      "x-request-id": request.id,
      "x-content-type-options": "nosniff",
      "referrer-policy": "same-origin",
      "cache-control": "no-store",
    };
    if (!request.url.startsWith("/widget")) headers["content-security-policy"] = appPolicy;
    for (const [name, value] of Object.entries(headers)) if (!reply.hasHeader(name)) reply.header(name, value);
  });
  http.addHook("onResponse", async (request, reply) => {
    platform.metrics.httpDuration.observe(
      { method: request.method, route: request.routeOptions.url ?? "none", status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    );
    if (platform.log.isLevelEnabled("debug")) {
      platform.log.debug(
        {
          request_id: request.id,
          method: request.method,
          url: request.url,
          status: reply.statusCode,
          ms: Math.round(reply.elapsedTime),
        },
        "request",
      );
    }
  });
}
