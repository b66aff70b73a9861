/** Logs: one JSON object a line, secrets removed; one readable line each when a person watches on a terminal. */
import { Writable } from "node:stream";
import { pino } from "pino";

export type Logger = pino.Logger;
export type LogLevel = "fatal" | "error" | "warn" | "info" | "debug" | "trace" | "silent";

const secretKeys = [
  "authorization",
  "cookie",
  "password",
  "new_password",
  "newPassword",
  "token",
  "secret",
  "secrets",
  "api_key",
  "apiKey",
  "access_token",
  "refresh_token",
  "code",
];
const secretHeaders = ["authorization", "cookie", "set-cookie", "x-api-key", "proxy-authorization"];

/** Where a secret may lie: at the top, one level down (a body, an options object), and in the headers of a request or an answer. */
const redactPaths = [
  ...secretKeys,
  ...secretKeys.filter((key) => key !== "code").map((key) => `*.${key}`),
  "body.code",
  ...["headers", "req.headers", "request.headers", "res.headers", "response.headers"].flatMap((path) =>
    secretHeaders.map((header) => `${path}["${header}"]`),
  ),
].filter((path) => path !== "code");

/** @param destination where the lines go; standard output by default. */
export function createLogger(options: { level: LogLevel; pretty?: boolean; destination?: Writable }): Logger {
  const pretty = options.pretty ?? (options.destination === undefined && process.stdout.isTTY === true);
  const output = options.destination ?? process.stdout;
  const settings: pino.LoggerOptions = {
    level: options.level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: redactPaths, censor: "[removed]" },
  };
  if (pretty) return pino(settings, readable(output));
  return options.destination ? pino(settings, options.destination) : pino(settings);
}

const colors: Record<string, string> = { fatal: "31", error: "31", warn: "33", info: "36", debug: "90", trace: "90" };

function readable(output: Writable): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      for (const line of String(chunk).split("\n")) if (line) output.write(`${toReadableLine(line)}\n`);
      done();
    },
  });
}

function toReadableLine(line: string): string {
  const { level, time, msg, err, ...rest } = JSON.parse(line) as Record<string, unknown> & { err?: { stack?: string } };
  const color = colors[String(level)] ?? "0";
  const extra = Object.keys(rest).length > 0 ? ` \u001b[90m${JSON.stringify(rest)}\u001b[0m` : "";
  const stack = err?.stack ? `\n${err.stack}` : "";
  return `\u001b[90m${String(time).slice(11, 19)}\u001b[0m \u001b[${color}m${String(level).padEnd(5)}\u001b[0m ${msg ?? ""}${extra}${stack}`;
}
