/** Brings a database to the schema of this code: plain SQL files, in order of their names, forward only, each in one transaction. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { runMigrations, Logger as WorkerLogger } from "graphile-worker";
import pg from "pg";
import { AppError } from "../errors.ts";
import type { Logger } from "./log.ts";

export type Migration = { name: string; hash: string; sql: string };
type Applied = { name: string; hash: string };

const ownMigrations = new URL("../../migrations/", import.meta.url);
// Any number, but the same on every node: "omniflow" has no other advisory lock of one key.
const lockKey = 7_067_381_001;

/** The migration files, in the order they are applied. */
export function listMigrations(directory: URL = ownMigrations): Migration[] {
  const names = readdirSync(directory)
    .filter((name) => name.endsWith(".sql"))
    .sort();
  return names.map((name) => {
    const sql = readFileSync(new URL(name, directory), "utf8");
    return { name: name.replace(/\.sql$/, ""), hash: createHash("sha256").update(sql).digest("hex"), sql };
  });
}

/**
 * Applies what is missing. Many nodes may call it at once: one works, the others wait and find nothing to do.
 * @returns the names that were applied.
 * @throws AppError that says what to do when the database is unreachable, newer than the code, or short of rights.
 */
export async function migrate(url: string, options: { log: Logger; migrations?: Migration[] }): Promise<string[]> {
  const files = options.migrations ?? listMigrations();
  const client = await connect(url);
  try {
    await checkServer(client);
    await client.query("select pg_advisory_lock($1)", [lockKey]);
    await client.query(
      "create table if not exists migrations (name text primary key, hash text not null, applied_at timestamptz not null default now())",
    );
    const missing = missingOf(files, await listApplied(client));
    if (missing.length === 0) return [];
    await ensureAppRole(client);
    await migrateWorker(url);
    for (const file of missing) {
      await apply(client, file);
      options.log.info({ migration: file.name }, "migration applied");
    }
    return missing.map((file) => file.name);
  } finally {
    await client.end();
  }
}

/** Whether the database has exactly the migrations of this code. */
export async function migrationsCurrent(db: { query(text: string): Promise<{ rows: unknown[] }> }): Promise<boolean> {
  const applied = new Map(
    ((await db.query("select name, hash from migrations")).rows as Applied[]).map((row) => [row.name, row.hash]),
  );
  const files = currentMigrations();
  return applied.size === files.length && files.every((file) => applied.get(file.name) === file.hash);
}

let current: Migration[] | undefined;
/** Files of a running program do not change; readiness is asked often. */
function currentMigrations(): Migration[] {
  current ??= listMigrations();
  return current;
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: "omniflow-migrate",
  });
  try {
    await client.connect();
    return client;
  } catch (cause) {
    const message = `The database cannot be reached (${(cause as Error).message || (cause as { code?: string }).code}). Check DATABASE_URL, and that PostgreSQL is running and lets this user in.`;
    throw new AppError("unavailable", message, { cause });
  }
}

async function checkServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: string; encoding: string }>(
    "select current_setting('server_version_num') as number, current_setting('server_encoding') as encoding",
  );
  const { number, encoding } = rows[0]!;
  if (Number(number) < 150_000)
    throw new AppError(
      "unavailable",
      `PostgreSQL 15 or newer is needed; the server is version ${Math.floor(Number(number) / 10_000)}.`,
    );
  if (encoding !== "UTF8")
    throw new AppError(
      "unavailable",
      `The database must have the encoding UTF8; it has ${encoding}. Make it with: create database … encoding 'UTF8' template template0`,
    );
}

async function listApplied(client: pg.Client): Promise<Applied[]> {
  return (await client.query<Applied>("select name, hash from migrations order by name")).rows;
}

function missingOf(files: Migration[], applied: Applied[]): Migration[] {
  const known = new Map(files.map((file) => [file.name, file]));
  for (const { name, hash } of applied) {
    const file = known.get(name);
    if (!file)
      throw new AppError(
        "unavailable",
        `The database is newer than this Omniflow: it has the migration ${name}, which this version does not know. Start the version that made it, or a newer one.`,
      );
    if (file.hash !== hash)
      throw new AppError(
        "unavailable",
        `The migration ${name} was changed after it had been applied to this database. Put the file back as it was; changes belong in a new migration.`,
      );
  }
  const done = new Set(applied.map((row) => row.name));
  return files.filter((file) => !done.has(file.name));
}

async function apply(client: pg.Client, file: Migration): Promise<void> {
  try {
    await client.query("begin");
    await client.query(file.sql);
    await client.query("insert into migrations (name, hash) values ($1, $2)", [file.name, file.hash]);
    await client.query("commit");
  } catch (cause) {
    await client.query("rollback").catch(() => {});
    throw new AppError(
      "unavailable",
      `The migration ${file.name} failed and was rolled back: ${(cause as Error).message}`,
      { cause },
    );
  }
}

/** The role that requests work as: it owns nothing, so row policies hold for it (docs/decisions/0004). */
async function ensureAppRole(client: pg.Client): Promise<void> {
  try {
    // One cluster may hold many databases; whoever comes second finds the role there, perhaps in this very moment.
    await client.query(`do $$ begin
      if not exists (select from pg_roles where rolname = 'omniflow_app') then create role omniflow_app nologin; end if;
    exception when duplicate_object or unique_violation then null;
    end $$`);
    // Making a role does not yet mean being allowed to work as it (PostgreSQL 16 and newer).
    const { rows } = await client.query<{ granted: boolean }>(
      "select pg_has_role(current_user, 'omniflow_app', case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end) as granted",
    );
    if (!rows[0]?.granted) await client.query("grant omniflow_app to current_user");
  } catch (cause) {
    if ((cause as { code?: string }).code !== "42501") throw cause;
    const user = client.escapeIdentifier(client.user ?? "omniflow");
    const sql = `create role omniflow_app nologin; grant omniflow_app to ${user};`;
    throw new AppError(
      "unavailable",
      `The database user may not make the role omniflow_app. Ask the administrator of the database to run this once, then start again:\n\n  ${sql}\n`,
      { cause },
    );
  }
}

async function migrateWorker(url: string): Promise<void> {
  await runMigrations({ connectionString: url, logger: new WorkerLogger(() => () => {}) });
}
