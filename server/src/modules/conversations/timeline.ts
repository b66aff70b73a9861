/** The timeline of a conversation: its events as members read them, names beside ids. */
import { type EventType, eventDefinitions, type TimelineEvent } from "@omniflow/contract";
import { actorName, joinActors } from "../../platform/actors.ts";
import type { Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { decodeCursor, encodeCursor } from "../../platform/http.ts";
import { mergedSet } from "./messages.ts";

type EventRow = {
  id: string;
  seq: number;
  type: EventType;
  actor_type: string;
  actor_id: string | null;
  actor_name: string | null;
  data: Record<string, unknown>;
  at: Date;
};

const shown = Object.entries(eventDefinitions)
  .filter(([, definition]) => definition.timeline)
  .map(([type]) => type);

/** The newest page first, each page in the order things happened. */
export async function listTimeline(
  ctx: Context,
  tx: Tx,
  conversationId: string,
  page: { limit?: number; cursor?: string },
): Promise<{ items: TimelineEvent[]; nextCursor: string | null }> {
  const limit = page.limit ?? 100;
  const before = decodeCursor(page.cursor, 1);
  const rows = await tx.rows<EventRow>(sql`select e.id, e.seq, e.type, e.actor_type, e.actor_id, e.data, e.at,
      ${actorName} as actor_name
    from events e
    ${joinActors}
    where e.workspace_id = ${ctx.workspaceId} and e.conversation_id = any(${await mergedSet(ctx, tx, conversationId)}) and e.type = any(${shown})
      and ${before ? sql`e.seq < ${before[0]}` : sql`true`}
    order by e.seq desc limit ${limit + 1}`);
  const found = rows.slice(0, limit);
  const names = await namesOf(ctx, tx, found);
  const nextCursor = rows.length > limit ? encodeCursor([found.at(-1)!.seq]) : null;
  return { items: found.reverse().map((row) => eventView(row, names)), nextCursor };
}

const named = ["from", "to"];

/** Names of the members and teams the events speak of. */
async function namesOf(ctx: Context, tx: Tx, rows: EventRow[]): Promise<Map<string, string>> {
  const about = rows.filter((row) => row.type === "conversation.assigned" || row.type === "conversation.team_changed");
  const ids = about.flatMap((row) => named.map((key) => row.data[key])).filter((id) => typeof id === "string");
  if (!ids.length) return new Map();
  const found = await tx.rows<{ id: string; name: string }>(sql`
    select id, name from members where workspace_id = ${ctx.workspaceId} and id = any(${ids}::uuid[])
    union all select id, name from teams where workspace_id = ${ctx.workspaceId} and id = any(${ids}::uuid[])`);
  return new Map(found.map((row) => [row.id, row.name]));
}

const eventView = (row: EventRow, names: Map<string, string>): TimelineEvent => ({
  id: row.id,
  seq: row.seq,
  type: row.type,
  actor: { type: row.actor_type, id: row.actor_id, name: row.actor_name ?? "" },
  data: {
    ...row.data,
    ...Object.fromEntries(
      named
        .filter((key) => names.has(row.data[key] as string))
        .map((key) => [`${key}_name`, names.get(row.data[key] as string)!]),
    ),
  },
  at: row.at.toISOString(),
});
