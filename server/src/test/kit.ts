/**
 * For integration tests: the whole product on a database of its own, without its timers. `openTest` starts it, `work` runs the
 * jobs that are due, `api` speaks HTTP as somebody.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Logger, runOnce } from "graphile-worker";
import type { App } from "../app.ts";
import { tasks } from "../composition.ts";
import { readEnv } from "../env.ts";
import { type FakeClock, fakeClock } from "../platform/clock.ts";
import type { Platform } from "../platform/context.ts";
import { sql } from "../platform/db.ts";
import { createLogger } from "../platform/log.ts";
import { type Running, start } from "../start.ts";
import { cloneDatabase } from "./clone.ts";

export const adminEmail = "ann@example.test";
export const adminPassword = "correct horse battery";
export const apiKey = "omf_test_0123456789abcdef0123456789abcdef";

export type Answer = { status: number; headers: Record<string, unknown>; body: any; data: any; error: any };
export type Api = (
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>;

export type Test = {
  running: Running;
  platform: Platform;
  app: App;
  /** Null unless asked for: most tests live in real time. */
  clock: FakeClock | null;
  /** The workspace made by bootstrap, with its admin and full-scope key. */
  workspaceId: string;
  /** As the bootstrap key. */
  api: Api;
  /** As anyone, by headers. */
  as(headers: Record<string, string>): Api;
  /** Signs a person in; the API then speaks as that member. */
  signIn(email?: string, password?: string): Promise<Api>;
  /** Runs every job that is due, and those they cause. */
  work(): Promise<void>;
  close(): Promise<void>;
};

/** @param options `settings`: environment variables; `worker`: also start the real worker and pollers. */
export async function openTest(
  options: { settings?: Record<string, string>; worker?: boolean; clock?: boolean; empty?: boolean } = {},
): Promise<Test> {
  const database = await cloneDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), "omniflow-data-"));
  const env = readEnv({
    PORT: "0",
    OMNIFLOW_HOST: "127.0.0.1",
    OMNIFLOW_SMTP_PORT: "0",
    OMNIFLOW_DATA_DIR: dataDir,
    OMNIFLOW_SECRET: "a secret for tests, long enough",
    DATABASE_URL: database.url,
    OMNIFLOW_ROLES: options.worker ? "web,worker" : "web",
    ...(options.empty
      ? {}
      : {
          OMNIFLOW_BOOTSTRAP_EMAIL: adminEmail,
          OMNIFLOW_BOOTSTRAP_PASSWORD: adminPassword,
          OMNIFLOW_BOOTSTRAP_API_KEY: apiKey,
        }),
    ...options.settings,
  });
  const clock = options.clock ? fakeClock(new Date()) : null;
  const log = createLogger({ level: process.env.TEST_LOG === undefined ? "silent" : "info" });
  const running = await start(env, log, clock ? { clock } : {});
  const { platform } = running;
  const app = running.app!;
  const workspace = await platform.db.asSystem("tests look for the bootstrap workspace", (tx) =>
    tx.row<{ id: string }>(sql`select id from workspaces order by created_at limit 1`),
  );
  const as = (headers: Record<string, string>): Api => speak(app, headers);
  return {
    running,
    platform,
    app,
    clock,
    workspaceId: workspace?.id ?? "",
    api: as({ authorization: `Bearer ${apiKey}` }),
    as,
    signIn: async (email = adminEmail, password = adminPassword) => {
      const response = await app.http.inject({
        method: "POST",
        url: "/api/auth/sign-in/email",
        payload: { email, password },
      });
      const cookie = [response.headers["set-cookie"]]
        .flat()
        .map((c) => String(c).split(";")[0])
        .join("; ");
      return as({ cookie, ...(workspace ? { "x-omniflow-workspace": workspace.id } : {}) });
    },
    work: () => drain(platform),
    close: async () => {
      await running.stop();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

const speak =
  (app: App, headers: Record<string, string>): Api =>
  async (method, path, body, more = {}) => {
    const response = await app.http.inject({
      method,
      url: path.startsWith("/api/") || path.startsWith("/hooks") ? path : `/api/v1${path}`,
      headers: { ...headers, ...more },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    const json = response.headers["content-type"]?.toString().includes("json") ? response.json() : null;
    return {
      status: response.statusCode,
      headers: response.headers,
      body: json ?? response.body,
      data: json?.data,
      error: json?.error,
    };
  };

const quiet = new Logger(() => () => {});

async function drain(platform: Platform): Promise<void> {
  const taskList = Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      (payload: unknown) => task(platform, payload, AbortSignal.timeout(30_000)),
    ]),
  );
  for (let i = 0; i < 20; i++) {
    await runOnce({ pgPool: platform.db.ownerPool, taskList, concurrency: 4, noHandleSignals: true, logger: quiet });
    const { rows } = await platform.db.ownerPool.query(
      "select 1 from graphile_worker.jobs where run_at <= now() and attempts < max_attempts and locked_at is null limit 1",
    );
    if (!rows.length) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
