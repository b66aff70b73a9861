/**
 * The delivery ledger: where an outbound message is, and every step it took. States only move forward — receipts come late,
 * twice and out of order — except by a retry.
 */
import type { DeliveryAttempt, DeliveryState } from "@omniflow/contract";
import type { Receipt } from "../../../channels/adapter.ts";
import type { Context } from "../../../platform/context.ts";
import { sql, type Tx } from "../../../platform/db.ts";
import { emit } from "../../../platform/events.ts";
import { rootOf } from "../../../platform/merged.ts";
import { newId } from "../../../platform/uuid.ts";
import { audienceOf } from "../scope.ts";

/** How far a state is; a receipt never moves a message back. A failure after delivery is a bounce and counts. */
const rank: Record<DeliveryState, number> = {
  cancelled: 0,
  queued: 1,
  sending: 2,
  unknown: 3,
  sent: 4,
  delivered: 5,
  read: 6,
  failed: 5,
};

export const isForward = (from: DeliveryState, to: DeliveryState): boolean =>
  rank[to] > rank[from] || (to === "failed" && from !== "read" && from !== "failed");

export type DeliveryStep = { state: DeliveryAttempt["state"]; recipient?: string | null; reason?: string | null };

export const recordSteps = (tx: Tx, workspaceId: string, messageId: string, steps: DeliveryStep[]) =>
  tx.run(sql`insert into delivery_attempts (workspace_id, id, message_id, state, recipient, reason, at)
    select ${workspaceId}, id, ${messageId}, state, recipient, reason, clock_timestamp()
    from json_to_recordset(${JSON.stringify(steps.map((step) => ({ id: newId(), ...step })))}) as r(id uuid, state text, recipient text, reason text)`);

export async function listSteps(tx: Tx, workspaceId: string, messageId: string): Promise<DeliveryAttempt[]> {
  const rows = await tx.rows<
    Omit<DeliveryAttempt, "at"> & { at: Date }
  >(sql`select state, recipient, reason, at from delivery_attempts
    where workspace_id = ${workspaceId} and message_id = ${messageId} order by at, id`);
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

type SentMessage = {
  id: string;
  conversation_id: string;
  contact_id: string;
  delivery_state: DeliveryState;
  team_id: string | null;
  assignee_member_id: string | null;
};

/** @returns false when the receipt is about no message of ours. */
export async function applyReceipt(ctx: Context, tx: Tx, connectionId: string, receipt: Receipt): Promise<boolean> {
  const ours = receipt.externalId.startsWith("message:") ? receipt.externalId.slice(8) : null;
  const message =
    await tx.row<SentMessage>(sql`select m.id, c.id as conversation_id, m.delivery_state, c.contact_id, c.team_id, c.assignee_member_id
    from messages m join conversations h on h.workspace_id = m.workspace_id and h.id = m.conversation_id
    join conversations c on c.workspace_id = m.workspace_id and c.id = ${rootOf("h")}
    where m.workspace_id = ${ctx.workspaceId} and m.connection_id = ${connectionId} and m.direction = 'out' and m.delivery_state is not null
      and ${ours && /^[0-9a-f-]{36}$/.test(ours) ? sql`m.id = ${ours}` : sql`m.external_id = ${receipt.externalId}`} for no key update of m`);
  if (!message) return false;
  await recordSteps(tx, ctx.workspaceId, message.id, [
    { state: receipt.state, recipient: receipt.recipient, reason: receipt.reason },
  ]);
  if (receipt.state !== "deferred" && isForward(message.delivery_state, receipt.state)) {
    await setDelivery(ctx, tx, message, receipt.state, receipt.reason ?? null);
  }
  return true;
}

/** Moves a message to a state and says so. */
export async function setDelivery(
  ctx: Context,
  tx: Tx,
  message: Omit<SentMessage, "delivery_state">,
  state: "sent" | "delivered" | "read" | "failed" | "unknown" | "cancelled",
  reason: string | null,
): Promise<void> {
  await tx.run(sql`update messages set delivery_state = ${state}, delivery_reason = ${reason}, lease_until = null
    where workspace_id = ${ctx.workspaceId} and id = ${message.id}`);
  const about = {
    conversationId: message.conversation_id,
    contactId: message.contact_id,
    audience: audienceOf(message),
  };
  const data = { message_id: message.id };
  if (state === "failed" || state === "unknown") {
    emit(ctx, tx, { type: "message.failed", data: { ...data, reason: reason ?? "" }, ...about });
  } else emit(ctx, tx, { type: `message.${state}`, data, ...about });
}
