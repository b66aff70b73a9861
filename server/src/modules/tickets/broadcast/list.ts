/** Updates that went out for a ticket, newest first, with where each one's message is by now. */
import type { Broadcast } from "@omniflow/contract";
import type { Caller } from "../../../platform/context.ts";
import { sql } from "../../../platform/db.ts";
import { attachmentView, type FileRow, linker, visibleTo } from "../../conversations/index.ts";
import { showPictures } from "../pictures.ts";
import { requireTicket, ticketSet } from "../scope.ts";

type Row = Omit<Broadcast, "author" | "created_at" | "attachments"> & {
  author_id: string | null;
  author_name: string;
  created_at: Date;
  files: FileRow[];
};

export const listBroadcasts = (ctx: Caller, ticketId: string): Promise<Broadcast[]> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    await requireTicket(ctx, tx, ticketId);
    const set = await ticketSet(ctx, tx, ticketId);
    const rows = await tx.rows<Row>(sql`select b.id, b.text, b.html, b.author_id, b.author_name, b.created_at,
        coalesce((select json_agg(json_build_object('conversation_id', r.conversation_id, 'message_id', r.message_id,
            'contact', json_build_object('id', p.id, 'name', p.name), 'channel', c.channel,
            'state', case when r.state = 'written' then coalesce(m.delivery_state, 'unknown') else r.state end,
            'reason', coalesce(r.reason, m.delivery_reason)) order by p.name, c.id)
          from ticket_broadcast_recipients r join conversations c on c.workspace_id = r.workspace_id and c.id = r.conversation_id
          join contacts p on p.workspace_id = c.workspace_id and p.id = c.contact_id
          left join messages m on m.workspace_id = r.workspace_id and m.id = r.message_id
          where r.workspace_id = b.workspace_id and r.broadcast_id = b.id and ${visibleTo(ctx)}), '[]'::json) as recipients,
        coalesce((select json_agg(json_build_object('id', f.id, 'message_id', null, 'name', f.name, 'content_type', f.content_type, 'size', f.size,
            'content_id', null, 'inline', false) order by f.created_at, f.id)
          from ticket_files k join files f on f.workspace_id = k.workspace_id and f.id = k.file_id
          where k.workspace_id = b.workspace_id and k.broadcast_id = b.id and not f.inline), '[]'::json) as files
      from ticket_broadcasts b where b.workspace_id = ${ctx.workspaceId} and b.ticket_id = any(${set}::uuid[])
      order by b.created_at desc limit 50`);
    const shown = await showPictures(
      ctx,
      tx,
      set,
      rows.map((row) => row.html ?? ""),
    );
    const links = linker(ctx.platform.crypto, ctx.workspaceId, ctx.platform.clock.now());
    return rows.map(({ author_id, author_name, created_at, files, ...row }, i) => ({
      ...row,
      html: row.html && shown[i]!,
      author: { id: author_id, name: author_name },
      attachments: files.map((file) => attachmentView(file, links)),
      created_at: created_at.toISOString(),
    }));
  });
