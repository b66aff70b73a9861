import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLogger } from "./log.ts";
import { listMigrations, type Migration, migrate, migrationsCurrent } from "./migrate.ts";
import { type EmbeddedPostgres, startEmbedded } from "./postgres.ts";

const log = createLogger({ level: "silent" });
const dataDir = mkdtempSync(join(tmpdir(), "omniflow-migrate-"));
let cluster: EmbeddedPostgres;
let admin: pg.Client;
beforeAll(async () => {
  cluster = await startEmbedded({ dataDir, log });
  admin = new pg.Client({ connectionString: cluster.url.replace("//omniflow@", "//postgres@") });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await cluster.stop();
  rmSync(dataDir, { recursive: true });
});

/** A database of its own for one test. */
async function makeDatabase(name: string, owner = "omniflow"): Promise<string> {
  await admin.query(`create database ${name} owner ${owner}`);
  return cluster.url.replace("/omniflow?", `/${name}?`).replace("//omniflow@", `//${owner}@`);
}

async function inDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const migration = (name: string, sql: string): Migration => ({ name, sql, hash: `hash of ${sql}` });
const rowsOf = (url: string, sql: string) => inDatabase(url, async (client) => (await client.query(sql)).rows);

test("many nodes starting at once bring an empty database to the schema of the code, once", async () => {
  const url = await makeDatabase("fresh");
  const names = listMigrations().map((file) => file.name);
  const applied = await Promise.all(Array.from({ length: 5 }, () => migrate(url, { log })));
  expect(applied.filter((list) => list.length > 0)).toEqual([names]);
  expect(await inDatabase(url, migrationsCurrent)).toBe(true);
  expect(await migrate(url, { log })).toEqual([]);
});

test("the application's role is subject to row policies, can work, and can add jobs", async () => {
  const url = await makeDatabase("roles");
  await migrate(url, { log });
  await inDatabase(url, async (client) => {
    await client.query(
      "insert into workspaces (id, slug, name) values ('00000000-0000-7000-8000-000000000001', 'a', 'A'), ('00000000-0000-7000-8000-000000000002', 'b', 'B')",
    );
    await client.query("begin");
    await client.query("set local role omniflow_app");
    expect((await client.query("select * from workspaces")).rowCount).toBe(0);
    await client.query("select set_config('omniflow.workspace', '00000000-0000-7000-8000-000000000002', true)");
    expect((await client.query("select slug from workspaces")).rows).toEqual([{ slug: "b" }]);
    await client.query(`select enqueue_jobs('[{"identifier": "greet", "payload": {"n": 1}}]')`);
    await client.query("commit");
    expect((await client.query("select task_identifier from graphile_worker.jobs")).rows).toEqual([
      { task_identifier: "greet" },
    ]);
  });
});

test("a migration that fails leaves nothing of itself, and goes on from there when it is right", async () => {
  const url = await makeDatabase("failing");
  const first = migration("0001_a", "create table a (n int)");
  const wrong = migration("0002_b", "create table b (n int); insert into nowhere values (1)");
  await expect(migrate(url, { log, migrations: [first, wrong] })).rejects.toThrow(
    /0002_b failed and was rolled back: .*nowhere/,
  );
  expect(await rowsOf(url, "select to_regclass('a')::text as a, to_regclass('b')::text as b")).toEqual([
    { a: "a", b: null },
  ]);
  expect(await migrate(url, { log, migrations: [first, migration("0002_b", "create table b (n int)")] })).toEqual([
    "0002_b",
  ]);
});

test("a database newer than the code, or a changed migration, stops the start", async () => {
  const url = await makeDatabase("newer");
  const [a, b] = [migration("0001_a", "select 1"), migration("0002_b", "select 2")];
  await migrate(url, { log, migrations: [a, b] });
  await expect(migrate(url, { log, migrations: [a] })).rejects.toThrow(
    /newer than this Omniflow: it has the migration 0002_b/,
  );
  await expect(migrate(url, { log, migrations: [a, migration("0002_b", "select 3")] })).rejects.toThrow(
    /0002_b was changed after/,
  );
  expect(await inDatabase(url, migrationsCurrent)).toBe(false);
});

test("readiness asks a database that was never migrated", async () => {
  const url = await makeDatabase("empty");
  await expect(inDatabase(url, migrationsCurrent)).rejects.toThrow(/migrations/);
});

test("a user who may not make roles gets the words for the administrator, and goes on once they were said", async () => {
  await admin.query("create role limited login");
  const url = await makeDatabase("limited", "limited");
  const files = [migration("0001_a", "create table a (n int)")];
  const message = await migrate(url, { log, migrations: files }).catch((error: Error) => error.message);
  const sql = /create role omniflow_app nologin; (grant omniflow_app to "limited";)/.exec(String(message));
  expect(sql).not.toBeNull();
  await admin.query(sql![1]!);
  expect(await migrate(url, { log, migrations: files })).toEqual(["0001_a"]);
});

test("an address where nobody answers says what to check", async () => {
  await expect(migrate("postgres://x@127.0.0.1:22999/x", { log })).rejects.toThrow(
    /cannot be reached .*Check DATABASE_URL/,
  );
  await expect(migrate(cluster.url.replace("/omniflow?", "/nowhere?"), { log })).rejects.toThrow(
    /"nowhere" does not exist/,
  );
});
