/** The wake-up for what waits: one job a connection, however much arrived. The rows carry the work. */

import type { Tx } from "../../../platform/db.ts";
import { enqueue } from "../../../platform/jobs.ts";

export const processRawTask = "process_raw";

export type RawTarget = { workspaceId: string; id: string };

export const wake = (tx: Tx, { workspaceId, id }: RawTarget): void =>
  enqueue(tx, {
    task: processRawTask,
    payload: { workspace_id: workspaceId, connection_id: id },
    key: `${processRawTask}:${id}`,
    keepRunAt: true,
  });

/** Now, even where a wake-up that failed before waits for its next try. */
export const wakeAtOnce = (tx: Tx, { workspaceId, id }: RawTarget): void =>
  enqueue(tx, {
    task: processRawTask,
    payload: { workspace_id: workspaceId, connection_id: id },
    key: `${processRawTask}:${id}`,
  });

/** Beside the ordinary wake-up, so that what arrives meanwhile need not wait for it. */
export const wakeLater = (tx: Tx, { workspaceId, id }: RawTarget, at: Date): void =>
  enqueue(tx, {
    task: processRawTask,
    payload: { workspace_id: workspaceId, connection_id: id },
    key: `${processRawTask}:${id}:retry`,
    runAt: at,
  });
