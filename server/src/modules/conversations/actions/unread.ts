/** Unread and read as an action: for the caller alone, and given back as it was. */
import type { Caller } from "../../../platform/context.ts";
import { sql, type Tx } from "../../../platform/db.ts";

/** @returns when the caller had read it before; null for never. */
export async function setUnread(ctx: Caller, tx: Tx, id: string, unread: boolean): Promise<string | null> {
  if (!ctx.memberId) return null;
  const before = await tx.row<{ read_at: Date }>(sql`select read_at from conversation_reads
    where workspace_id = ${ctx.workspaceId} and member_id = ${ctx.memberId} and conversation_id = ${id}`);
  await tx.run(sql`insert into conversation_reads (workspace_id, member_id, conversation_id, read_at)
    select workspace_id, ${ctx.memberId}, id, ${unread ? sql`coalesce(last_inbound_at, last_message_at) - interval '1 millisecond'` : sql`now()`}
    from conversations where workspace_id = ${ctx.workspaceId} and id = ${id}
    on conflict (workspace_id, member_id, conversation_id) do update set read_at = excluded.read_at`);
  return before?.read_at.toISOString() ?? null;
}

/** @param readAt as `setUnread` told it */
export async function restoreRead(ctx: Caller, tx: Tx, id: string, readAt: string | null): Promise<void> {
  const mine = sql`workspace_id = ${ctx.workspaceId} and member_id = ${ctx.memberId}::uuid and conversation_id = ${id}`;
  if (readAt) await tx.run(sql`update conversation_reads set read_at = ${readAt} where ${mine}`);
  else await tx.run(sql`delete from conversation_reads where ${mine}`);
}
