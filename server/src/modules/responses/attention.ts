/** What somebody should look at: waiting for approval, due for review, unused, with a dead link, or said twice. */
import type { ResponseAttention } from "@omniflow/contract";
import type { Caller } from "../../platform/context.ts";
import { sql } from "../../platform/db.ts";
import { visibleResponse } from "./rules.ts";

const unusedDays = 90;

type Row = { id: string; name: string; folder: string; scope: ResponseAttention["response"]["scope"] };
type Found = Row & { reason: ResponseAttention["reason"]; detail: string; other_id: string | null };

export const listAttention = (ctx: Caller): Promise<ResponseAttention[]> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const rows =
      await tx.rows<Found>(sql`with seen as (select r.* from responses r where r.workspace_id = ${ctx.workspaceId} and r.deleted_at is null and ${visibleResponse(ctx)})
      (select id, name, folder, scope, 'in_review' as reason, updated_by as detail, null::uuid as other_id from seen where state = 'in_review' order by updated_at limit 200)
      union all (select id, name, folder, scope, 'review_due', review_at::text, null from seen where review_at <= current_date order by review_at limit 200)
      union all (select id, name, folder, scope, 'dead_link', link->>'url', null from seen, jsonb_array_elements(dead_links) link limit 200)
      union all (select a.id, a.name, a.folder, a.scope, 'duplicate', b.name, b.id from seen a join seen b on b.fingerprint = a.fingerprint and b.id < a.id where length(a.fingerprint) >= 20 limit 200)
      union all (select id, name, folder, scope, 'unused', coalesce(last_used_at, created_at)::date::text, null from seen
        where coalesce(last_used_at, created_at) < now() - make_interval(days => ${unusedDays}) order by coalesce(last_used_at, created_at) limit 200)`);
    return rows.map(({ reason, detail, other_id, ...response }) => ({ reason, response, detail, other_id }));
  });
