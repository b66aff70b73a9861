/** Sweeps away what has had its time: ended sessions, used-up proofs, attempts nobody repeats. */
import { sql } from "../../platform/db.ts";
import type { Schedule, Task } from "../../platform/jobs.ts";

const sweep: Task = async (platform) => {
  const now = platform.clock.now();
  await platform.db.asSystem("sweeps all persons", async (tx) => {
    await Promise.all([
      tx.run(sql`delete from sessions where expires_at < ${now}`),
      tx.run(sql`delete from verifications where expires_at < ${now}`),
      tx.run(sql`delete from attempts where window_started_at < ${now}::timestamptz - interval '1 day'`),
    ]);
  });
};

export const identityTasks: Record<string, Task> = { sweep_sessions: sweep };
export const identitySchedules: Schedule[] = [{ task: "sweep_sessions", cron: "17 * * * *" }];
