/** The logger of a request, with its id: made once something is logged. Most requests have nothing to say, and making it costs more than routing them. */
import type { FastifyBaseLogger } from "fastify";

export function lazyLogger(logger: FastifyBaseLogger, bindings: object, options: object): FastifyBaseLogger {
  let made: FastifyBaseLogger | undefined;
  const own = () => (made ??= logger.child(bindings, options));
  return {
    get level() {
      return logger.level;
    },
    set level(level) {
      own().level = level;
    },
    fatal: (...said: [string]) => own().fatal(...said),
    error: (...said: [string]) => own().error(...said),
    warn: (...said: [string]) => own().warn(...said),
    info: (...said: [string]) => own().info(...said),
    debug: (...said: [string]) => own().debug(...said),
    trace: (...said: [string]) => own().trace(...said),
    silent: (...said: [string]) => own().silent(...said),
    child: (...more) => own().child(...more),
  } as FastifyBaseLogger;
}
