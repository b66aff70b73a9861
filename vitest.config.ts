/** Unit and integration tests of every workspace, each beside its source. Browser journeys have their own: e2e/vitest.config.ts. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    environment: "node",
    pool: "forks",
    maxWorkers: 2,
    // Files that share a process load the server's code once, which halves the run. What a test changes beyond its own database
    // it puts back.
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    teardownTimeout: 20_000,
    restoreMocks: true,
    exclude: ["**/node_modules/**", "**/dist/**"],
    projects: [
      {
        extends: true,
        test: { name: "server", include: ["server/**/*.test.ts"], globalSetup: "server/src/test/database.ts" },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: ["{contract,web,widget}/**/*.test.{ts,tsx}", "scripts/**/*.test.mjs"],
        },
      },
    ],
  },
});
