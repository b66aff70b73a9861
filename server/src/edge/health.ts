/** For those who run it: is the process up, can it work, what does it measure. */
import type { FastifyInstance } from "fastify";
import type { Platform } from "../platform/context.ts";
import { migrationsCurrent } from "../platform/migrate.ts";
import { version } from "../version.ts";

export function registerHealth(http: FastifyInstance, platform: Platform): void {
  const hidden = { schema: { hide: true } as object };
  http.get("/healthz", hidden, async () => ({ status: "ok", version }));
  http.get("/readyz", hidden, async (_request, reply) => {
    const ready = await migrationsCurrent(platform.db.ownerPool).catch(() => false);
    return reply.code(ready ? 200 : 503).send({ status: ready ? "ready" : "unavailable" });
  });
  http.get("/metrics", hidden, async (_request, reply) => {
    const { contentType, text } = await platform.metrics.render();
    return reply.header("content-type", contentType).send(text);
  });
}
