/** Restart with existing data until ready, and what an idle installation takes of memory. */
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { call } from "../server/src/test/never-lose/clients.ts";
import { figure, note, spread, title } from "./report.ts";
import { startInstallation } from "./signed-in.ts";

const restarts = 5;

export async function run(): Promise<void> {
  title("Start and idle memory");
  const at = await startInstallation();
  try {
    await call(at, "POST", "/api/v1/sample-data");
    const times: number[] = [];
    for (let i = 0; i < restarts; i++) {
      await at.stop();
      const begin = performance.now();
      await at.start();
      times.push((performance.now() - begin) / 1000);
    }
    const { p50, most } = spread(times);
    figure("restart to ready, median", p50, "s", { most: 5 });
    figure("restart to ready, slowest", most, "s");
    await sleep(10_000);
    figure("server, idle, resident", memoryOf(at.serverPid(), "Rss") / 1024, "MB");
    const family = childrenOf(at.databasePid());
    const share = family.reduce((sum, pid) => sum + memoryOf(pid, "Pss"), 0);
    figure(`PostgreSQL, idle, ${family.length} processes (proportional)`, share / 1024, "MB");
    note("proportional: shared buffers counted once, not once per process");
  } finally {
    await at.remove();
  }
}

/** kB, as the kernel tells it. */
function memoryOf(pid: number, kind: "Rss" | "Pss"): number {
  try {
    return Number(
      new RegExp(`^${kind}:\\s+(\\d+)`, "m").exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? Number.NaN,
    );
  } catch {
    return Number.NaN;
  }
}

function childrenOf(parent: number): number[] {
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const isChild = (pid: string) => {
    try {
      return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)!.split(" ")[1] === String(parent);
    } catch {
      return false;
    }
  };
  return [parent, ...all.filter(isChild).map(Number)];
}
