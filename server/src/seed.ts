/** `npm run seed`: puts the sample data into the oldest workspace. */
import { readEnv } from "./env.ts";
import { AppError } from "./errors.ts";
import { addSampleData } from "./modules/samples/index.ts";
import { systemContext } from "./platform/context.ts";
import { sql } from "./platform/db.ts";
import { createLogger } from "./platform/log.ts";
import { start } from "./start.ts";

try {
  const env = readEnv(process.env);
  // No role: neither port nor mail listener nor jobs are touched.
  const running = await start({ ...env, roles: new Set() }, createLogger({ level: "warn" }));
  try {
    const workspace = await running.platform.db.asSystem("the installation's first workspace", (tx) =>
      tx.row<{ id: string; name: string }>(sql`select id, name from workspaces order by created_at limit 1`),
    );
    if (!workspace)
      throw new AppError(
        "unprocessable",
        "There is no workspace yet. Start Omniflow (npm start), set it up in the browser, then seed.",
      );
    const count = await addSampleData(systemContext(running.platform, workspace.id));
    console.log(`${workspace.name} has ${count} sample conversations.`);
  } finally {
    await running.stop();
  }
} catch (error) {
  console.error(error instanceof AppError ? `\n${error.message}\n` : error);
  process.exitCode = 1;
}
