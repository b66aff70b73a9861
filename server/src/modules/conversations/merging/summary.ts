/** The summary a conversation carries for the list, computed anew from its messages and those of what was merged into it. */
import { sql, type Tx } from "../../../platform/db.ts";

export const summarise = (tx: Tx, workspaceId: string, conversationId: string) =>
  tx.run(sql`update conversations c set message_count = l.n, version = c.version + 1,
      preview = coalesce(l.preview, ''), last_message_at = coalesce(l.last_at, c.created_at),
      last_inbound_at = l.inbound_at, last_outbound_at = l.outbound_at, has_attachment = l.has_file, channel = coalesce(l.channel, c.channel),
      first_response_at = case when l.outbound_at is null then null else c.first_response_at end,
      waiting_since = case when c.status <> 'resolved' and l.inbound_at > coalesce(l.outbound_at, '-infinity') then coalesce(c.waiting_since, l.inbound_at) end
    from (select count(*) as n,
        (array_agg(left(regexp_replace(m.text, '\\s+', ' ', 'g'), 200) order by m.created_at desc, m.id desc) filter (where m.kind = 'message'))[1] as preview,
        max(m.created_at) filter (where m.kind = 'message') as last_at,
        max(m.created_at) filter (where m.direction = 'in') as inbound_at,
        max(m.created_at) filter (where m.direction = 'out' and m.kind = 'message' and m.automatic is null) as outbound_at,
        (array_agg(k.kind order by m.created_at desc) filter (where m.direction = 'in'))[1] as channel,
        coalesce(bool_or(exists (select 1 from files f where f.workspace_id = m.workspace_id and f.message_id = m.id and not f.inline)), false) as has_file
      from messages m left join connections k on k.workspace_id = m.workspace_id and k.id = m.connection_id
      where m.workspace_id = ${workspaceId} and m.deleted_at is null and m.conversation_id in (
        select id from conversations where workspace_id = ${workspaceId} and (id = ${conversationId} or merged_into = ${conversationId}))) l
    where c.workspace_id = ${workspaceId} and c.id = ${conversationId}`);
