/** `npm run migrate`: brings the database to the schema of this code and ends, for those who do not want it done on start. */
import { readEnv } from "./env.ts";
import { createLogger } from "./platform/log.ts";
import { migrate } from "./platform/migrate.ts";
import { startEmbedded } from "./platform/postgres.ts";

try {
  const env = readEnv(process.env);
  const log = createLogger({ level: env.logLevel });
  const embedded = env.databaseUrl === null ? await startEmbedded({ dataDir: env.dataDir, log }) : null;
  try {
    const applied = await migrate(env.databaseUrl ?? embedded!.url, { log });
    log.info({ applied: applied.length }, "the database is current");
  } finally {
    await embedded?.stop();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
