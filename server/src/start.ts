/** Brings an installation up — database, platform, web and worker roles — and down again. Tests start the same thing. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type App, createApp } from "./app.ts";
import { reactions, schedules, tasks, workspaceHooks } from "./composition.ts";
import type { Env } from "./env.ts";
import { AppError } from "./errors.ts";
import { startListener, startPollers } from "./modules/connections/index.ts";
import { bootstrap } from "./modules/workspaces/index.ts";
import { type Clock, systemClock } from "./platform/clock.ts";
import type { Platform } from "./platform/context.ts";
import { createCrypto, loadSecret } from "./platform/crypto.ts";
import { openDatabase } from "./platform/db.ts";
import { createEgress } from "./platform/fetch.ts";
import { openFileStore } from "./platform/file-store.ts";
import { startWorker } from "./platform/jobs.ts";
import type { Logger } from "./platform/log.ts";
import { createMailer } from "./platform/mailer.ts";
import { createMetrics } from "./platform/metrics.ts";
import { migrate } from "./platform/migrate.ts";
import { isPortFree } from "./platform/ports.ts";
import { startEmbedded } from "./platform/postgres.ts";
import { createHub } from "./platform/realtime.ts";

export type Running = {
  platform: Platform;
  app: App | null;
  /** The port really taken; null without the web role. */
  port: number | null;
  smtpPort: number | null;
  databasePid(): number | null;
  stop(): Promise<void>;
};

export async function start(env: Env, log: Logger, options: { clock?: Clock } = {}): Promise<Running> {
  const stops: (() => Promise<void> | void)[] = [];
  const stop = async () => {
    for (const step of stops.splice(0).reverse()) await step();
  };
  try {
    if (env.roles.has("web")) await requireFreePorts(env);
    mkdirSync(env.dataDir, { recursive: true });
    const embedded = env.databaseUrl === null ? await startEmbedded({ dataDir: env.dataDir, log }) : null;
    if (embedded) stops.push(() => embedded.stop());
    const url = env.databaseUrl ?? embedded!.url;
    await migrate(url, { log });
    const platform = openPlatform(env, log, url, options.clock ?? systemClock);
    stops.push(() => closePlatform(platform));
    await platform.hub.connect(url);
    await bootstrap(platform, workspaceHooks);
    const web = env.roles.has("web") ? await startWeb(platform, stops) : null;
    if (env.roles.has("worker")) await startWork(platform, stops);
    return {
      platform,
      app: web?.app ?? null,
      port: web?.port ?? null,
      smtpPort: web?.smtpPort ?? null,
      databasePid: () => embedded?.pid() ?? null,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function openPlatform(env: Env, log: Logger, url: string, clock: Clock): Platform {
  return {
    env,
    log,
    clock,
    db: openDatabase(url, {
      onError: ({ message }) => log.warn({ reason: message }, "a database connection was lost"),
    }),
    crypto: createCrypto(loadSecret(env.secret, env.dataDir)),
    files: openFileStore(env.s3, join(env.dataDir, "files")),
    egress: createEgress({ allowPrivate: env.allowPrivateHosts }),
    hub: createHub(log),
    mailer: createMailer({ smtpUrl: env.smtpUrl, from: env.mailFrom ?? `Omniflow <${env.bootstrapMailbox}>` }),
    metrics: createMetrics(),
    reactions,
  };
}

async function closePlatform(platform: Platform): Promise<void> {
  await platform.hub.close();
  platform.mailer.close();
  await platform.egress.close();
  await platform.db.close();
}

async function startWeb(platform: Platform, stops: (() => Promise<void> | void)[]) {
  const { env } = platform;
  const app = await createApp(platform);
  stops.push(() => app.http.close());
  const orTaken = (taken: AppError) => (error: NodeJS.ErrnoException) => {
    throw error.code === "EADDRINUSE" ? taken : error;
  };
  await app.http.listen({ port: env.port, host: env.host }).catch(orTaken(webPortTaken(env)));
  const listener = await startListener(platform).catch(orTaken(mailPortTaken(env)));
  stops.push(() => listener.close());
  const address = app.http.server.address();
  return { app, port: typeof address === "object" && address ? address.port : env.port, smtpPort: listener.port };
}

/** Before the database is started, which takes its time: most who meet a taken port have forgotten a server of ours. */
async function requireFreePorts(env: Env): Promise<void> {
  if (!(await isPortFree(env.port, env.host))) throw webPortTaken(env);
  if (!(await isPortFree(env.smtpPort, env.host))) throw mailPortTaken(env);
}

const webPortTaken = ({ port }: Env) =>
  new AppError(
    "unavailable",
    `Port ${port} is taken by another program. Stop it, or start with another: PORT=3001 npm start`,
  );
const mailPortTaken = ({ smtpPort }: Env) =>
  new AppError(
    "unavailable",
    `Port ${smtpPort} (incoming mail) is taken by another program. Choose another: OMNIFLOW_SMTP_PORT=2526 npm start`,
  );

async function startWork(platform: Platform, stops: (() => Promise<void> | void)[]): Promise<void> {
  const worker = await startWorker(platform, tasks, schedules);
  stops.push(() => worker.stop());
  // What a crash left behind is settled now, not at the next full minute.
  await Promise.all(
    schedules.filter((s) => s.atStart).map((s) => tasks[s.task]!(platform, {}, AbortSignal.timeout(60_000))),
  );
  const pollers = await startPollers(platform);
  stops.push(() => pollers.stop());
}
