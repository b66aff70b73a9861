/** The embedded PostgreSQL as it is run: killed, left behind, started twice. Each test uses the real programs. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLogger } from "./log.ts";
import { type EmbeddedPostgres, startEmbedded } from "./postgres.ts";

const log = createLogger({ level: "silent" });
// Private to us, as a home directory is: whoever runs PostgreSQL for root has to get through.
const root = mkdtempSync(join(tmpdir(), "omniflow-pg-"));
const dataDir = join(root, "a directory", "data");
afterAll(() => rmSync(root, { recursive: true }));

async function query<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

/** Repeats until it works; what a pool does while the database comes back. */
async function eventually<T>(work: () => Promise<T>): Promise<T> {
  for (let waited = 0; ; waited += 50) {
    try {
      return await work();
    } catch (error) {
      if (waited > 15_000) throw error;
      await sleep(50);
    }
  }
}

describe("one that runs", () => {
  let database: EmbeddedPostgres;
  beforeAll(async () => {
    database = await startEmbedded({ dataDir, log });
    await query(database.url, "create table facts (n int)");
  });
  afterAll(() => database.stop());

  test("is worked with as a role without special rights, in UTF-8 and UTC, and keeps what it acknowledges", async () => {
    const [row] = await query(
      database.url,
      `select current_user as user, rolsuper, rolbypassrls, current_setting('server_encoding') as encoding, current_setting('timezone') as zone,
        current_setting('synchronous_commit') as commit, current_setting('fsync') as fsync, lower('ÄÉ') as lower from pg_roles where rolname = current_user`,
    );
    expect(row).toEqual({
      user: "omniflow",
      rolsuper: false,
      rolbypassrls: false,
      encoding: "UTF8",
      zone: "UTC",
      commit: "on",
      fsync: "on",
      lower: "äé",
    });
  });

  test("has the extensions the product uses, without a superuser", async () => {
    for (const name of ["pg_trgm", "unaccent", "btree_gin", "citext"])
      await query(database.url, `create extension ${name}`);
  });

  test("cannot be entered by others", () => {
    for (const name of ["postgres", "postgres.run"]) expect(statSync(join(dataDir, name)).mode & 0o077).toBe(0);
  });

  test("is not started twice on one directory", async () => {
    await expect(startEmbedded({ dataDir, log })).rejects.toThrow(
      `in use by another Omniflow (process ${process.pid})`,
    );
    expect(await query(database.url, "select 1 as n")).toEqual([{ n: 1 }]);
  });

  test("comes back under the same address when it is killed, with everything that was committed", async () => {
    for (let n = 0; n < 3; n++) {
      await eventually(() => query(database.url, `insert into facts values (${n})`));
      process.kill(database.pid()!, "SIGKILL");
      await eventually(async () =>
        expect(await query(database.url, `select n from facts where n = ${n}`)).toEqual([{ n }]),
      );
    }
    expect(await query(database.url, "select n from facts order by n")).toEqual([{ n: 0 }, { n: 1 }, { n: 2 }]);
  });
});

describe("one whose Omniflow was killed", () => {
  const orphaned = join(root, "orphaned");
  const script = `
    const { startEmbedded } = await import(${JSON.stringify(new URL("./postgres.ts", import.meta.url).href)});
    const { createLogger } = await import(${JSON.stringify(new URL("./log.ts", import.meta.url).href)});
    const database = await startEmbedded({ dataDir: process.argv[1], log: createLogger({ level: "silent" }) });
    console.log(database.url, database.pid());
    setInterval(() => {}, 1000);`;

  async function startElsewhere(): Promise<{ child: ChildProcess; url: string; pid: number }> {
    const child = spawn(process.execPath, ["--input-type=module", "-e", script, orphaned], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(child.stdout!, "data");
    const [url, pid] = String(line).trim().split(" ");
    return { child, url: url!, pid: Number(pid) };
  }

  test("is taken over by the next start, again and again, and loses nothing", async () => {
    for (let n = 0; n < 2; n++) {
      const { child, url } = await startElsewhere();
      await query(url, "create table if not exists facts (n int)");
      await query(url, `insert into facts values (${n})`);
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    const database = await startEmbedded({ dataDir: orphaned, log });
    expect(await query(database.url, "select n from facts order by n")).toEqual([{ n: 0 }, { n: 1 }]);
    await database.stop();
  });

  test("is taken over also when both were killed and a stranger has the number", async () => {
    const { child, pid } = await startElsewhere();
    child.kill("SIGKILL");
    process.kill(pid, "SIGKILL");
    await once(child, "exit");
    await sleep(200);
    const note = join(orphaned, "postgres", "postmaster.pid");
    writeFileSync(note, readFileSync(note, "utf8").replace(/^\d+/, String(process.ppid)));
    const database = await startEmbedded({ dataDir: orphaned, log });
    expect(await query(database.url, "select count(*)::int as n from facts")).toEqual([{ n: 2 }]);
    await database.stop();
  });
});

describe("one that cannot start", () => {
  test("says which release made its files", async () => {
    const old = join(root, "old");
    mkdirSync(join(old, "postgres"), { recursive: true });
    writeFileSync(join(old, "postgres", "PG_VERSION"), "17\n");
    await expect(startEmbedded({ dataDir: old, log })).rejects.toThrow(/made by PostgreSQL 17/);
  });

  test("says why, and lets go of the directory", async () => {
    const broken = join(root, "broken");
    const database = await startEmbedded({ dataDir: broken, log });
    await database.stop();
    rmSync(join(broken, "postgres", "global"), { recursive: true });
    for (let n = 0; n < 2; n++)
      await expect(startEmbedded({ dataDir: broken, log })).rejects.toThrow(/did not start.*global/s);
  });

  test("in the middle of being made is made anew", async () => {
    const half = join(root, "half");
    mkdirSync(join(half, "postgres.new", "base"), { recursive: true });
    const database = await startEmbedded({ dataDir: half, log });
    expect(await query(database.url, "select 1 as n")).toEqual([{ n: 1 }]);
    await database.stop();
  });
});
