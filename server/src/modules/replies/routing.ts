/**
 * How a reply can leave: back over the thread the customer used, or over another channel that reaches one of their identities.
 * Recipients are proposed from what the customer addressed, and shown; nobody is added behind the member's back, and a
 * stranger who joined through a forwarded reply address is never proposed.
 */
import type { ReplyRoute } from "@omniflow/contract";
import { type ChannelAdapter, type Limits, limitsOf } from "../../channels/adapter.ts";
import { findAdapter } from "../../channels/registry.ts";
import type { Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { rootOf } from "../../platform/merged.ts";
import { mergedSet } from "../conversations/index.ts";
import { asideKey } from "./queue.ts";

export type Person = { kind: ReplyRoute["to"][number]["kind"]; value: string; name: string };

type ThreadRow = {
  thread_id: string;
  connection_id: string;
  recipients: { from?: Person; to: Person[]; cc: Person[]; bcc?: Person[] } | null;
  direction: "in" | "out" | null;
  last_at: Date;
};
export type ConnectionRow = {
  id: string;
  kind: string;
  name: string;
  address: string | null;
  settings: Record<string, unknown>;
  state: string;
  deleted_at: Date | null;
};

export async function listReplyRoutes(ctx: Context, tx: Tx, conversationId: string): Promise<ReplyRoute[]> {
  const ids = await mergedSet(ctx, tx, conversationId);
  const [threads, connections, people, strangers] = await Promise.all([
    readThreads(tx, ctx.workspaceId, ids),
    tx.rows<ConnectionRow>(
      sql`select id, kind, name, address, settings, state, deleted_at from connections where workspace_id = ${ctx.workspaceId} order by created_at`,
    ),
    // The contact's own addresses first, then those of contacts it is merged with.
    tx.rows<Person>(sql`select i.kind, i.value, p.name from conversations c
      join contacts o on o.workspace_id = c.workspace_id and o.id = c.contact_id
      join contacts p on p.workspace_id = o.workspace_id and p.id = ${rootOf("o")}
      cross join lateral (select p.id union all select m.id from contacts m where m.workspace_id = p.workspace_id and m.merged_into = p.id) g
      join contact_identities i on i.workspace_id = c.workspace_id and i.contact_id = g.id
      where c.workspace_id = ${ctx.workspaceId} and c.id = ${conversationId} order by i.contact_id <> o.id, i.created_at, i.id`),
    tx.rows<Person>(sql`select kind, value, name from participants
      where workspace_id = ${ctx.workspaceId} and conversation_id = any(${ids}) and unknown`),
  ]);
  const routes: ReplyRoute[] = [];
  for (const thread of threads) {
    const connection = connections.find((c) => c.id === thread.connection_id);
    const adapter = connection && findAdapter(ctx.platform, connection.kind);
    if (adapter) routes.push(routeOfThread(thread, connection, adapter, people, strangers, connections));
  }
  for (const connection of connections) {
    const adapter = findAdapter(ctx.platform, connection.kind);
    const limits = adapter && limitsOf(adapter, connection);
    const reached = limits?.startsConversations ? people.find((p) => limits.reaches.includes(p.kind)) : undefined;
    if (!adapter || !reached || connection.deleted_at || routes.some((r) => r.channel_id === connection.id)) continue;
    routes.push({ ...describe(connection, adapter), thread_id: null, to: [reached], cc: [] });
  }
  return routes.sort((a, b) => Number(a.problem !== null) - Number(b.problem !== null));
}

/** Threads, the one the customer used last first, each with its last message from someone who belongs to it. */
const readThreads = (tx: Tx, workspaceId: string, ids: string[]) =>
  tx.rows<ThreadRow>(sql`select t.id as thread_id, t.connection_id, m.recipients, m.direction, coalesce(m.created_at, t.created_at) as last_at
    from threads t left join lateral (
      select m.recipients, m.direction, m.created_at from messages m
      where m.workspace_id = t.workspace_id and m.conversation_id = t.conversation_id and m.thread_id = t.id and m.deleted_at is null
        and m.automatic is distinct from 'bounce' and m.automatic is distinct from 'auto_reply' and m.author_type <> 'system'
        and not exists (select 1 from participants p where p.workspace_id = m.workspace_id and p.conversation_id = m.conversation_id
          and p.unknown and p.kind = m.recipients->'from'->>'kind' and p.value = m.recipients->'from'->>'value')
      order by (m.direction = 'in') desc, m.created_at desc, m.id desc limit 1) m on true
    where t.workspace_id = ${workspaceId} and t.conversation_id = any(${ids}) order by t.external_key like ${`${asideKey}%`}, last_at desc`);

function routeOfThread(
  thread: ThreadRow,
  connection: ConnectionRow,
  adapter: ChannelAdapter,
  people: Person[],
  strangers: Person[],
  connections: ConnectionRow[],
): ReplyRoute {
  const limits = limitsOf(adapter, connection);
  const own = new Set(connections.map((c) => c.address?.toLowerCase()).filter(Boolean));
  const known = (person: Person) =>
    !own.has(person.value) && !strangers.some((s) => s.kind === person.kind && s.value === person.value);
  const last = thread.recipients;
  const fallback = people.filter((p) => limits.reaches.includes(p.kind)).slice(0, 1);
  const to = !last ? fallback : thread.direction === "in" && last.from ? [last.from] : last.to;
  const cc = !last || !limits.cc ? [] : thread.direction === "in" ? [...last.to, ...last.cc] : last.cc;
  const chosen = to.length ? to.map(named) : fallback;
  return {
    ...describe(connection, adapter),
    thread_id: thread.thread_id,
    to: chosen,
    cc: cc
      .filter(known)
      .filter((person) => !chosen.some((t) => t.value === person.value))
      .map(named),
  };
}

const named = (person: Person): Person => ({ kind: person.kind, value: person.value, name: person.name ?? "" });

export const describe = (connection: ConnectionRow, adapter: ChannelAdapter) => ({
  channel_id: connection.id,
  channel: connection.kind,
  channel_name: connection.name,
  address: connection.address,
  limits: limitsView(limitsOf(adapter, connection)),
  problem: connection.deleted_at
    ? "This channel was removed; choose another."
    : connection.state === "paused"
      ? "This channel is paused. Resume it in Settings → Channels."
      : null,
});

const limitsView = (limits: Limits) => ({
  html: limits.html,
  subject: limits.subject,
  cc: limits.cc,
  max_text: limits.maxText,
  ...(limits.segments ? { segments: true } : {}),
  max_files: limits.maxFiles,
  max_file_bytes: limits.maxFileBytes,
});
