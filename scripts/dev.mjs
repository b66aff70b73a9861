/** What `npm run dev` runs: the server restarting on change, the members' app with hot reload, the widget built again on change. */
import { spawn } from "node:child_process";
import { watch } from "node:fs";
import { join } from "node:path";
import { buildIfStale } from "./build.mjs";
import { installIfNeeded, pinnedNode, root } from "./install.mjs";

installIfNeeded();
buildIfStale("widget");

const port = process.env.PORT ?? "3000";
const web = process.env.OMNIFLOW_WEB_PORT ?? "5173";
const env = { ...process.env, OMNIFLOW_DEV_SERVER: `http://127.0.0.1:${port}`, OMNIFLOW_WEB_PORT: web };
const children = [
  spawn(pinnedNode, ["--watch", "--watch-preserve-output", join(root, "server/src/main.ts")], {
    stdio: "inherit",
    env,
  }),
  spawn(pinnedNode, [join(root, "node_modules/vite/bin/vite.js")], { cwd: join(root, "web"), stdio: "inherit", env }),
];
console.log(`Members' app: http://localhost:${web} · API and widget: http://localhost:${port}`);

let timer;
for (const directory of ["widget", "contract"]) {
  watch(join(root, directory), { recursive: true }, (_event, file) => {
    if (file === null || /(^|[\\/])(dist|node_modules)([\\/]|$)/.test(file)) return;
    clearTimeout(timer);
    timer = setTimeout(() => buildIfStale("widget"), 200);
  });
}

let stopping = false;
function stop(code) {
  if (stopping) return;
  stopping = true;
  for (const child of children) child.kill("SIGTERM");
  Promise.all(children.map((child) => child.exitCode ?? new Promise((done) => child.once("exit", done)))).then(() =>
    process.exit(code),
  );
}
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => stop(0));
for (const child of children) child.on("exit", (code) => stop(code ?? 1));
