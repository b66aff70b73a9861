/** A message scheduled for later stops itself when the customer writes first: its author is told, and decides anew. */
import type { Context } from "../../../platform/context.ts";
import { sql, type Tx } from "../../../platform/db.ts";
import { emit } from "../../../platform/events.ts";
import { rootOf } from "../../../platform/merged.ts";
import type { Plan } from "../receive/place.ts";
import { audienceOf } from "../scope.ts";
import { recordSteps } from "./ledger.ts";

const reason = "The customer wrote first. Read what is new, then send it or change it.";

export async function cancelOvertaken(ctx: Context, tx: Tx, plan: Plan): Promise<void> {
  const written = new Set(
    plan.placed.filter(({ arrival }) => !arrival.ours && !arrival.automatic).map(({ result }) => result.conversationId),
  );
  const touched = [...plan.touched.values()].filter((t) => t.conversation.scheduled && written.has(t.conversation.id));
  if (!touched.length) return;
  const roots = touched.map((t) => t.conversation.id);
  const stopped = await tx.rows<{
    id: string;
    root: string;
  }>(sql`update messages m set delivery_state = 'cancelled', delivery_reason = ${reason}
    from conversations h where m.workspace_id = ${ctx.workspaceId} and h.workspace_id = m.workspace_id and h.id = m.conversation_id
      and (h.id = any(${roots}::uuid[]) or h.merged_into = any(${roots}::uuid[])) and m.delivery_state = 'queued' and m.details->>'send_later' = 'true'
    returning m.id, ${rootOf("h")} as root`);
  await tx.run(
    sql`update conversations set scheduled = false where workspace_id = ${ctx.workspaceId} and id = any(${roots}::uuid[])`,
  );
  for (const { id, root } of stopped) {
    const { conversation } = plan.touched.get(root)!;
    await recordSteps(tx, ctx.workspaceId, id, [{ state: "cancelled", reason }]);
    emit(ctx, tx, {
      type: "message.not_sent",
      data: { message_id: id, reason },
      conversationId: root,
      contactId: conversation.contact_id,
      audience: audienceOf(conversation),
    });
  }
}
