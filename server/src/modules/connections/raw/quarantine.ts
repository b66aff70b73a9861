/** The quarantine: what could not be processed, kept as it came, to be tried again, looked at or thrown away. */
import type { QuarantinedRaw } from "@omniflow/contract";
import { notFound } from "../../../errors.ts";
import type { Context } from "../../../platform/context.ts";
import { empty, sql } from "../../../platform/db.ts";
import { recordAudit } from "../../audit/index.ts";
import { glanceAt, glanceBytes } from "./describe.ts";
import { wakeAtOnce } from "./wake.ts";

type Row = {
  id: string;
  connection_id: string;
  connection_name: string;
  reason: string | null;
  size: number;
  attempts: number;
  received_at: Date;
  start: Buffer;
};

export type QuarantinePage = { limit: number; after: [string, string] | null };

/** Newest first; one more than `limit` tells that there is another page. */
export async function listQuarantined(ctx: Context, page: QuarantinePage): Promise<QuarantinedRaw[]> {
  const rows = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
    tx.rows<Row>(sql`select r.id, r.connection_id, c.name as connection_name, r.reason, r.size, r.attempts,
        date_trunc('milliseconds', r.received_at) as received_at, substring(r.body for ${glanceBytes}::int) as start
      from raw_messages r join connections c on c.workspace_id = r.workspace_id and c.id = r.connection_id
      where r.workspace_id = ${ctx.workspaceId} and r.state = 'quarantined'
        ${page.after ? sql`and (date_trunc('milliseconds', r.received_at), r.id) < (${page.after[0]}::timestamptz, ${page.after[1]}::uuid)` : empty}
      order by date_trunc('milliseconds', r.received_at) desc, r.id desc limit ${page.limit + 1}`),
  );
  return rows.map((row) => ({
    id: row.id,
    channel_id: row.connection_id,
    channel_name: row.connection_name,
    reason: row.reason ?? "",
    size: row.size,
    attempts: row.attempts,
    received_at: row.received_at.toISOString(),
    ...glanceAt(row.start),
  }));
}

/** @throws AppError not_found */
export const retryQuarantined = (ctx: Context, id: string): Promise<void> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const row = await tx.row<{ connection_id: string }>(sql`update raw_messages
      set state = 'waiting', attempts = 0, reason = null, retry_at = null, leased_until = null, processed_at = null
      where workspace_id = ${ctx.workspaceId} and id = ${id} and state = 'quarantined' returning connection_id`);
    if (!row) throw notFound("quarantined message");
    recordAudit(ctx, tx, { action: "quarantine.retried", target: { type: "quarantined_message", id } });
    wakeAtOnce(tx, { workspaceId: ctx.workspaceId, id: row.connection_id });
  });

/** @throws AppError not_found */
export const deleteQuarantined = (ctx: Context, id: string): Promise<void> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const gone = await tx.run(sql`delete from raw_messages
      where workspace_id = ${ctx.workspaceId} and id = ${id} and state = 'quarantined'`);
    if (!gone) throw notFound("quarantined message");
    recordAudit(ctx, tx, { action: "quarantine.deleted", target: { type: "quarantined_message", id } });
  });

/** The bytes as they came. @throws AppError not_found */
export async function readQuarantined(ctx: Context, id: string): Promise<Buffer> {
  const row = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
    tx.row<{ body: Buffer }>(sql`select body from raw_messages
      where workspace_id = ${ctx.workspaceId} and id = ${id} and state = 'quarantined'`),
  );
  if (!row) throw notFound("quarantined message");
  return row.body;
}
