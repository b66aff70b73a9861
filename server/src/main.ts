/** The server process: reads the settings, starts, says where it is, stops on SIGTERM. */
import { flushCompileCache } from "node:module";
import { readEnv } from "./env.ts";
import { AppError } from "./errors.ts";
import { createLogger, type Logger } from "./platform/log.ts";
import { start } from "./start.ts";

/** A stop that takes longer than this is no stop. */
const stopWithinMs = 25_000;

/** Listens before anything is started: who asks to stop during start-up is heard when it is over. */
function whenAskedToStop(): { asked: Promise<NodeJS.Signals> } {
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>();
  let heard = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      // Twice means now.
      if (heard) process.exit(1);
      heard = true;
      setTimeout(() => process.exit(1), stopWithinMs).unref();
      resolve(signal);
    });
  }
  return { asked: promise };
}

async function run(log: Logger): Promise<void> {
  const { asked } = whenAskedToStop();
  const env = readEnv(process.env);
  const running = await start(env, log);
  if (running.port === null) log.info("Omniflow worker is ready");
  else {
    const address = env.publicUrl ?? `http://localhost:${running.port}`;
    log.info({ port: running.port, smtp_port: running.smtpPort }, `Omniflow is ready: ${address}`);
  }
  // Node writes what it compiled when it ends in peace; a server that is killed starts as quickly the next time.
  flushCompileCache();
  log.info({ signal: await asked }, "stopping");
  await running.stop();
}

try {
  const log = createLogger({ level: readEnv(process.env).logLevel });
  process.on("unhandledRejection", (err) => log.error({ err }, "unhandled rejection"));
  await run(log);
  process.exit(0);
} catch (error) {
  console.error(error instanceof AppError ? `\n${error.message}\n` : error);
  process.exit(1);
}
