/**
 * The embedded PostgreSQL: started with the product, restarted when it dies, stopped with it. It listens on a Unix socket in
 * a directory that only its user may enter, so it needs neither a free port nor a password.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readlinkSync, realpathSync, rmSync } from "node:fs";
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
  type Launch,
  launcher,
  makePrivateDir,
  type Programs,
} from "./postgres-cluster.ts";

export type EmbeddedPostgres = {
  /** For the role `omniflow`, who owns the database and is no superuser. Stays the same over restarts. */
  url: string;
  /** The process number of the running server; null while it is being restarted. */
  pid(): number | null;
  stop(): Promise<void>;
};

type Place = { clusterDir: string; socketDir: string; programs: Programs; launch: Launch; log: Logger };

const major = "18";
const readyWithin = 60_000;

const settings: Record<string, string> = {
  listen_addresses: "",
  unix_socket_permissions: "0700",
  timezone: "UTC",
  // What is acknowledged is on disk.
  synchronous_commit: "on",
  fsync: "on",
  max_connections: "100",
  shared_buffers: "128MB",
  max_wal_size: "1GB",
  checkpoint_timeout: "15min",
  // Short queries by many: compiling or spreading one costs more than it saves, and spreading needs shared memory that containers lack.
  jit: "off",
  max_parallel_workers_per_gather: "0",
  // Processes that an installation of one server has no use for.
  max_logical_replication_workers: "0",
  io_method: "sync",
  autovacuum_max_workers: "2",
  log_min_messages: "warning",
  log_checkpoints: "off",
  idle_in_transaction_session_timeout: "5min",
};

/**
 * Starts the database of `dataDir`, made first when there is none.
 * @throws AppError when another living Omniflow works on it, or it cannot start.
 */
export async function startEmbedded(options: { dataDir: string; log: Logger }): Promise<EmbeddedPostgres> {
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
    const place = { clusterDir, socketDir, programs, launch, log };
    await endLeftover(place);
    const server = await keepRunning(place);
    await makeDatabase(socketDir);
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

/** Ends a server that outlived its Omniflow, and takes away the note of one that did not. */
async function endLeftover({ clusterDir, log }: Place): Promise<void> {
  const note = join(clusterDir, "postmaster.pid");
  const pid = readPostmaster(clusterDir)?.pid;
  if (pid === undefined) return;
  if (!isPostmaster(pid, clusterDir)) return rmSync(note, { force: true });
  log.warn({ pid }, "a PostgreSQL left behind by an Omniflow that was killed is still running; stopping it");
  await end(
    (signal) => process.kill(pid, signal),
    () => !isPostmaster(pid, clusterDir),
  );
}

/** Asks for a fast shutdown, then for an immediate one; both keep every committed transaction. */
async function end(kill: (signal: NodeJS.Signals) => void, isGone: () => boolean): Promise<void> {
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
    if (isGone()) return;
    try {
      kill(signal);
    } catch {
      return;
    }
    for (let waited = 0; waited < 15_000 && !isGone(); waited += 20) await sleep(20);
  }
}

/** The server's own note: its process, and whether it takes connections yet. */
function readPostmaster(clusterDir: string): { pid: number; ready: boolean } | null {
  try {
    const lines = readFileSync(join(clusterDir, "postmaster.pid"), "utf8").split("\n");
    return { pid: Number(lines[0]), ready: lines[7]?.trim() === "ready" };
  } catch {
    return null;
  }
}

/** Whether process `pid` is a PostgreSQL on this cluster, and not a stranger that got its number later. */
function isPostmaster(pid: number, clusterDir: string): boolean {
  try {
    process.kill(pid, 0);
    return !existsSync("/proc/self") || readlinkSync(`/proc/${pid}/cwd`) === clusterDir;
  } catch {
    return false;
  }
}

async function keepRunning(place: Place) {
  let child: ChildProcess | null = null;
  let stopping = false;
  let restarting: Promise<void> = Promise.resolve();
  const boot = async () => {
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
      const running = child;
      if (running)
        await end(
          (signal) => running.kill(signal),
          () => running.exitCode !== null || running.signalCode !== null,
        );
    },
  };
}

async function bootOnce({ clusterDir, socketDir, programs, launch, log }: Place): Promise<ChildProcess> {
  const flags = Object.entries({ ...settings, unix_socket_directories: socketDir }).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ]);
  const { program, args, ...user } = launch(programs.postgres, ["-D", clusterDir, ...flags]);
  // Its own session: Ctrl-C in the terminal is for us, and we stop the database last.
  const child = spawn(program, args, {
    ...user,
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
    env: { LC_ALL: "C", PATH: process.env.PATH },
  });
  let output = "";
  let failure: Error | null = null;
  child.once("error", (error) => {
    failure = error;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    output = (output + text).slice(-2000);
    for (const line of text.split("\n")) if (line.trim()) log.debug({ postgres: line.trim() }, "postgres");
  });
  for (let waited = 0; waited < readyWithin; waited += 10) {
    await sleep(10);
    if (failure || child.exitCode !== null || child.signalCode !== null) break;
    const note = readPostmaster(clusterDir);
    if (note?.ready && note.pid === child.pid) return child;
  }
  child.kill("SIGQUIT");
  throw new AppError(
    "unavailable",
    `The embedded PostgreSQL did not start in ${clusterDir}: ${failure ?? output.trim()}`,
  );
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
