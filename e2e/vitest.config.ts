/** Browser journeys, two at a time: each with its own server, worker, database and browser, and mostly waiting for one of them. */
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** By size, as usual, but for the one that takes twice as long as any other: last, it would run alone. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLongest = (file: TestSpecification) => file.moduleId.endsWith("/access.e2e.ts");
    const rest = await super.sort(files);
    return [...rest.filter(isLongest), ...rest.filter((file) => !isLongest(file))];
  }
}

export default defineConfig({
  test: {
    include: ["e2e/**/*.e2e.ts"],
    environment: "node",
    pool: "forks",
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    passWithNoTests: false,
    // What hangs is ended by the browser's own limits long before; a slow machine is no failure.
    testTimeout: 300_000,
    hookTimeout: 180_000,
    // What must appear may take a while on a machine that is busy.
    expect: { poll: { timeout: 15_000 } },
  },
});
