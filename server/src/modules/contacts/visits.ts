/** Where a chat visitor is and with what device: what the widget told, for the contact's page. */
import type { ContactVisit } from "@omniflow/contract";
import type { Context } from "../../platform/context.ts";
import { sql } from "../../platform/db.ts";
import { contactGroup } from "./queries.ts";

type Row = {
  id: string;
  connection_id: string;
  page: ContactVisit["page"];
  pages: ContactVisit["pages"];
  device: ContactVisit["device"];
  language: string | null;
  time_zone: string | null;
  created_at: Date;
  last_seen_at: Date;
};

const most = 20;

export const listVisits = (ctx: Context, contactId: string): Promise<ContactVisit[]> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const rows =
      await tx.rows<Row>(sql`select id, connection_id, page, pages, device, language, time_zone, created_at, last_seen_at from visitors
      where workspace_id = ${ctx.workspaceId} and contact_id = any(${await contactGroup(ctx, tx, contactId)}::uuid[])
      order by last_seen_at desc limit ${most}`);
    return rows.map((row) => ({
      visitor_id: row.id,
      channel_id: row.connection_id,
      page: row.page,
      pages: row.pages,
      device: row.device,
      language: row.language,
      time_zone: row.time_zone,
      first_seen_at: row.created_at.toISOString(),
      last_seen_at: row.last_seen_at.toISOString(),
    }));
  });
