/** The web application: the edge (errors, headers, documents, health, pages) and the product's routes and sockets on it. */
import compress from "@fastify/compress";
import multipart from "@fastify/multipart";
import Fastify, { type FastifyInstance, LogController } from "fastify";
import { type Composition, compose } from "./composition.ts";
import { registerDocuments } from "./edge/documents.ts";
import { registerErrors } from "./edge/errors.ts";
import { registerHeaders } from "./edge/headers.ts";
import { registerHealth } from "./edge/health.ts";
import { lazyLogger } from "./edge/lazy-logger.ts";
import { registerPages } from "./edge/pages.ts";
import { registerHooks } from "./modules/connections/index.ts";
import { createIdentity, type Identity, limitRequests, registerAuth } from "./modules/identity/index.ts";
import { registerPresence } from "./modules/presence/index.ts";
import { registerTicketPages } from "./modules/tickets/index.ts";
import { registerWidget } from "./modules/visitors/index.ts";
import { buildSerializer, buildValidator } from "./platform/compilers.ts";
import type { Platform } from "./platform/context.ts";
import { registerRoutes } from "./platform/http.ts";
import { newId } from "./platform/uuid.ts";

export type App = { http: FastifyInstance; identity: Identity; composition: Composition };

export async function createApp(platform: Platform): Promise<App> {
  const http = Fastify({
    loggerInstance: platform.log.child({}, { level: "warn" }),
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: platform.env.trustProxy as boolean,
    bodyLimit: 1 << 20,
    childLoggerFactory: lazyLogger,
    genReqId: () => newId(),
    routerOptions: { maxParamLength: 500, ignoreTrailingSlash: true },
    forceCloseConnections: "idle",
    schemaController: { compilersFactory: { buildSerializer, buildValidator } },
  }) as unknown as FastifyInstance;
  registerErrors(http, platform);
  registerHeaders(http, platform);
  await http.register(compress, { global: true, threshold: 1400 });
  await http.register(multipart, { limits: { files: 1, fields: 10, fieldSize: 100_000 } });
  await registerDocuments(http);
  const identity = createIdentity(platform);
  limitRequests(http, identity);
  registerAuth(http, identity);
  const composition = compose(platform, identity);
  registerRoutes(http, platform, composition.routes, identity.authenticate);
  registerHooks(http, platform);
  registerPresence(http, platform, identity);
  registerTicketPages(http, platform);
  registerWidget(http, platform);
  registerHealth(http, platform);
  await registerPages(http);
  return { http, identity, composition };
}
