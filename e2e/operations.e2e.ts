/** Running it: clear words when it cannot start, a clean stop, a quick restart, and a set-up page that stays closed. */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLogger } from "../server/src/platform/log.ts";
import { startEmbedded } from "../server/src/platform/postgres.ts";
import { apiOf, ok } from "./support/api.ts";
import { sendMail } from "./support/mail-client.ts";
import { freePort } from "./support/ports.ts";
import { run } from "./support/process.ts";
import { bootstrap, mailbox, type Server, startServer } from "./support/server.ts";
import { until } from "./support/until.ts";

let server: Server;
const made: string[] = [];

beforeAll(async () => {
  server = await startServer(bootstrap);
});
afterAll(async () => {
  await server?.remove();
  for (const directory of made) rmSync(directory, { recursive: true, force: true });
});

function directory(): string {
  made.push(mkdtempSync(join(tmpdir(), "omniflow-e2e-operations-")));
  return made.at(-1)!;
}

/** Starts a server that must not come up. @returns its last words. */
async function refused(settings: Record<string, string>): Promise<string> {
  const started = performance.now();
  const one = run({
    PORT: String(await freePort()),
    OMNIFLOW_SMTP_PORT: String(await freePort()),
    OMNIFLOW_HOST: "127.0.0.1",
    OMNIFLOW_DATA_DIR: directory(),
    OMNIFLOW_LOG_LEVEL: "error",
    ...settings,
  });
  const timer = setTimeout(() => one.child.kill("SIGKILL"), 60_000);
  const code = await one.ended;
  clearTimeout(timer);
  console.log(
    `operations: gave up after ${((performance.now() - started) / 1000).toFixed(1)} s: ${one.output().trim()}`,
  );
  expect(code, one.output()).toBe(1);
  expect(one.output(), "words for a person, no stack").not.toMatch(/\n\s+at .+:\d+:\d+/);
  return one.output();
}

describe("what cannot start says why, and ends", () => {
  it("the port is taken", async () => {
    const words = await refused({ PORT: String(server.port) });
    expect(words).toContain(`Port ${server.port} is taken`);
    expect(words).toContain("PORT=");
  });

  it("the mail port is taken", async () => {
    expect(await refused({ OMNIFLOW_SMTP_PORT: String(server.smtpPort) })).toContain(`Port ${server.smtpPort}`);
  });

  it("the data directory is in use", async () => {
    expect(await refused({ OMNIFLOW_DATA_DIR: server.dataDir })).toContain(server.dataDir);
  });

  it("the database cannot be reached", async () => {
    const port = await freePort();
    const words = await refused({ DATABASE_URL: `postgres://nobody:secretword@127.0.0.1:${port}/nothing` });
    expect(words).toContain("DATABASE_URL");
    expect(words).not.toContain("secretword");
  });

  it("what answers is no database", async () => {
    const stranger = createServer((socket) => socket.end("220 not a database\r\n"));
    const port = await freePort();
    await new Promise<void>((done) => stranger.listen(port, "127.0.0.1", done));
    expect(await refused({ DATABASE_URL: `postgres://x@127.0.0.1:${port}/x` })).toContain("DATABASE_URL");
    stranger.close();
  });

  it("the database is newer than the code", async () => {
    const dataDir = directory();
    const database = await startEmbedded({ dataDir, log: createLogger({ level: "fatal" }) });
    const settings = { DATABASE_URL: database.url, OMNIFLOW_DATA_DIR: directory() };
    const first = await startServer(settings);
    await first.terminate();
    const client = new pg.Client(database.url);
    await client.connect();
    await client.query("insert into migrations (name, hash) values ('9999_from_the_future', 'x')");
    await client.end();
    expect(await refused(settings)).toMatch(/newer/i);
    await database.stop();
  });

  it("settings that make no sense", async () => {
    const words = await refused({ PORT: "eighty", OMNIFLOW_ROLES: "king", DATABASE_URL: "mysql://x" });
    for (const name of ["PORT", "OMNIFLOW_ROLES", "DATABASE_URL"]) expect(words).toContain(name);
  });
});

it("is alive, ready and measured, and keeps its set-up page closed", async () => {
  for (const path of ["/healthz", "/readyz", "/metrics"])
    expect((await fetch(server.url + path)).status, path).toBe(200);
  const api = apiOf(server.url, {});
  expect((await api("GET", "/setup")).data).toMatchObject({ open: false });
  const input = { workspace_name: "Mine", name: "Eve", email: "eve@evil.test", password: "a long password" };
  const again = await api("POST", "/setup", input);
  expect([again.status, again.error.code]).toEqual([410, "setup_closed"]);
});

it("stops cleanly within ten seconds, also while somebody is connected", async () => {
  const socket = new WebSocket(
    `ws://localhost:${server.port}/api/v1/realtime?key=${bootstrap.OMNIFLOW_BOOTSTRAP_API_KEY}`,
  );
  await new Promise((done, fail) => {
    socket.onopen = done;
    socket.onerror = fail;
  });
  const closed = new Promise((done) => {
    socket.onclose = done;
  });
  await sendMail(server, { from: "last@customer.test", to: mailbox, subject: "Last words", text: "Bye." });
  const begun = performance.now();
  expect(await server.terminate()).toBe(0);
  const ms = performance.now() - begun;
  console.log(`operations: stopped after ${ms.toFixed(0)} ms`);
  expect(ms).toBeLessThan(10_000);
  await closed;
});

it("is ready again in seconds, with everything it had taken", async () => {
  const ms = await server.start();
  console.log(`operations: restart to ready ${ms.toFixed(0)} ms`);
  expect(ms).toBeLessThan(30_000);
  const api = apiOf(server.url);
  await until(
    "the mail taken before the stop is there",
    async () => (await ok(api("GET", "/conversations?q=words"))).length === 1,
  );
  expect((await apiOf(server.url, {})("GET", "/setup")).data).toMatchObject({ open: false });
});
