/**
 * What `npm test` and `npm run check` run: types, lint, tests, builds, browser journeys. Every step runs, whatever the others
 * say; each check counts as one test. The last line is "N passed, N failed".
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { browserParts, buildIfStale } from "./build.mjs";
import { installIfNeeded, pinnedNode, root } from "./install.mjs";

const wanted = process.argv.slice(2);
const workspaces = ["contract", "server", "web", "widget", "e2e", "bench"];
const reports = mkdtempSync(join(tmpdir(), "omniflow-test-"));
const totals = { passed: 0, failed: 0 };

const steps = [
  ...workspaces
    .filter((name) => existsSync(join(root, name, "tsconfig.json")))
    .map((name) => ({ name: `types: ${name}`, kind: "check", run: () => node("typescript/bin/tsc", "-p", name) })),
  { name: "lint", kind: "check", run: () => node("@biomejs/biome/bin/biome", "check", "--diagnostic-level=warn") },
  { name: "tests", kind: "test", run: () => vitest("tests", "--config", "vitest.config.ts") },
  ...browserParts.map((part) => ({
    name: `build: ${part}`,
    kind: "build",
    run: () => check(buildIfStale(part, { force: true })),
  })),
  { name: "journeys", kind: "e2e", run: () => vitest("journeys", "--config", "e2e/vitest.config.ts") },
];

installIfNeeded();
for (const step of steps) {
  if (wanted.length > 0 && !wanted.includes(step.kind)) continue;
  console.log(`\n── ${step.name}`);
  const started = Date.now();
  const { passed, failed } = step.run();
  totals.passed += passed;
  totals.failed += failed;
  console.log(`── ${step.name}: ${failed === 0 ? "ok" : "FAILED"} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}
rmSync(reports, { recursive: true, force: true });
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed === 0 ? 0 : 1);

function check(ok) {
  return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

function node(program, ...args) {
  const { status } = spawnSync(pinnedNode, [join(root, "node_modules", program), ...args], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, PATH: `${dirname(pinnedNode)}${delimiter}${process.env.PATH}` },
  });
  return check(status === 0);
}

/** The tests of one run, counted from vitest's own report. A run that fails beside its tests counts as one failure more. */
function vitest(name, ...args) {
  const report = join(reports, `${name}.json`);
  const ended = node(
    "vitest/vitest.mjs",
    "run",
    ...args,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
  );
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, "utf8"));
  const failed = Math.max(
    numFailedTests,
    numFailedTests === 0 && (ended.failed > 0 || numFailedTestSuites > 0) ? 1 : 0,
  );
  return { passed: numPassedTests, failed };
}
