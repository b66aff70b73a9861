/** A real installation: `node server/src/main.ts` as its own process on a data directory of its own, killed and started again at will. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";

const main = fileURLToPath(new URL("../main.ts", import.meta.url));
const compiled = fileURLToPath(new URL("../../../node_modules/.cache/compiled", import.meta.url));
export const key = "omf_test_never_lose_0123456789abcdef";

export type Installation = Awaited<ReturnType<typeof install>>;

export async function install(settings: Record<string, string> = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), "omniflow-real-"));
  const [port, smtpPort] = [await freePort(), await freePort()];
  const env = {
    PATH: process.env.PATH,
    // As `npm start` runs it.
    NODE_COMPILE_CACHE: compiled,
    PORT: String(port),
    OMNIFLOW_HOST: "127.0.0.1",
    OMNIFLOW_SMTP_PORT: String(smtpPort),
    OMNIFLOW_DATA_DIR: dataDir,
    OMNIFLOW_LOG_LEVEL: process.env.TEST_LOG === undefined ? "fatal" : "info",
    OMNIFLOW_BOOTSTRAP_EMAIL: "ann@example.test",
    OMNIFLOW_BOOTSTRAP_PASSWORD: "correct horse battery",
    OMNIFLOW_BOOTSTRAP_API_KEY: key,
    OMNIFLOW_BOOTSTRAP_MAILBOX: "support@shop.test",
    ...settings,
  };
  let child: ChildProcess | null = null;
  const address = `http://127.0.0.1:${port}`;

  async function start(): Promise<void> {
    child = spawn(process.execPath, [main], { env, stdio: ["ignore", "inherit", "inherit"] });
    const died = once(child, "exit").then(([code, signal]) => `ended with ${code ?? signal}`);
    for (const until = Date.now() + 120_000; Date.now() < until; ) {
      if (await isReady(address)) return;
      const end = await Promise.race([died, sleep(30)]);
      if (end) throw new Error(`The server ${end} while starting.`);
    }
    throw new Error("The server did not become ready.");
  }
  async function end(signal: NodeJS.Signals): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill(signal);
    await gone;
  }
  /** The first line of postmaster.pid is the process. */
  const databasePid = () => Number(readFileSync(join(dataDir, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);

  async function connect(user = "omniflow"): Promise<pg.Client> {
    const client = new pg.Client({ host: join(dataDir, "postgres.run"), user, database: "omniflow" });
    // It is killed on purpose.
    client.on("error", () => {});
    await client.connect();
    return client;
  }

  return {
    address,
    smtpPort,
    start,
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
    killDatabase: () => process.kill(databasePid(), "SIGKILL"),
    serverPid: () => child?.pid ?? 0,
    databasePid,
    /** The database behind, for what no API shows. `postgres` is its superuser. */
    connect,
    query: <T extends object>(text: string): Promise<T[]> => ask(() => connect(), text),
    async remove(): Promise<void> {
      await end("SIGTERM");
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function ask<T extends object>(connect: () => Promise<pg.Client>, text: string): Promise<T[]> {
  const client = await connect();
  return client
    .query<T>(text)
    .then((result) => result.rows)
    .finally(() => client.end());
}

const isReady = (address: string): Promise<boolean> =>
  fetch(`${address}/readyz`, { signal: AbortSignal.timeout(2000) }).then(
    (response) => response.ok,
    () => false,
  );

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}
