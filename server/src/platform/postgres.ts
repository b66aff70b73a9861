/**
 * The embedded PostgreSQL: started with the product, restarted when it dies, stopped with it. It listens on a Unix socket in
 * a directory that only its user may enter, so it needs neither a free port nor a password.
 */
import type { ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { AppError } from "../errors.ts";
import { lockDirectory } from "./directory-lock.ts";
import type { Logger } from "./log.ts";
import {
  checkClusterVersion,
  chooseOwner,
  findPrograms,
  initCluster,
  launcher,
  makePrivateDir,
} from "./postgres-cluster.ts";
import { bootOnce, endChild, endLeftover, type Place } from "./postgres-process.ts";

export type EmbeddedPostgres = {
  /** For the role `omniflow`, who owns the database and is no superuser. Stays the same over restarts. */
  url: string;
  /** The process number of the running server; null while it is being restarted. */
  pid(): number | null;
  stop(): Promise<void>;
};

const major = "18";

/**
 * Starts the database of `dataDir`, made first when there is none.
 * @param options.settings server settings that differ from ours, for tests.
 * @throws AppError when another living Omniflow works on it, or it cannot start.
 */
export async function startEmbedded(options: {
  dataDir: string;
  log: Logger;
  settings?: Record<string, string>;
}): Promise<EmbeddedPostgres> {
  const { dataDir, log } = options;
  if (process.platform === "win32")
    throw new AppError(
      "unavailable",
      "The embedded PostgreSQL runs on Linux and macOS. On Windows use WSL, or set DATABASE_URL.",
    );
  const unlock = lockDirectory(dataDir);
  try {
    const clusterDir = join(realpathSync(dataDir), "postgres");
    const programs = await findPrograms();
    const owner = chooseOwner(clusterDir);
    const launch = launcher(owner, [programs.postgres, clusterDir]);
    await initCluster(clusterDir, programs, owner, launch);
    checkClusterVersion(clusterDir, major);
    const socketDir = socketDirFor(clusterDir);
    makePrivateDir(socketDir, owner);
    const place = { clusterDir, socketDir, programs, launch, log, settings: options.settings ?? {} };
    const server = await keepRunning(place);
    await makeDatabase(socketDir).catch(async (error) => {
      await server.stop();
      throw error;
    });
    return {
      url: `postgres://omniflow@localhost/omniflow?host=${encodeURIComponent(socketDir)}`,
      pid: server.pid,
      stop: async () => {
        await server.stop();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** A socket's path has room for about 100 characters; a deep data directory gets a short one elsewhere. */
function socketDirFor(clusterDir: string): string {
  const beside = `${clusterDir}.run`;
  if (beside.length <= 85) return beside;
  return join(tmpdir(), `omniflow-${createHash("sha256").update(clusterDir).digest("hex").slice(0, 16)}`);
}

async function keepRunning(place: Place) {
  let child: ChildProcess | null = null;
  let stopping = false;
  let restarting: Promise<void> = Promise.resolve();
  const boot = async () => {
    await endLeftover(place);
    child = await bootOnce(place);
    child.once("exit", (code, signal) => {
      child = null;
      if (stopping) return;
      place.log.error({ code, signal }, "PostgreSQL ended by itself; starting it again");
      restarting = restart();
    });
  };
  const restart = async () => {
    for (let wait = 50; !stopping; wait = Math.min(wait * 2, 5000)) {
      try {
        return await boot();
      } catch (error) {
        place.log.error({ err: error, wait }, "PostgreSQL did not start; trying again");
        await sleep(wait);
      }
    }
  };
  await boot();
  // A last resort for exits that skip stop(): committed work is safe, and nothing stays behind.
  const onExit = () => child?.kill("SIGINT");
  process.once("exit", onExit);
  return {
    pid: () => child?.pid ?? null,
    stop: async () => {
      stopping = true;
      process.removeListener("exit", onExit);
      await restarting;
      if (child) await endChild(child);
    },
  };
}

/** The role the product works as, and its database; whatever exists already stays. */
async function makeDatabase(socketDir: string): Promise<void> {
  const client = new pg.Client({ host: socketDir, user: "postgres", database: "postgres" });
  await client.connect();
  try {
    const { rows } = await client.query<{ role: boolean; database: boolean }>(
      "select exists(select from pg_roles where rolname = 'omniflow') as role, exists(select from pg_database where datname = 'omniflow') as database",
    );
    if (!rows[0]?.role) await client.query("create role omniflow login createrole createdb");
    if (!rows[0]?.database) await client.query("create database omniflow owner omniflow");
  } finally {
    await client.end();
  }
}
