/** What a member does with an import: dry run, run, stop, undo. Each sets the state and leaves the work to a job. */
import type { Import, ImportState } from "@omniflow/contract";
import { AppError } from "../../errors.ts";
import { portable } from "../../platform/caller.ts";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { enqueue } from "../../platform/jobs.ts";
import { beginPhase, getImport, type ImportRecord, lockImport, setState } from "./queries.ts";
import { importView } from "./views.ts";

/** Also what the sweep wakes up again: see jobs.ts. */
export const taskOf = { checking: "check_import", running: "run_import", undoing: "undo_import" } as const;

export const wake = (tx: Tx, workspaceId: string, id: string, state: keyof typeof taskOf) =>
  enqueue(tx, {
    task: taskOf[state],
    payload: { workspace_id: workspaceId, import_id: id },
    key: `import:${workspaceId}:${id}`,
  });

const change = (ctx: Caller, id: string, work: (tx: Tx, record: ImportRecord) => Promise<void>): Promise<Import> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    await work(tx, await lockImport(tx, ctx.workspaceId, id));
    return importView(await getImport(tx, ctx.workspaceId, id));
  });

function expect(record: ImportRecord, states: readonly ImportState[], message: string): void {
  if (!states.includes(record.state)) throw new AppError("conflict", message);
}

export const startCheck = (ctx: Caller, id: string): Promise<Import> =>
  change(ctx, id, async (tx, record) => {
    if (record.state === "checking") return;
    expect(record, ["mapping", "checked", "failed"], "This import has begun already.");
    if (record.started_at)
      throw new AppError("conflict", "This import has begun already. Undo it, or upload the file again.");
    if (!record.mapping.some((field) => field === "email" || field === "phone" || field === "handle"))
      throw new AppError(
        "validation_failed",
        "Say which column holds the mail address, the phone number or the handle: by it a contact is known.",
        {
          field: "mapping",
        },
      );
    await beginPhase(tx, ctx.workspaceId, id, "checking", portable(ctx));
    wake(tx, ctx.workspaceId, id, "checking");
  });

export const startRun = (ctx: Caller, id: string): Promise<Import> =>
  change(ctx, id, async (tx, record) => {
    if (record.state === "running" || record.state === "done") return;
    expect(record, ["checked"], "Make the dry run first; then the import can run.");
    await beginPhase(tx, ctx.workspaceId, id, "running", portable(ctx));
    wake(tx, ctx.workspaceId, id, "running");
  });

/** What is imported by then stays, and can be undone. */
export const stopImport = (ctx: Caller, id: string): Promise<Import> =>
  change(ctx, id, async (tx, record) => {
    if (record.state === "checking") await setState(tx, ctx.workspaceId, id, "mapping");
    else if (record.state === "running") await setState(tx, ctx.workspaceId, id, "stopped");
    else expect(record, ["stopped", "mapping"], "This import is not at work.");
  });

export const startUndo = (ctx: Caller, id: string): Promise<Import> =>
  change(ctx, id, async (tx, record) => {
    if (record.state === "undoing" || record.state === "undone") return;
    expect(record, ["done", "stopped", "failed"], "Only an import that has run can be undone.");
    if (!record.started_at) throw new AppError("conflict", "This import has not run; there is nothing to undo.");
    await tx.run(sql`update imports set state = 'undoing', done = 0, total = created + updated, undone = 0, kept = 0, touched_at = now(), caller = ${JSON.stringify(portable(ctx))}
      where workspace_id = ${ctx.workspaceId} and id = ${id}`);
    wake(tx, ctx.workspaceId, id, "undoing");
  });
