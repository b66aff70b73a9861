/** Browser journeys, two at a time: each with its own server, worker, database and browser, and mostly waiting for one of them. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["e2e/**/*.e2e.ts"],
    globalSetup: "e2e/support/prepared.ts",
    environment: "node",
    pool: "forks",
    maxWorkers: 2,
    passWithNoTests: false,
    // What hangs is ended by the browser's own limits long before; a slow machine is no failure.
    testTimeout: 300_000,
    hookTimeout: 180_000,
    // What must appear may take a while on a machine that is busy.
    expect: { poll: { timeout: 15_000 } },
  },
});
