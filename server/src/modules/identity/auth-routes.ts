/** `/api/auth/*`: checks a request, hands it to better-auth, and hands its answer back. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { AppError } from "../../errors.ts";
import type { Platform } from "../../platform/context.ts";
import { countAttempt, forgiveAttempt } from "./attempts.ts";
import { type Body, type Door, doors } from "./auth-doors.ts";
import { type Auth, addressHeader } from "./better-auth.ts";
import { refuseForgery } from "./origin.ts";
import { readSessionToken, secured } from "./session-cookie.ts";
import { endSessionByToken, findPersonOfReset, findPersonOfSession, tellSockets } from "./sessions.ts";

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
  const session = readSessionToken(platform, request);
  const guards = door.guards?.(body, request, session) ?? [];
  if (guards.length) await countAttempt(platform, guards);
  const person = await findEnding(platform, door, body, session);
  const response = await auth.handler(toRequest(door, body, request));
  if (guards.length && response.ok && !door.unforgiving) await forgiveAttempt(platform, guards);
  if (door.endsSession && session && response.ok) await endSessionByToken(platform, session);
  if (person && response.ok) await tellSockets(platform, person);
  return answer(platform, response, request, reply);
}

/** Whose sessions end by this: asked before, since afterwards nothing says it any more. */
async function findEnding(platform: Platform, door: Door, body: Body, session: string | null): Promise<string | null> {
  if (door.ends === "session" && session) return findPersonOfSession(platform, session);
  return door.ends === "reset" ? findPersonOfReset(platform, String(body.token ?? "")) : null;
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
  // better-auth's own lock of a second factor, which names no time.
  if (response.status === 429) reply.header("retry-after", 60);
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
