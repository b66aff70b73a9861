/** The jobs behind actions on many conversations, and the end of what can no longer be undone. */
import type { Permission } from "@omniflow/contract";
import { type Actor, type Caller, type Platform, systemContext } from "../../../platform/context.ts";
import { sql } from "../../../platform/db.ts";
import type { Task } from "../../../platform/jobs.ts";
import { workOff } from "./perform.ts";
import { undoAll } from "./undo.ts";

type Payload = {
  workspace_id: string;
  action_id: string;
  caller: { actor: Actor; memberId: string | null; teamIds: string[]; permissions: Permission[] };
};

const callerOf = (platform: Platform, { workspace_id, caller }: Payload): Caller => ({
  ...systemContext(platform, workspace_id),
  actor: caller.actor,
  memberId: caller.memberId,
  teamIds: caller.teamIds,
  permissions: new Set(caller.permissions),
});

export const actionTasks: Record<string, Task> = {
  perform_action: (platform, payload: Payload, signal) =>
    workOff(callerOf(platform, payload), payload.action_id, signal),
  undo_action: (platform, payload: Payload, signal) => undoAll(callerOf(platform, payload), payload.action_id, signal),
  sweep_actions: async (platform) => {
    await platform.db.asSystem("actions past undoing lie in every workspace", (tx) =>
      tx.run(sql`delete from actions where created_at < now() - interval '7 days'`),
    );
  },
};
