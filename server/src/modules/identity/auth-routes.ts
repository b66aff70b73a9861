/**
 * `/api/auth/*`: the few of better-auth's endpoints we open, each with the fields it takes and what slows guessing at it. Anything
 * else of better-auth does not exist here.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { AppError } from "../../errors.ts";
import type { Platform } from "../../platform/context.ts";
import { countAttempt, forgiveAttempt, type Guard, guardOf, signInGuards } from "./attempts.ts";
import { type Auth, addressHeader } from "./better-auth.ts";
import { refuseForgery } from "./origin.ts";
import { readSessionToken, secured } from "./session-cookie.ts";

type Body = Record<string, string | boolean>;
type Door = {
  method: "GET" | "POST";
  path: string;
  /** What is passed on of the body; with the type a value must have. */
  fields?: Record<string, "string" | "boolean">;
  always?: Body;
  guards?: (body: Body, request: FastifyRequest, session: string | null) => Guard[];
  /** Each attempt counts, also one that succeeds. */
  unforgiving?: boolean;
  /** Sends a mail, so it needs a relay. */
  mails?: boolean;
};

const byAddress = (purpose: string, free: number) => (_body: Body, request: FastifyRequest) => [
  guardOf(purpose, request.ip, free),
];
/** Someone at an open screen must not be able to try passwords. */
const byPassword = (_body: Body, request: FastifyRequest, session: string | null) => [
  guardOf("password", session?.slice(0, 12) ?? request.ip, 5),
];

const doors: Door[] = [
  {
    method: "POST",
    path: "/sign-in/email",
    fields: { email: "string", password: "string", rememberMe: "boolean" },
    guards: (body, request) => signInGuards(String(body.email ?? ""), request.ip),
  },
  { method: "POST", path: "/sign-out" },
  { method: "GET", path: "/get-session" },
  {
    method: "POST",
    path: "/two-factor/verify-totp",
    fields: { code: "string", trustDevice: "boolean" },
    guards: byAddress("two-factor", 10),
  },
  {
    method: "POST",
    path: "/two-factor/verify-backup-code",
    fields: { code: "string", trustDevice: "boolean" },
    guards: byAddress("two-factor", 10),
  },
  { method: "POST", path: "/two-factor/enable", fields: { password: "string" }, guards: byPassword },
  { method: "POST", path: "/two-factor/disable", fields: { password: "string" }, guards: byPassword },
  { method: "POST", path: "/two-factor/generate-backup-codes", fields: { password: "string" }, guards: byPassword },
  {
    method: "POST",
    path: "/change-password",
    fields: { currentPassword: "string", newPassword: "string" },
    always: { revokeOtherSessions: true },
    guards: byPassword,
  },
  {
    method: "POST",
    path: "/request-password-reset",
    fields: { email: "string" },
    guards: (body, request) => [
      guardOf("reset-address", String(body.email ?? ""), 3),
      guardOf("reset-ip", request.ip, 20),
    ],
    unforgiving: true,
    mails: true,
  },
  {
    method: "POST",
    path: "/reset-password",
    fields: { token: "string", newPassword: "string" },
    guards: byAddress("reset-token", 10),
  },
];

export function registerAuthRoutes(app: FastifyInstance, platform: Platform, auth: Auth): void {
  app.register(async (scope) => {
    scope.removeContentTypeParser("application/json");
    scope.addContentTypeParser("application/json", { parseAs: "string" }, async (_request: unknown, text: string) =>
      parseJson(text),
    );
    scope.setErrorHandler((error, request, reply) => answerError(platform, error, request, reply));
    for (const door of doors) {
      scope.route({
        method: door.method,
        url: `/api/auth${door.path}`,
        bodyLimit: 16_384,
        schema: { hide: true } as object,
        handler: (request, reply) => passOn(platform, auth, door, request, reply),
      });
    }
  });
}

