/** The jobs behind actions on many conversations, and the end of what can no longer be undone. */
import { callerOf, type PortableCaller } from "../../../platform/caller.ts";
import { sql } from "../../../platform/db.ts";
import type { Task } from "../../../platform/jobs.ts";
import { workOff } from "./perform.ts";
import { undoAll } from "./undo.ts";

type Payload = { workspace_id: string; action_id: string; caller: PortableCaller };

export const actionTasks: Record<string, Task> = {
  perform_action: (platform, payload: Payload, signal) =>
    workOff(callerOf(platform, payload.workspace_id, payload.caller), payload.action_id, signal),
  undo_action: (platform, payload: Payload, signal) =>
    undoAll(callerOf(platform, payload.workspace_id, payload.caller), payload.action_id, signal),
  sweep_actions: async (platform) => {
    await platform.db.asSystem("actions past undoing lie in every workspace", (tx) =>
      tx.run(sql`delete from actions where created_at < now() - interval '7 days'`),
    );
  },
};
