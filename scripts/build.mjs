/** The browser parts: builds web and widget when their sources are newer than what was built. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { pinnedNode, root } from "./install.mjs";

export const browserParts = ["web", "widget"];

/** Builds one part unless it is up to date. @returns whether it is now built. */
export function buildIfStale(part, { force = false } = {}) {
  const stamp = join(root, part, "dist", ".stamp");
  const sources = fingerprint(part);
  if (!force && existsSync(stamp) && readFileSync(stamp, "utf8") === sources) return true;
  console.log(`Building ${part} …`);
  const { status, stdout, stderr } = spawnSync("npm", ["run", "build", "--silent", "--loglevel=error", "-w", part], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, PATH: `${dirname(pinnedNode)}${delimiter}${process.env.PATH}`, NODE_ENV: "production" },
  });
  if (status !== 0) {
    console.error(`${stdout}\n${stderr}`.trim());
    return false;
  }
  writeFileSync(stamp, sources);
  return true;
}

/** Names, sizes and times of everything a build reads: cheap enough to ask on every start. */
function fingerprint(part) {
  const hash = createHash("sha256");
  const add = (path) => {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${path.slice(root.length)}\0${size}\0${mtimeMs}\n`);
  };
  const walk = (directory) => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      if (["node_modules", "dist"].includes(entry.name) || entry.name.startsWith(".") || entry.name.includes(".test."))
        continue;
      const path = join(directory, entry.name);
      if (entry.isDirectory()) walk(path);
      else add(path);
    }
  };
  for (const directory of [part, "contract"]) walk(join(root, directory));
  add(join(root, "package-lock.json"));
  return hash.digest("hex");
}