/** A browser's sign-out has no body. */
function parseJson(text: string): unknown {
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError("bad_request", "This body is not JSON.");
  }
}

async function passOn(platform: Platform, auth: Auth, door: Door, request: FastifyRequest, reply: FastifyReply) {
  refuseForgery(platform, request);
  const body = readBody(door, request);
  if (door.mails && !platform.mailer.canSend) throw noRelay();
  const guards = door.guards?.(body, request, readSessionToken(platform, request)) ?? [];
  if (guards.length) await countAttempt(platform, guards);
  const response = await auth.handler(toRequest(door, body, request));
  if (guards.length && response.ok && !door.unforgiving) await forgiveAttempt(platform, guards);
  return answer(platform, response, request, reply);
}

/** Only what the door names, each of its type. @throws AppError for anything that is not such an object. */
function readBody(door: Door, request: FastifyRequest): Body {
  const given = (request.body ?? {}) as Record<string, unknown>;
  if (typeof given !== "object" || Array.isArray(given)) throw new AppError("bad_request", "Send a JSON object.");
  const body: Body = { ...door.always };
  for (const [name, type] of Object.entries(door.fields ?? {})) {
    const value = given[name];
    if (value === undefined || value === null) continue;
    if (typeof value !== type || (typeof value === "string" && (value.length > 500 || value.includes("\0")))) {
      throw new AppError("validation_failed", `${name} must be a ${type}, of at most 500 characters.`, { field: name });
    }
    body[name] = value as string | boolean;
  }
  return body;
}

function toRequest(door: Door, body: Body, request: FastifyRequest): Request {
  const headers = new Headers({ [addressHeader]: request.ip, "content-type": "application/json" });
  for (const name of ["cookie", "user-agent"] as const) {
    const value = request.headers[name];
    if (value) headers.set(name, value.slice(0, name === "cookie" ? 16_384 : 500));
  }
  // The host is ours to choose: better-auth builds nothing from it, links are built from the public address.
  return new Request(`http://localhost/api/auth${door.path}`, {
    method: door.method,
    headers,
    ...(door.method === "POST" ? { body: JSON.stringify(body) } : {}),
  });
}

async function answer(platform: Platform, response: Response, request: FastifyRequest, reply: FastifyReply) {
  for (const cookie of response.headers.getSetCookie()) {
    reply.header("set-cookie", secured(platform, request, cookie));
  }
  const text = await response.text();
  reply.code(response.status).header("cache-control", "no-store").type("application/json");
  if (response.status < 500) return reply.send(JSON.stringify(withoutToken(JSON.parse(text || "null"))));
  platform.log.error({ request_id: request.id, answer: text.slice(0, 500) }, "better-auth failed");
  return reply.send({ code: "INTERNAL", message: "Something went wrong on our side. Try again shortly." });
}

/** The session's token belongs in the cookie, where no script can read it. */
function withoutToken(body: { token?: unknown; session?: { token?: unknown } } | null): unknown {
  if (!body) return null;
  const { token: _, session, ...rest } = body;
  return session ? { ...rest, session: { ...session, token: undefined } } : rest;
}

/** The shape better-auth's own errors have. */
function answerError(platform: Platform, error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const { statusCode, message } = error as { statusCode?: number; message: string };
  if (error instanceof AppError) {
    if (error.retryAfter) reply.header("retry-after", error.retryAfter);
    return reply.code(error.status).send({ code: error.code.toUpperCase(), message: error.message });
  }
  if (statusCode && statusCode < 500) return reply.code(statusCode).send({ code: "BAD_REQUEST", message });
  platform.log.error({ err: error, request_id: request.id }, "authentication failed unexpectedly");
  return reply.code(500).send({ code: "INTERNAL", message: "Something went wrong on our side. Try again shortly." });
}

const noRelay = () =>
  new AppError(
    "unavailable",
    "This installation cannot send mail, so it cannot send a reset link. Ask whoever runs it to set OMNIFLOW_SMTP_URL.",
  );
