/** A database for each test file: a clone of the migrated template, dropped with the file. */
import { randomUUID } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { inDatabase, template } from "./database.ts";

/** A database of its own, cloned from the migrated template. */
export async function cloneDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const base = inject("databaseUrl");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const run = async (statement: string) => {
    const client = new pg.Client(base);
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await run(`create database ${name} template ${template}`);
  return { url: inDatabase(base, name), drop: () => run(`drop database if exists ${name} with (force)`) };
}
