/** One living process per data directory: a file naming its owner, which a killed process cannot leave behind as a lie. */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../errors.ts";

/**
 * Claims `directory` for this process until the returned function is called or the process ends.
 * @throws AppError when another living process holds it.
 */
export function lockDirectory(directory: string): () => void {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, "owner.lock");
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, processMark(process.pid) ?? "");
  try {
    while (!tryLink(draft, path)) {
      const holder = readMark(path);
      if (holder !== null && isAlive(holder)) throw inUse(directory, holder);
      removeStale(path, holder);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return () => rmSync(path, { force: true });
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Another start may have found it stale too and be the owner by now: what was taken away by mistake is put back. */
function removeStale(path: string, holder: string | null): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (readMark(aside) !== holder) tryLink(aside, path);
  rmSync(aside, { force: true });
}

function readMark(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

/** Living, and the very process that wrote the mark: process numbers are used again, in containers nearly always. */
function isAlive(mark: string): boolean {
  const pid = Number.parseInt(mark, 10);
  return Number.isInteger(pid) && processMark(pid) === mark;
}

/** Number and start time of a process; null when there is none. */
function processMark(pid: number): string | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return null;
  }
  return `${pid} ${startTime(pid)}`;
}

function startTime(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    // The name before the closing bracket may hold spaces; start time is the 20th field after it.
    return `${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]} ${boot}`;
  } catch {
    return "unknown";
  }
}

function inUse(directory: string, holder: string): AppError {
  return new AppError(
    "conflict",
    `The data directory ${directory} is in use by another Omniflow (process ${Number.parseInt(holder, 10)}). Stop that one, or set OMNIFLOW_DATA_DIR to another directory.`,
  );
}
