/** One run of the embedded PostgreSQL: its settings, its start, its end, and what an earlier run left behind. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "../errors.ts";
import type { Logger } from "./log.ts";
import type { Launch, Programs } from "./postgres-cluster.ts";

export type Place = {
  clusterDir: string;
  socketDir: string;
  programs: Programs;
  launch: Launch;
  log: Logger;
  settings: Record<string, string>;
};

// Replaying what a crash left in the log comes first.
const readyWithin = 5 * 60_000;

const ourSettings: Record<string, string> = {
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
  // A new installation has no statistics; it should not wait a minute for them.
  autovacuum_naptime: "10s",
  log_min_messages: "warning",
  // A refused statement holds what customers wrote; it stays out of the log.
  log_min_error_statement: "panic",
  log_checkpoints: "off",
  idle_in_transaction_session_timeout: "5min",
};

/** Starts the server and waits until it takes connections. @throws AppError with its own words when it does not */
export async function bootOnce({
  clusterDir,
  socketDir,
  programs,
  launch,
  log,
  settings,
}: Place): Promise<ChildProcess> {
  const flags = Object.entries({ ...ourSettings, ...settings, unix_socket_directories: socketDir }).flatMap(
    ([name, value]) => ["-c", `${name}=${value}`],
  );
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
    for (const line of text.split("\n").filter(Boolean))
      log[line.includes("PANIC:") ? "error" : "debug"]({ line }, "postgres");
  });
  for (let waited = 0; waited < readyWithin; waited += 10) {
    await sleep(10);
    if (failure || child.exitCode !== null || child.signalCode !== null) break;
    const note = readPostmaster(clusterDir);
    if (note?.ready && note.pid === child.pid) return child;
  }
  await endChild(child);
  throw new AppError(
    "unavailable",
    `The embedded PostgreSQL did not start in ${clusterDir}: ${failure ?? output.trim()}`,
  );
}

/**
 * Ends what outlived its Omniflow or its own main process, and clears away the notes of the dead. PostgreSQL would clear
 * them itself, unless their process number belongs to somebody else by now, or to one that nobody buried (containers).
 */
export async function endLeftover({ clusterDir, socketDir, log }: Place): Promise<void> {
  const pid = readPostmaster(clusterDir)?.pid;
  if (pid === undefined) return;
  if (processesOn(clusterDir, pid).length > 0) {
    log.warn({ pid }, "waiting for the end of a PostgreSQL that was left behind");
    await end(
      (signal) => {
        const left = processesOn(clusterDir, pid);
        for (const each of left.includes(pid) ? [pid] : left) process.kill(each, signal);
      },
      () => processesOn(clusterDir, pid).length === 0,
    );
  }
  for (const note of [join(clusterDir, "postmaster.pid"), join(socketDir, ".s.PGSQL.5432.lock")])
    rmSync(note, { force: true });
}

/** Ends a server that we started. */
export async function endChild(child: ChildProcess): Promise<void> {
  await end(
    (signal) => child.kill(signal),
    () => child.pid === undefined || child.exitCode !== null || child.signalCode !== null,
  );
}

/** Asks for a fast shutdown, then for an immediate one; both keep every committed transaction. */
async function end(kill: (signal: NodeJS.Signals) => void, isGone: () => boolean): Promise<void> {
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
    if (isGone()) return;
    try {
      kill(signal);
    } catch {
      // Gone between the look and the signal.
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

/**
 * The living processes of a cluster: all of them work in its directory. Where processes cannot be looked at (macOS), the
 * one named in its note, if it lives.
 */
function processesOn(clusterDir: string, noted: number): number[] {
  if (!existsSync("/proc/self/cwd")) return isAlive(noted) ? [noted] : [];
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => directoryOf(pid) === clusterDir).map(Number);
}

function directoryOf(pid: string): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
