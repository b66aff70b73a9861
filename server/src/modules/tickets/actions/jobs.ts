/** The jobs behind actions on many tickets, and the end of what can no longer be undone. */

import { callerOf, type PortableCaller } from "../../../platform/caller.ts";
import { sql } from "../../../platform/db.ts";
import type { Task } from "../../../platform/jobs.ts";
import { workOff } from "./perform.ts";
import { undoAll } from "./undo.ts";

type Payload = { workspace_id: string; action_id: string; caller: PortableCaller };

export const ticketActionTasks: Record<string, Task> = {
  perform_ticket_action: (platform, { workspace_id, action_id, caller }: Payload, signal) =>
    workOff(callerOf(platform, workspace_id, caller), action_id, signal),
  undo_ticket_action: (platform, { workspace_id, action_id, caller }: Payload, signal) =>
    undoAll(callerOf(platform, workspace_id, caller), action_id, signal),
  sweep_ticket_actions: async (platform) => {
    await platform.db.asSystem("actions past undoing lie in every workspace", (tx) =>
      tx.run(sql`delete from ticket_actions where created_at < now() - interval '7 days'`),
    );
  },
};
