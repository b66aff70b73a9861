/** Vitest's global set-up: an installation that has started once, so that each journey's server finds its database made and migrated. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepared, startServer } from "./server.ts";

export default async function setup(): Promise<() => void> {
  const dir = mkdtempSync(join(tmpdir(), "omniflow-e2e-prepared-"));
  const server = await startServer({ OMNIFLOW_DATA_DIR: dir });
  await server.terminate();
  // The processes that run the journeys inherit it.
  process.env[prepared] = join(dir, "postgres");
  return () => rmSync(dir, { recursive: true, force: true });
}
