/** This installation's identity: everything that knows who is calling, made once at start-up and handed to who needs it. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { AppError } from "../../errors.ts";
import type { Caller, Platform } from "../../platform/context.ts";
import { type ApiKeys, openApiKeys } from "./api-keys.ts";
import { countAttempt, forgiveAttempt, signInGuards } from "./attempts.ts";
import { registerAuthRoutes } from "./auth-routes.ts";
import { authenticateRequest, type Renewals } from "./authenticate.ts";
import { type Auth, openBetterAuth } from "./better-auth.ts";
import { isOurOrigin } from "./origin.ts";
import { isPasswordOf, type Person, startSession } from "./persons.ts";
import { readSessionToken, sessionCookie } from "./session-cookie.ts";

export type Identity = {
  platform: Platform;
  auth: Auth;
  keys: ApiKeys;
  renewals: Renewals;
  /** For `registerRoutes`. Null: nobody. @throws AppError for a wrong key or a forged request. */
  authenticate(request: FastifyRequest): Promise<Caller | null>;
  /** For sockets, whose address may carry `?key=` or `?workspace=`, and whose origin must be ours. */
  authenticateSocket(request: FastifyRequest): Promise<Caller | null>;
  /** Signs a person in on this answer. */
  signIn(userId: string, request: FastifyRequest, reply: FastifyReply): Promise<void>;
  /** Whether the request is made by this very person, whatever the workspace. */
  isSignedInAs(userId: string, request: FastifyRequest): Promise<boolean>;
  /** Checks a password as sign-in does: guessing is slowed. @throws AppError rate_limited, unauthenticated */
  provePassword(person: Person, password: string, ip: string): Promise<void>;
};

export function createIdentity(platform: Platform): Identity {
  const keys = openApiKeys(platform);
  const renewals: Renewals = new WeakMap();
  return {
    platform,
    auth: openBetterAuth(platform),
    keys,
    renewals,
    authenticate: (request) => authenticateRequest(platform, keys, renewals, request),
    authenticateSocket(request) {
      const query = request.query as { key?: unknown; workspace?: unknown };
      if (!isOurOrigin(platform, request) && typeof query.key !== "string") {
        throw new AppError("forbidden", "This socket was opened by a page of another site.");
      }
      return authenticateRequest(platform, keys, renewals, request, {
        key: typeof query.key === "string" ? query.key : null,
        workspaceId: typeof query.workspace === "string" ? query.workspace : null,
      });
    },
    signIn: async (userId, request, reply) => {
      const from = { ip: request.ip, userAgent: request.headers["user-agent"] };
      const token = await platform.db.asSystem("sessions are global", (tx) => startSession(platform, tx, userId, from));
      reply.header("set-cookie", sessionCookie(platform, token, request));
    },
    isSignedInAs: (userId, request) => isSignedInAs(platform, userId, request),
    provePassword: async (person, password, ip) => {
      const guards = signInGuards(person.email, ip);
      await countAttempt(platform, guards);
      if (!(await isPasswordOf(person, password))) {
        throw new AppError("unauthenticated", "This is not the password of this account.", { field: "password" });
      }
      await forgiveAttempt(platform, guards);
    },
  };
}

async function isSignedInAs(platform: Platform, userId: string, request: FastifyRequest): Promise<boolean> {
  const token = readSessionToken(platform, request);
  if (!token) return false;
  const row = await platform.db.asSystem("sessions are global", (tx) =>
    tx.row({
      text: "select 1 from sessions where token = $1 and user_id = $2 and expires_at > $3",
      name: "is_signed_in_as",
      values: [token, userId, platform.clock.now()],
    }),
  );
  return row !== null;
}

/** Mounts `/api/auth/*`, and lets sessions in use live on in the browser too. Call it before the other routes. */
export function registerAuth(app: FastifyInstance, identity: Identity): void {
  const { platform, auth, renewals } = identity;
  app.addHook("onSend", async (request, reply) => {
    const token = renewals.get(request);
    if (token) reply.header("set-cookie", sessionCookie(platform, token, request));
  });
  registerAuthRoutes(app, platform, auth);
}
