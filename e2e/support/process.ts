/** One run of the real server program as a child process: what it wrote, how it ended, and ways to end it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const main = fileURLToPath(new URL("../../server/src/main.ts", import.meta.url));

export type Run = {
  child: ChildProcess;
  /** Everything it wrote so far, on both streams. */
  output(): string;
  /** Fulfilled with the exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>;
};

/** Settings of the machine's own environment stay out, so that a journey means the same everywhere. */
export function run(settings: Record<string, string>): Run {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(OMNIFLOW_|PORT$|DATABASE_URL$|VITEST|NODE_ENV$)/.test(name),
  );
  const child = spawn(process.execPath, [main], {
    cwd: root,
    // As `npm start` runs it: what was compiled for one server is not compiled for the next.
    env: { NODE_COMPILE_CACHE: `${root}node_modules/.cache/compiled`, ...Object.fromEntries(inherited), ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let written = "";
  const take = (chunk: Buffer) => {
    written = (written + chunk.toString()).slice(-2_000_000);
  };
  child.stdout?.on("data", take);
  child.stderr?.on("data", take);
  const ended = once(child, "close").then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  return { child, output: () => written, ended };
}

/** Waits for what it says when it can be used; a run that ends before says why. */
export async function untilReady(started: Run, ms = 90_000): Promise<void> {
  let over: string | null = null;
  void started.ended.then((how) => {
    over = `it ended (${how})`;
  });
  const deadline = Date.now() + ms;
  while (!/Omniflow (worker )?is ready/.test(started.output())) {
    if (!over && Date.now() > deadline) over = `it did not say so within ${ms} ms`;
    if (over) throw new Error(`The server is not ready: ${over}\n${tail(started.output())}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

/** The last lines without those of single requests that went well. */
export function tail(output: string, lines = 40): string {
  return output
    .split("\n")
    .filter((line) => line && !/"msg":"(incoming request|request completed|request)"/.test(line))
    .slice(-lines)
    .join("\n");
}
