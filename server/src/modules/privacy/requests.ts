/** Requests about one person, and the expiring link to an archive. */
import type { PrivacyRequest } from "@omniflow/contract";
import { notFound } from "../../errors.ts";
import type { Caller, Context } from "../../platform/context.ts";
import { sql } from "../../platform/db.ts";
import { enqueue } from "../../platform/jobs.ts";
import { newId } from "../../platform/uuid.ts";
import { recordAudit } from "../audit/index.ts";
import { findHeld } from "./held.ts";

export const linkHours = 24;

export type RequestRow = {
  id: string;
  kind: PrivacyRequest["kind"];
  contact_id: string;
  state: PrivacyRequest["state"];
  storage_key: string | null;
  expires_at: Date | null;
  created_at: Date;
};

export const requestView = (ctx: Context, row: RequestRow): PrivacyRequest => ({
  id: row.id,
  kind: row.kind,
  contact_id: row.contact_id,
  state: row.state,
  url:
    row.storage_key && row.expires_at
      ? ctx.platform.crypto.signedUrl(`/api/v1/privacy-archives/${row.id}?workspace=${ctx.workspaceId}`, row.expires_at)
      : null,
  expires_at: row.expires_at?.toISOString() ?? null,
  created_at: row.created_at.toISOString(),
});

/** Made by a job; whoever asked looks at the request until it is done. */
export const startArchive = (ctx: Caller, contactId: string): Promise<PrivacyRequest> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    await findHeld(ctx, tx, contactId);
    const row =
      await tx.row<RequestRow>(sql`insert into privacy_requests (workspace_id, id, kind, contact_id, actor_type, actor_id)
      values (${ctx.workspaceId}, ${newId()}, 'archive', ${contactId}, ${ctx.actor.type}, ${ctx.actor.id}) returning *`);
    enqueue(tx, {
      task: "make_archive",
      payload: { workspace_id: ctx.workspaceId, request_id: row!.id },
      maxAttempts: 5,
    });
    recordAudit(ctx, tx, {
      action: "contact.archived",
      target: { type: "contact", id: contactId },
      summary: "Everything held on one person exported",
    });
    return requestView(ctx, row!);
  });

export async function getRequest(ctx: Caller, id: string): Promise<PrivacyRequest> {
  const row = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
    tx.row<RequestRow>(sql`select * from privacy_requests where workspace_id = ${ctx.workspaceId} and id = ${id}`),
  );
  if (!row) throw notFound("request");
  return requestView(ctx, row);
}
