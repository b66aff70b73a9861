/** The jobs of imports, and the sweep that goes on where a process died. */
import { callerOf } from "../../platform/caller.ts";
import type { Caller, Platform } from "../../platform/context.ts";
import { sql } from "../../platform/db.ts";
import type { Schedule, Task } from "../../platform/jobs.ts";
import { checkImport } from "./check.ts";
import { forgetTask } from "./forget.ts";
import { getImport, listAbandoned } from "./queries.ts";
import { runImport } from "./run.ts";
import { undoImport } from "./undo.ts";
import { type taskOf, wake } from "./verbs.ts";

type Payload = { workspace_id: string; import_id: string };

/** Longer than any batch takes. */
const silence = 90;
/** Files of imports are kept so long: undo needs none, a look at the refused rows does. */
const keptDays = 30;

const asCaller =
  (work: (ctx: Caller, id: string, signal: AbortSignal) => Promise<void>): Task =>
  async (platform: Platform, { workspace_id, import_id }: Payload, signal) => {
    const record = await platform.db
      .inWorkspace(workspace_id, (tx) => getImport(tx, workspace_id, import_id))
      .catch(() => null);
    if (record) await work(callerOf(platform, workspace_id, record.caller), import_id, signal);
  };

const resume: Task = (platform) =>
  platform.db.asSystem("imports of every workspace may have lost their worker", async (tx) => {
    for (const { workspace_id, id, state } of await listAbandoned(tx, silence))
      wake(tx, workspace_id, id, state as keyof typeof taskOf);
  });

const sweep: Task = async (platform) => {
  const gone = await platform.db.asSystem("old files lie in every workspace", (tx) =>
    tx.rows<{ storage_key: string }>(sql`with old as (
        select workspace_id, id, storage_key from imports where storage_key <> ''
          and created_at < now() - make_interval(days => ${keptDays}) and state not in ('checking', 'running', 'undoing') limit 500)
      update imports i set storage_key = '' from old where i.workspace_id = old.workspace_id and i.id = old.id returning old.storage_key`),
  );
  for (const { storage_key } of gone) await platform.files.remove(storage_key);
};

export const importTasks: Record<string, Task> = {
  check_import: asCaller(checkImport),
  run_import: asCaller(runImport),
  undo_import: asCaller(undoImport),
  forget_in_imports: forgetTask,
  resume_imports: resume,
  sweep_imports: sweep,
};

export const importSchedules: Schedule[] = [
  { task: "resume_imports", cron: "* * * * *", atStart: true },
  { task: "sweep_imports", cron: "37 3 * * *" },
];
