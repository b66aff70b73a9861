/**
 * What `npm start` runs, on any Node from 20: installs and builds what is missing, then becomes the server on the project's
 * own Node. `node scripts/start.mjs migrate|seed|bench` does the same for the other programs.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { browserParts, buildIfStale } from "./build.mjs";
import { fail, installIfNeeded, pinnedNode, root } from "./install.mjs";

const programs = {
  server: { file: "server/src/main.ts", builds: true },
  migrate: { file: "server/src/migrate.ts", builds: false },
  seed: { file: "server/src/seed.ts", builds: false },
  bench: { file: "bench/main.ts", builds: true },
};

const [name = "server", ...rest] = process.argv.slice(2);
const program = programs[name];
if (!program) fail(`Unknown program ${name}. There is: ${Object.keys(programs).join(", ")}.`);

installIfNeeded();
if (program.builds && !browserParts.every((part) => buildIfStale(part)))
  fail("The browser parts could not be built; see above.");
run([join(root, program.file), ...rest]);

function run(args) {
  // What Node compiled once it need not compile at the next start: over a second less until ready.
  const env = { NODE_COMPILE_CACHE: join(root, "node_modules", ".cache", "compiled"), ...process.env };
  // Where Node can, this process turns into the server: nothing lies between it and whoever sends it signals.
  if (process.execve) {
    process.removeAllListeners("warning");
    process.on("warning", () => {});
    process.execve(pinnedNode, [pinnedNode, ...args], env);
  }
  const child = spawn(pinnedNode, args, { stdio: "inherit", env });
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  // Ctrl-C in a terminal reaches the child by itself; sent by a program, it reaches only us.
  process.on("SIGINT", () => {
    if (!process.stdin.isTTY) child.kill("SIGINT");
  });
  child.on("error", (error) => fail(`${pinnedNode} could not be started: ${error.message}`));
  child.on("exit", (code, signal) =>
    process.exit(code ?? (signal === "SIGINT" ? 130 : signal === "SIGTERM" ? 143 : 1)),
  );
}
