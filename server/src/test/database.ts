/** Vitest's global set-up: one PostgreSQL for the run, one migrated template; each test file clones it in some milliseconds. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { createLogger } from "../platform/log.ts";
import { migrate } from "../platform/migrate.ts";
import { startEmbedded } from "../platform/postgres.ts";

export const template = "omniflow_template";

declare module "vitest" {
  export interface ProvidedContext {
    databaseUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), "omniflow-test-"));
  const log = createLogger({ level: "fatal" });
  // Nobody needs the data of a test run after a power cut; tests of durability start their own.
  // No vacuum: it would hold a clone that a test file wants to drop.
  const settings = { fsync: "off", full_page_writes: "off", max_connections: "300", autovacuum: "off" };
  const server = await startEmbedded({ dataDir, log, settings });
  const client = new pg.Client(server.url);
  await client.connect();
  await client.query(`create database ${template}`);
  await client.end();
  await migrate(inDatabase(server.url, template), { log });
  project.provide("databaseUrl", server.url);
  return async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}

export function inDatabase(url: string, name: string): string {
  const made = new URL(url);
  made.pathname = `/${name}`;
  return made.href;
}
