/** `npm start` on a small project of its own: our scripts, our node_modules, a server and browser parts that only note what happened. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pinnedNode, root } from "./install.mjs";

const project = mkdtempSync(join(tmpdir(), "omniflow-start-"));
const write = (path, text) => {
  mkdirSync(join(project, path, ".."), { recursive: true });
  writeFileSync(join(project, path), text);
};

beforeAll(() => {
  cpSync(join(root, "scripts"), join(project, "scripts"), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(project, "node_modules"));
  cpSync(join(root, "package-lock.json"), join(project, "package-lock.json"));
  write("package.json", JSON.stringify({ private: true, type: "module", workspaces: ["web", "widget"] }));
  write("contract/index.ts", "export const a = 1;");
  for (const part of ["web", "widget"]) {
    write(
      `${part}/package.json`,
      JSON.stringify({ name: part, version: "1.0.0", scripts: { build: "node build.mjs" } }),
    );
    write(
      `${part}/build.mjs`,
      `import { mkdirSync, appendFileSync } from "node:fs"; mkdirSync("dist", { recursive: true }); appendFileSync("dist/builds", "x");`,
    );
  }
  write(
    "server/src/main.ts",
    `const version: string = process.version; process.on("SIGTERM", () => process.exit(7)); console.log("up", version, process.argv[2]); setInterval(() => {}, 1000);`,
  );
  write("server/src/migrate.ts", "process.exit(Number(process.argv[2]));");
});
afterAll(() => rmSync(project, { recursive: true }));

/** @param like "old": as on a Node that cannot replace itself by another program. */
function start(like, ...args) {
  const flags = like === "old" ? ["--import", "data:text/javascript,process.execve=undefined"] : [];
  return spawn(pinnedNode, [...flags, join(project, "scripts/start.mjs"), ...args], { cwd: project });
}
async function outputOf(child) {
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (text += chunk));
  const [code] = await once(child, "exit");
  return { text, code };
}
const buildsOf = (part) => readFileSync(join(project, part, "dist/builds"), "utf8").length;

describe.each(["new", "old"])("from a %s Node", (like) => {
  test("the server runs on the project's Node, gets the signals, and its exit code is ours", async () => {
    const child = start(like, "server", "--flag");
    let text = "";
    child.stdout.on("data", (chunk) => {
      text += chunk;
      if (text.includes("up ")) child.kill("SIGTERM");
    });
    const [code] = await once(child, "exit");
    expect(text).toContain(`up ${process.version} --flag`);
    expect(code).toBe(7);
  });

  test("other programs run the same way, without building", async () => {
    expect(await outputOf(start(like, "migrate", "3"))).toEqual({ text: "", code: 3 });
  });
});

test("browser parts are built once, and again when they or the contract changed", async () => {
  expect([buildsOf("web"), buildsOf("widget")]).toEqual([1, 1]);
  write("widget/frame.ts", "export {};");
  const first = start("new");
  first.stdout.on("data", (chunk) => String(chunk).includes("up ") && first.kill());
  expect((await outputOf(first)).text).toContain("Building widget");
  expect([buildsOf("web"), buildsOf("widget")]).toEqual([1, 2]);
  write("contract/index.ts", "export const ab = 12;");
  const second = start("new");
  second.stdout.on("data", (chunk) => String(chunk).includes("up ") && second.kill());
  await once(second, "exit");
  expect([buildsOf("web"), buildsOf("widget")]).toEqual([2, 3]);
});

test("a build that fails is shown and stops the start", async () => {
  write("web/build.mjs", `console.error("syntax error in page.tsx"); process.exit(1);`);
  const { text, code } = await outputOf(start("new"));
  expect(text).toContain("syntax error in page.tsx");
  expect(text).not.toContain("up ");
  expect(code).toBe(1);
});

test("an unknown program is refused by name", async () => {
  expect(await outputOf(start("new", "serve"))).toEqual({
    text: "Unknown program serve. There is: server, migrate, seed, bench.\n",
    code: 1,
  });
});
