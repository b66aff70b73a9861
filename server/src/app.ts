/** The web application: security headers, errors in one shape, health, metrics, API, documents, the members' app. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import compress from "@fastify/compress";
import multipart from "@fastify/multipart";
import fastifyStatic from "@fastify/static";
import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import { Ajv } from "ajv";
import ajvFormats from "ajv-formats";
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from "fastify";
import { type Composition, compose } from "./composition.ts";
import { AppError } from "./errors.ts";
import { registerHooks } from "./modules/connections/index.ts";
import { createIdentity, type Identity, limitRequests, registerAuth } from "./modules/identity/index.ts";
import { registerPresence } from "./modules/presence/index.ts";

import { registerWidget } from "./modules/visitors/index.ts";

import type { Platform } from "./platform/context.ts";
import { registerRoutes } from "./platform/http.ts";
import { migrationsCurrent } from "./platform/migrate.ts";
import { newId } from "./platform/uuid.ts";
import { buildValidator } from "./platform/validation.ts";
import { version } from "./version.ts";

export type App = { http: FastifyInstance; identity: Identity; composition: Composition };

export async function createApp(platform: Platform): Promise<App> {
  const http = Fastify({
    loggerInstance: platform.log.child({}, { level: "warn" }),
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: platform.env.trustProxy as boolean,
    bodyLimit: 1 << 20,
    genReqId: () => newId(),
    routerOptions: { maxParamLength: 500, ignoreTrailingSlash: true },
    forceCloseConnections: "idle",
    schemaController: { compilersFactory: { buildValidator } },
  }) as unknown as FastifyInstance;
  validateBodiesStrictly(http);
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
  registerWidget(http, platform);
  registerHealth(http, platform);
  await registerPages(http);
  return { http, identity, composition };
}

const ajvOptions = {
  removeAdditional: false,
  coerceTypes: "array",
  allErrors: false,
  strict: false,
  useDefaults: true,
} as const;

const withFormats = (ajv: Ajv) => ajvFormats.default(ajv);

/** A query is text and has to be read as numbers and lists; in a JSON body a number is a number. */
function validateBodiesStrictly(http: FastifyInstance): void {
  const strict = withFormats(new Ajv({ ...ajvOptions, coerceTypes: false }));
  const lenient = withFormats(new Ajv(ajvOptions));
  http.setValidatorCompiler(({ schema, httpPart }) =>
    (httpPart === "body" ? strict : lenient).compile(schema as object),
  );
}

function registerErrors(http: FastifyInstance, platform: Platform): void {
  http.setErrorHandler((error: FastifyError, request, reply) => {
    const known = toAppError(error);
    if (known.status >= 500)
      platform.log.error({ err: error, request_id: request.id, url: request.url }, "request failed");
    if (known.retryAfter) reply.header("retry-after", Math.ceil(known.retryAfter));
    return reply.code(known.status).send(failure(known, request));
  });
  http.setNotFoundHandler((request, reply) => {
    if (isPage(request)) return page(reply);
    const error = new AppError("not_found", "There is nothing at this address. See /api/docs for what there is.");
    return reply.code(404).send(failure(error, request));
  });
}

const failure = (error: AppError, request: FastifyRequest) => ({
  success: false,
  error: { code: error.code, message: error.message, ...(error.field ? { field: error.field } : {}) },
  meta: { request_id: request.id },
});

/** Whatever was thrown → one of our errors; what we do not know is `internal` and says nothing of the inside. */
function toAppError(error: FastifyError & { cause?: unknown }): AppError {
  if (error instanceof AppError) return error;
  if (error.validation) return validationError(error);
  const byStatus: Record<number, AppError> = {
    400: new AppError("bad_request", "The request could not be read: its body is not what its headers say."),
    413: new AppError("too_large", "The request is larger than allowed."),
    415: new AppError("unsupported_media_type", "Send JSON with content-type: application/json."),
  };
  const status = error.statusCode ?? (isBadInput(error) ? 400 : 500);
  return (
    byStatus[status] ??
    new AppError(
      status < 500 ? "bad_request" : "internal",
      status < 500
        ? error.message
        : "Something went wrong on our side. Nothing was changed; try again, and tell us the request id if it stays.",
      { cause: error },
    )
  );
}

/** PostgreSQL's class 22: a value that no column of that type can hold (a NUL character, a number out of range). */
const isBadInput = (error: unknown) => /^22/.test((error as { code?: string }).code ?? "");

function validationError(error: FastifyError): AppError {
  const first = error.validation![0]!;
  const path = first.instancePath.replace(/^\//, "").replaceAll("/", ".");
  const missing = (first.params as { missingProperty?: string; additionalProperty?: string }) ?? {};
  const field = [path, missing.missingProperty ?? missing.additionalProperty].filter(Boolean).join(".") || undefined;
  if (error.validationContext === "params") return new AppError("not_found", "There is nothing at this address.");
  const what = missing.additionalProperty ? "is not a field of this request" : first.message;
  return new AppError(
    "validation_failed",
    field ? `${field}: ${what}.` : `The ${error.validationContext ?? "request"} ${what}.`,
    { field },
  );
}

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

function registerHeaders(http: FastifyInstance, platform: Platform): void {
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

async function registerDocuments(http: FastifyInstance): Promise<void> {
  await http.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Omniflow API",
        version,
        description:
          "Conversations from every channel on one record. Errors: `{success:false, error:{code, message, field?}}`. Writes take `Idempotency-Key`.",
      },
      servers: [{ url: "/" }],
      components: {
        securitySchemes: {
          key: { type: "http", scheme: "bearer", description: "An API key: `omf_live_…`" },
          session: {
            type: "apiKey",
            in: "cookie",
            name: "omniflow.session_token",
            description: "A signed-in member; send X-Omniflow-Workspace too",
          },
        },
      },
    },
  });
  http.get("/api/openapi.json", { schema: { hide: true } as object }, async () => http.swagger());
  await http.register(swaggerUi, {
    routePrefix: "/api/docs",
    uiConfig: { docExpansion: "none", deepLinking: true, layout: "BaseLayout", defaultModelsExpandDepth: 0 },
    theme: { title: "Omniflow API" },
  });
}

function registerHealth(http: FastifyInstance, platform: Platform): void {
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

const webRoot = fileURLToPath(new URL("../../web/dist", import.meta.url));
let index: string | null = null;

const isPage = (request: FastifyRequest) =>
  request.method === "GET" &&
  !/^\/(api|hooks|widget|assets|metrics|healthz|readyz)(\/|$|\.)/.test(request.url) &&
  /text\/html|\*\/\*/.test(request.headers.accept ?? "");

const page = (reply: FastifyReply) =>
  index === null
    ? reply.code(503).type("text/plain").send("The web app is not built. Run npm start, or npm run build.")
    : reply.code(200).type("text/html").send(index);

async function registerPages(http: FastifyInstance): Promise<void> {
  index = existsSync(`${webRoot}/index.html`) ? readFileSync(`${webRoot}/index.html`, "utf8") : null;
  if (index === null) return;
  await http.register(fastifyStatic, {
    root: webRoot,
    wildcard: false,
    index: false,
    setHeaders: (reply, path) => {
      // Vite puts a hash of the content into these names.
      if (path.includes("/assets/")) reply.header("cache-control", "public, max-age=31536000, immutable");
    },
  });
  http.get("/", { schema: { hide: true } as object }, async (_request, reply) => page(reply));
}
