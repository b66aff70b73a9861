/** Dependencies: installs them when what lies in node_modules is not what package-lock.json asks for. Works with nothing installed. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");

/** The Node this project runs on, whichever one the machine has. */
export const pinnedNode = join(root, "node_modules", "node", "bin", "node");

/** @returns whether something had to be installed. */
export function installIfNeeded() {
  if (isInstalled()) return false;
  console.log("Installing dependencies (this happens once) …");
  // Our own node_modules must not be on the path: npm empties it first, and with it the Node that would run it.
  const path = (process.env.PATH ?? "")
    .split(delimiter)
    .filter((entry) => !entry.startsWith(join(root, "node_modules")));
  const options = { cwd: root, env: { ...process.env, PATH: path.join(delimiter) }, encoding: "utf8" };
  const npm = (...args) => spawnSync("npm", [...args, "--loglevel=error", "--no-fund", "--no-audit"], options);
  // A lock file written through a registry that lacks the packages of other platforms is refused by `npm ci` only.
  const results = [npm("ci")];
  if (results[0].status !== 0) results.push(npm("install", "--no-save"));
  if (results.at(-1).status !== 0) {
    for (const { stdout, stderr, error } of results) console.error(`${error ?? ""}${stdout}${stderr}`);
    fail("The dependencies could not be installed; see above. Is there a connection to the package registry?");
  }
  if (!existsSync(pinnedNode)) {
    fail("The `node` package brought no program: its install script did not run (is npm's ignore-scripts set?).");
  }
  return true;
}

/** npm writes node_modules/.package-lock.json last, so its presence also means that no installation broke off half-way. */
function isInstalled() {
  const wanted = readPackages(join(root, "package-lock.json"));
  const present = readPackages(join(root, "node_modules", ".package-lock.json"));
  if (wanted === null) fail("package-lock.json is missing: this is not a whole checkout.");
  if (present === null || !existsSync(pinnedNode)) return false;
  return Object.entries(wanted)
    .filter(([path, entry]) => path.includes("node_modules/") && !entry.link && !entry.optional)
    .every(([path, entry]) => present[path]?.version === entry.version);
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")).packages;
  } catch {
    return null;
  }
}

export function fail(message) {
  console.error(message);
  process.exit(1);
}
