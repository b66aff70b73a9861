/** A whole installation for one journey: its data directory, its ports, and the real server on them, which can be killed and started again. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./ports.ts";
import { type Run, run, untilReady } from "./process.ts";

export const admin = { name: "Ann Admin", email: "ann@acme.test", password: "correct horse battery" };
export const apiKey = "omf_test_0123456789abcdef0123456789abcdef";
export const mailbox = "support@acme.test";

/** Makes the first workspace with its admin and key without the set-up page. */
export const bootstrap: Record<string, string> = {
  OMNIFLOW_BOOTSTRAP_EMAIL: admin.email,
  OMNIFLOW_BOOTSTRAP_PASSWORD: admin.password,
  OMNIFLOW_BOOTSTRAP_API_KEY: apiKey,
};

/** The environment variable that names the prepared database (prepared.ts). */
export const prepared = "JOURNEYS_DATABASE";

export type Server = {
  url: string;
  port: number;
  smtpPort: number;
  dataDir: string;
  settings: Record<string, string>;
  /** Everything all its runs wrote. */
  output(): string;
  /** As a power cut does. */
  kill(): Promise<void>;
  /** @returns milliseconds until ready. */
  start(): Promise<number>;
  /** @returns how it ended: 0 when it stopped cleanly. */
  terminate(): Promise<number | NodeJS.Signals>;
  /** Ends it and forgets its data. */
  remove(): Promise<void>;
};

export async function startServer(settings: Record<string, string> = {}): Promise<Server> {
  const port = await freePort();
  const smtpPort = await freePort();
  const own = settings.OMNIFLOW_DATA_DIR === undefined;
  const dataDir = settings.OMNIFLOW_DATA_DIR ?? newDataDir();
  const all = {
    PORT: String(port),
    OMNIFLOW_HOST: "127.0.0.1",
    OMNIFLOW_SMTP_PORT: String(smtpPort),
    OMNIFLOW_DATA_DIR: dataDir,
    OMNIFLOW_BOOTSTRAP_MAILBOX: mailbox,
    ...settings,
  };
  let before = "";
  let now: Run | null = null;
  const end = async (signal: NodeJS.Signals) => {
    const ending = now;
    if (!ending) return 0;
    now = null;
    before += ending.output();
    ending.child.kill(signal);
    return ending.ended;
  };
  const server: Server = {
    url: `http://localhost:${port}`,
    port,
    smtpPort,
    dataDir,
    settings: all,
    output: () => before + (now?.output() ?? ""),
    kill: async () => void (await end("SIGKILL")),
    start: async () => {
      const begun = performance.now();
      now = run(all);
      await untilReady(now);
      return performance.now() - begun;
    },
    terminate: () => end("SIGTERM"),
    remove: async () => {
      await end("SIGTERM");
      endDatabase(dataDir);
      if (own) rmSync(dataDir, { recursive: true, force: true });
    },
  };
  try {
    await server.start();
  } catch (error) {
    await server.remove();
    throw error;
  }
  return server;
}

/** A data directory; where journeys run, with the database as a first start leaves it. Its files keep their owner. */
function newDataDir(): string {
  const dir = mkdtempSync(join(tmpdir(), "omniflow-e2e-"));
  const database = process.env[prepared];
  if (database) execFileSync("cp", ["-a", database, dir]);
  return dir;
}

/** A killed server leaves its PostgreSQL running until the next start; when there is none, it is ended here. */
function endDatabase(dataDir: string): void {
  try {
    const pid = Number(readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
    if (pid > 1) process.kill(pid, "SIGQUIT");
  } catch {
    // No database of its own, or already gone.
  }
}
