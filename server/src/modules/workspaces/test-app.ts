/** For the tests of identity and workspaces: an application of these two modules on a database of its own, and people in it. */
import Fastify, { type FastifyInstance, type InjectOptions, type LightMyRequestResponse } from "fastify";
import { readEnv } from "../../env.ts";
import { AppError } from "../../errors.ts";
import { type FakeClock, fakeClock } from "../../platform/clock.ts";
import type { Platform } from "../../platform/context.ts";
import { createCrypto } from "../../platform/crypto.ts";
import { openDatabase } from "../../platform/db.ts";
import { registerRoutes } from "../../platform/http.ts";
import { createLogger } from "../../platform/log.ts";
import { createMailer } from "../../platform/mailer.ts";
import { createMetrics } from "../../platform/metrics.ts";
import { createHub } from "../../platform/realtime.ts";
import { cloneDatabase } from "../../test/clone.ts";
import { createIdentity, type Identity, identityRoutes, limitRequests, registerAuth } from "../identity/index.ts";
import { type WorkspaceDeps, workspaceRoutes } from "./index.ts";

export type TestApp = {
  app: FastifyInstance;
  platform: Platform;
  clock: FakeClock;
  identity: Identity;
  close(): Promise<void>;
};
export const password = "correct horse battery";

export async function openTestApp(
  settings: Record<string, string> = {},
  deps: Partial<WorkspaceDeps> = {},
): Promise<TestApp> {
  const log = createLogger({ level: "fatal" });
  const database = await cloneDatabase();
  const env = readEnv(settings);
  const clock = fakeClock(new Date());
  const db = openDatabase(database.url);
  const mailer = createMailer({ smtpUrl: env.smtpUrl, from: "Omniflow <omniflow@localhost>" });
  const hub = createHub(log);
  const crypto = createCrypto(Buffer.from("a secret of the tests, thirty-two"));
  const platform = {
    env,
    log,
    clock,
    db,
    crypto,
    hub,
    mailer,
    metrics: createMetrics(),
    reactions: [],
  } as unknown as Platform;
  const identity = createIdentity(platform);
  const app = compose(identity, deps);
  const close = async () => {
    await app.close();
    mailer.close();
    await hub.close();
    await db.close();
    await database.drop();
  };
  return { app, platform, clock, identity, close };
}

/** From the template the whole run shares (server/src/test/database.ts). */

function compose(identity: Identity, deps: Partial<WorkspaceDeps>): FastifyInstance {
  const app = Fastify({ ajv: { customOptions: { removeAdditional: false, coerceTypes: "array" } } });
  app.setErrorHandler((error, request, reply) => {
    const known = error instanceof AppError;
    const status = known ? error.status : ((error as { statusCode?: number }).statusCode ?? 500);
    if (known && error.retryAfter) reply.header("retry-after", error.retryAfter);
    const { message, field } = error as AppError;
    const body = { code: known ? error.code : status < 500 ? "validation_failed" : "internal", message, field };
    return reply.code(status).send({ success: false, error: body, meta: { request_id: request.id } });
  });
  limitRequests(app, identity);
  registerAuth(app, identity);
  const routes = workspaceRoutes({
    identity,
    version: "0.0.0",
    onWorkspaceCreated: [],
    onboardingFacts: async () => ({
      sample_data: false,
      mailbox_address: null,
      widget_channel_id: null,
      smtp_port: null,
      done: { channel: true },
    }),
    invitationMail: {
      words: async (_, link) => ({ subject: "Join us", text: link }),
      languages: async () => ["en"],
    },
    addSampleData: async () => {},
    ...deps,
  });
  registerRoutes(app, identity.platform, [...identityRoutes(identity), ...routes], identity.authenticate);
  return app;
}

type Answer = {
  status: number;
  data: any;
  error: any;
  headers: LightMyRequestResponse["headers"];
  cookie: string | null;
};
export type Client = {
  cookie: string;
  call(
    method: "GET" | "POST" | "PATCH" | "DELETE",
    path: string,
    body?: unknown,
    more?: InjectOptions,
  ): Promise<Answer>;
};

/** Calls as somebody: with a session cookie, with a key (`Bearer …`), or as nobody. Paths without /api get /api/v1. */
export function clientOf({ app }: TestApp, credential: string | null, workspaceId?: string): Client {
  const proof: Record<string, string> = !credential
    ? {}
    : credential.startsWith("Bearer ")
      ? { authorization: credential }
      : { cookie: credential };
  return {
    cookie: credential ?? "",
    call: async (method, path, body, more = {}) => {
      const answer = await app.inject({
        method,
        url: path.startsWith("/api/") ? path : `/api/v1${path}`,
        ...more,
        headers: { ...proof, ...(workspaceId ? { "x-omniflow-workspace": workspaceId } : {}), ...more.headers },
        ...(body === undefined ? {} : { payload: body as object }),
      });
      return readAnswer(answer);
    },
  };
}

function readAnswer(answer: LightMyRequestResponse): Answer {
  const body = answer.body ? JSON.parse(answer.body) : null;
  const cookies = [answer.headers["set-cookie"] ?? []].flat().map((cookie) => cookie.split(";")[0]!);
  const cookie = cookies.filter((text) => !text.endsWith("=")).join("; ") || null;
  const enveloped = body !== null && "success" in body;
  return {
    status: answer.statusCode,
    data: enveloped ? body.data : body,
    error: enveloped ? body.error : body,
    headers: answer.headers,
    cookie,
  };
}

/** Sets the installation up. @returns its admin, Ann. */
export async function setUpAnn(t: TestApp): Promise<Client & { workspaceId: string }> {
  const nobody = clientOf(t, null);
  const input = { workspace_name: "Acme", name: "Ann", email: "ann@acme.test", password };
  const { data, cookie } = await nobody.call("POST", "/setup", input);
  return { ...clientOf(t, cookie, data.workspace.id), workspaceId: data.workspace.id };
}

/** Invites somebody new and lets them accept. */
export async function bring(t: TestApp, admin: Client, email: string, role: string, teamIds: string[] = []) {
  const invited = await admin.call("POST", "/invitations", { email, role, team_ids: teamIds });
  const token = invited.data.link.split("/").at(-1);
  const accepted = await clientOf(t, null).call("POST", `/invitations/by-token/${token}/accept`, { password });
  const client = clientOf(t, accepted.cookie, accepted.data.workspace.id);
  const me = await client.call("GET", "/me");
  return { ...client, memberId: me.data.member.id as string };
}

export const signIn = (t: TestApp, email: string, secret = password, more: InjectOptions = {}): Promise<Answer> =>
  clientOf(t, null).call("POST", "/api/auth/sign-in/email", { email, password: secret }, more);
