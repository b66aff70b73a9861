/** Snoozed conversations come back when their time has come; checked every minute and by a job at the time itself. */

import { systemContext } from "../../platform/context.ts";
import { sql } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import type { Task } from "../../platform/jobs.ts";
import { audienceOf } from "./scope.ts";

type Due = {
  id: string;
  workspace_id: string;
  contact_id: string;
  team_id: string | null;
  assignee_member_id: string | null;
};

const batch = 500;

export const wakeSnoozed: Task = async (platform) => {
  for (;;) {
    const due = await platform.db.asSystem("snoozes end in every workspace", (tx) =>
      tx.rows<{ workspace_id: string }>(sql`select distinct workspace_id from (
        select workspace_id from conversations where snoozed_until <= now() order by snoozed_until limit ${batch}) d`),
    );
    for (const { workspace_id } of due) {
      const ctx = systemContext(platform, workspace_id);
      await platform.db.inWorkspace(workspace_id, async (tx) => {
        const woken =
          await tx.rows<Due>(sql`update conversations set snoozed_until = null, status = 'open', version = version + 1
          where workspace_id = ${workspace_id} and id in (select id from conversations
            where workspace_id = ${workspace_id} and snoozed_until <= now() order by snoozed_until limit ${batch} for update skip locked)
          returning id, workspace_id, contact_id, team_id, assignee_member_id`);
        for (const c of woken) {
          emit(ctx, tx, {
            type: "conversation.woken",
            data: { reason: "time" },
            conversationId: c.id,
            contactId: c.contact_id,
            audience: audienceOf(c),
          });
        }
      });
    }
    if (!due.length) return;
  }
};
