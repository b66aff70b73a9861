/** The server process: reads the settings, starts, says where it is, stops on SIGTERM. */
import { readEnv } from "./env.ts";
import { AppError } from "./errors.ts";
import { createLogger } from "./platform/log.ts";
import { start } from "./start.ts";

try {
  const env = readEnv(process.env);
  const log = createLogger({ level: env.logLevel });
  const running = await start(env, log);
  if (running.port !== null) {
    const address = env.publicUrl ?? `http://localhost:${running.port}`;
    log.info({ port: running.port, smtp_port: running.smtpPort }, `Omniflow is ready: ${address}`);
  } else log.info("Omniflow worker is ready");
  let stopping = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      // Twice means now.
      if (stopping) process.exit(1);
      stopping = true;
      log.info({ signal }, "stopping");
      setTimeout(() => process.exit(1), 25_000).unref();
      running.stop().then(
        () => process.exit(0),
        (err) => {
          log.error({ err }, "could not stop cleanly");
          process.exit(1);
        },
      );
    });
  }
  process.on("unhandledRejection", (err) => log.error({ err }, "unhandled rejection"));
} catch (error) {
  console.error(error instanceof AppError ? `\n${error.message}\n` : error);
  process.exit(1);
}
