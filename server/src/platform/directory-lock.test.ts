import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { lockDirectory } from "./directory-lock.ts";

const directory = mkdtempSync(join(tmpdir(), "omniflow-lock-"));
afterAll(() => rmSync(directory, { recursive: true }));
const script = `
  const { lockDirectory } = await import(${JSON.stringify(new URL("./directory-lock.ts", import.meta.url).href)});
  try { lockDirectory(process.argv[1]); console.log("held"); setInterval(() => {}, 1000); }
  catch (error) { console.log(error.message); }`;

async function lockElsewhere() {
  const child = spawn(process.execPath, ["--input-type=module", "-e", script, directory], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = await once(child.stdout!, "data");
  return { child, said: String(said).trim() };
}

test("one process at a time, until it lets go", async () => {
  const unlock = lockDirectory(directory);
  expect((await lockElsewhere()).said).toContain(`in use by another Omniflow (process ${process.pid})`);
  unlock();
  expect(readdirSync(directory)).toEqual([]);
});

test("a killed holder holds nothing", async () => {
  const { child, said } = await lockElsewhere();
  expect(said).toBe("held");
  expect(() => lockDirectory(directory)).toThrow(`process ${child.pid}`);
  child.kill("SIGKILL");
  await once(child, "exit");
  lockDirectory(directory)();
});

test("a later process with the same number is not the holder, nor is an unreadable note", () => {
  lockDirectory(directory);
  const path = join(directory, "owner.lock");
  const [pid, ...rest] = readFileSync(path, "utf8").split(" ");
  for (const note of [`${pid} 1 ${rest.slice(1).join(" ")}`, "", "no number"]) {
    writeFileSync(path, note);
    lockDirectory(directory)();
  }
  expect(existsSync(path)).toBe(false);
});

test("of many starting at once exactly one gets it, also when they all find a dead one's note", async () => {
  writeFileSync(join(directory, "owner.lock"), "1 1 another boot");
  const all = await Promise.all(Array.from({ length: 6 }, lockElsewhere));
  expect(all.filter(({ said }) => said === "held")).toHaveLength(1);
  for (const { child } of all) child.kill("SIGKILL");
});
