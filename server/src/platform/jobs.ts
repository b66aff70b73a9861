/**
 * Follow-up work. A job is added in the transaction of the change, so it exists exactly when the change does; it runs at least
 * once, so every job is idempotent. Jobs added in one transaction go to the database in one statement.
 */
import { type Runner, run, type TaskList, Logger as WorkerLogger } from "graphile-worker";
import type { Platform } from "./context.ts";
import { sql, type Tx } from "./db.ts";

export type Job = {
  task: string;
  payload: Record<string, unknown>;
  /** A second job with the same key replaces a waiting one. */
  key?: string;
  /** With `key`: keep the earlier time of the waiting job, a mere wake-up. */
  keepRunAt?: boolean;
  runAt?: Date;
  maxAttempts?: number;
  /** Jobs of one queue run one after the other. */
  queue?: string;
};

/** Handler of one task; `signal` aborts when the process stops. */
// biome-ignore lint/suspicious/noExplicitAny: each task knows its own payload.
export type Task = (platform: Platform, payload: any, signal: AbortSignal) => Promise<void>;

/** `atStart`: also run once when the worker starts, for what a crash left behind. */
export type Schedule = { task: string; cron: string; atStart?: boolean };

const gathered = Symbol("jobs");

export function enqueue(tx: Tx, ...jobs: Job[]): void {
  const waiting = tx.bag.get(gathered) as Job[] | undefined;
  if (waiting) {
    waiting.push(...jobs);
    return;
  }
  const list = [...jobs];
  tx.bag.set(gathered, list);
  tx.beforeCommit(() => {
    // A later step of the same commit may add more: those gather anew.
    tx.bag.delete(gathered);
    return writeJobs(tx, list);
  });
}

async function writeJobs(tx: Tx, jobs: Job[]): Promise<void> {
  const specs = jobs.map((job) => ({
    identifier: job.task,
    payload: job.payload,
    job_key: job.key ?? null,
    job_key_mode: job.key && job.keepRunAt ? "preserve_run_at" : null,
    run_at: job.runAt?.toISOString() ?? null,
    max_attempts: job.maxAttempts ?? null,
    queue_name: job.queue ?? null,
  }));
  if (specs.length) await tx.run(sql`select enqueue_jobs(${JSON.stringify(specs)}::json)`);
}

/** Starts working. Stops when told, after what runs has ended. */
export async function startWorker(
  platform: Platform,
  tasks: Record<string, Task>,
  schedules: Schedule[],
  options: { concurrency?: number; pollInterval?: number } = {},
): Promise<{ stop(): Promise<void> }> {
  const stopping = new AbortController();
  const taskList: TaskList = {};
  for (const [name, task] of Object.entries(tasks)) {
    taskList[name] = async (payload) => {
      const end = platform.metrics.jobDuration.startTimer({ task: name });
      try {
        await task(platform, payload, stopping.signal);
        end({ outcome: "done" });
      } catch (error) {
        end({ outcome: "failed" });
        platform.log.error({ err: error, task: name }, "job failed");
        throw error;
      }
    };
  }
  const runner: Runner = await run({
    pgPool: platform.db.ownerPool,
    taskList,
    concurrency: options.concurrency ?? 6,
    pollInterval: options.pollInterval ?? 1000,
    noHandleSignals: true,
    crontab: schedules.map((s) => `${s.cron} ${s.task}`).join("\n"),
    logger: new WorkerLogger(() => (level, message) => {
      if (level === "error" || level === "warning") platform.log.warn({ component: "worker" }, message);
    }),
  });
  return {
    stop: async () => {
      stopping.abort();
      await runner.stop();
    },
  };
}
