/** For the tests of connections: the module with its routes on a database of its own, two workspaces, and the fake channel. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Permission, permissions } from "@omniflow/contract";
import Fastify, { type FastifyInstance } from "fastify";
import { runOnce, Logger as WorkerLogger } from "graphile-worker";
import { createFakeProvider, type FakeProvider } from "../../channels/fake/adapter.ts";
import { addAdapter } from "../../channels/registry.ts";
import { readEnv } from "../../env.ts";
import type { AppError } from "../../errors.ts";
import { systemClock } from "../../platform/clock.ts";
import { buildValidator } from "../../platform/compilers.ts";
import { type Caller, type Platform, systemContext } from "../../platform/context.ts";
import { createCrypto } from "../../platform/crypto.ts";
import { openDatabase, sql } from "../../platform/db.ts";
import { createEgress } from "../../platform/fetch.ts";
import { openFileStore } from "../../platform/file-store.ts";
import { registerRoutes } from "../../platform/http.ts";
import { createLogger } from "../../platform/log.ts";
import { createMetrics } from "../../platform/metrics.ts";
import { createHub } from "../../platform/realtime.ts";
import { newId } from "../../platform/uuid.ts";
import { cloneDatabase } from "../../test/clone.ts";
import { createIntake } from "../conversations/index.ts";
import { connectionRoutes, connectionTasks, registerHooks } from "./index.ts";

export type Answer = {
  status: number;
  text: string;
  headers: Record<string, unknown>;
  data: any;
  error: any;
  meta: any;
};
export type Api = (method: "GET" | "POST" | "PATCH" | "DELETE", url: string, body?: unknown) => Promise<Answer>;

export type Bed = {
  platform: Platform;
  app: FastifyInstance;
  fake: FakeProvider;
  workspaceId: string;
  /** As a caller of the first workspace who may do everything. */
  api: Api;
  as(workspaceId: string, allowed?: readonly Permission[]): Api;
  addWorkspace(): Promise<string>;
  /** Runs the jobs that are due. */
  work(): Promise<void>;
  rows<T>(text: string, values?: unknown[]): Promise<T[]>;
  /** A second process on the same database. */
  another(): Platform;
  close(): Promise<void>;
};

export async function openBed(settings: Record<string, string> = {}): Promise<Bed> {
  const dataDir = mkdtempSync(join(tmpdir(), "omniflow-connections-"));
  const database = await cloneDatabase();
  const platforms: Platform[] = [];
  const fake = createFakeProvider();
  const open = () => {
    const platform = openPlatform(database.url, dataDir, settings);
    addAdapter(platform, fake.adapter);
    platforms.push(platform);
    return platform;
  };
  const platform = open();
  const app = await openApp(platform);
  const addWorkspace = () => insertWorkspace(platform);
  const workspaceId = await addWorkspace();
  const as = (id: string, allowed = permissions) => speak(app, id, allowed);
  return {
    platform,
    app,
    fake,
    workspaceId,
    as,
    api: as(workspaceId),
    addWorkspace,
    work: () => drain(platform),
    rows: async (text, values = []) => (await platform.db.ownerPool.query(text, values)).rows,
    another: open,
    async close() {
      await app.close();
      for (const one of platforms) {
        await one.hub.close();
        await one.egress.close();
        await one.db.close();
      }
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function openPlatform(url: string, dataDir: string, settings: Record<string, string>): Platform {
  const log = createLogger({ level: process.env.TEST_LOG ? "info" : "silent" });
  const env = readEnv({ OMNIFLOW_DATA_DIR: dataDir, OMNIFLOW_HOST: "127.0.0.1", OMNIFLOW_SMTP_PORT: "0", ...settings });
  const platform: Omit<Platform, "mailer"> = {
    env,
    log,
    clock: systemClock,
    db: openDatabase(url, { size: 6 }),
    crypto: createCrypto(Buffer.from("a secret of the tests, thirty-two")),
    files: openFileStore(null, join(dataDir, "files")),
    egress: createEgress({ allowPrivate: true }),
    hub: createHub(log),
    metrics: createMetrics(),
    reactions: [],
  };
  return platform as Platform;
}

async function openApp(platform: Platform): Promise<FastifyInstance> {
  const app = Fastify({ schemaController: { compilersFactory: { buildValidator } } });
  app.setErrorHandler((error, request, reply) => {
    const { code, message, field, status } = error as AppError;
    const answer = status ?? (error as { statusCode?: number }).statusCode ?? 500;
    const body = { code: status ? code : "validation_failed", message, field };
    return reply.code(answer).send({ success: false, error: body, meta: { request_id: request.id } });
  });
  registerRoutes(app, platform, connectionRoutes({ intake: createIntake(platform) }), async (request) => {
    const workspaceId = String(request.headers["x-test-workspace"]);
    const allowed = new Set(String(request.headers["x-test-permissions"]).split(",") as Permission[]);
    const who = {
      actor: { type: "api_key", id: newId() },
      memberId: null,
      teamIds: [],
      requestId: request.id,
    } as const;
    return { ...systemContext(platform, workspaceId), ...who, permissions: allowed } satisfies Caller;
  });
  registerHooks(app, platform);
  await app.ready();
  return app;
}

const speak =
  (app: FastifyInstance, workspaceId: string, allowed: readonly Permission[]): Api =>
  async (method, url, body) => {
    const response = await app.inject({
      method,
      url: `/api/v1${url}`,
      headers: { "x-test-workspace": workspaceId, "x-test-permissions": allowed.join(",") },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    const isJson = String(response.headers["content-type"]).includes("json");
    const json = isJson ? response.json() : {};
    const { statusCode: status, body: text, headers } = response;
    return { status, text, headers, data: json.data, error: json.error, meta: json.meta };
  };

async function insertWorkspace(platform: Platform): Promise<string> {
  const id = newId();
  await platform.db.asSystem("tests make a workspace", (tx) =>
    tx.run(sql`insert into workspaces (id, slug, name) values (${id}, ${`w-${id}`}, 'Test')`),
  );
  return id;
}

async function drain(platform: Platform): Promise<void> {
  const taskList = Object.fromEntries(
    Object.entries(connectionTasks).map(([name, task]) => [
      name,
      (payload: unknown) => task(platform, payload, new AbortController().signal),
    ]),
  );
  const logger = new WorkerLogger(() => () => {});
  const options = { pgPool: platform.db.ownerPool, taskList, concurrency: 3, noHandleSignals: true, logger };
  for (let turn = 0; turn < 10; turn++) {
    await runOnce(options);
    const { rows } = await platform.db.ownerPool.query(
      "select 1 from graphile_worker.jobs where run_at <= now() and attempts < max_attempts and locked_at is null limit 1",
    );
    if (!rows.length) return;
  }
}

/** A message as the fake provider sends it. */
export const fakeMessage = (externalId: string, more: Record<string, unknown> = {}) => ({
  kind: "message",
  externalId,
  thread: `thread-${externalId}`,
  from: { kind: "handle", value: "jane", name: "Jane" },
  sentAt: "2026-01-05T09:00:00Z",
  text: `Hello ${externalId}`,
  ...more,
});
