/** A contact's one timeline: every conversation the caller may see, notes, and what happened — newest first, page by page. */
import { type ContactTimelineItem, type EventType, eventDefinitions } from "@omniflow/contract";
import { AppError } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { cursorTime, decodeCursor, encodeCursor } from "../../platform/http.ts";
import { isId } from "../../platform/uuid.ts";
import { contactGroup, listNotes } from "../contacts/index.ts";
import { visibleTo } from "./scope.ts";

/** Of conversations: what a person who reads somebody's history wants to know; the rest is in the conversation. */
const ofConversations = ["conversation.status_changed", "conversation.merged", "message.failed"];
const shown = (Object.keys(eventDefinitions) as EventType[]).filter(
  (type) => ofConversations.includes(type) || (type.startsWith("contact.") && type !== "contact.note_changed"),
);

export type Edge = { at: Date; id: string };

/**
 * What a later module (tickets) adds to the line: its newest `limit` items before the edge of what the caller may see.
 * @param ids the contact and those merged into it
 */
export type TimelineSource = (
  ctx: Caller,
  tx: Tx,
  ids: string[],
  limit: number,
  before: Edge | null,
) => Promise<ContactTimelineItem[]>;

/** Each source gives its own newest page; together they give the newest of all. */
export async function listContactTimeline(
  ctx: Caller,
  tx: Tx,
  contactId: string,
  { limit = 50, cursor }: { limit?: number; cursor?: string },
  sources: readonly TimelineSource[],
): Promise<{ items: ContactTimelineItem[]; nextCursor: string | null }> {
  const after = decodeCursor(cursor, 2);
  const before = after && { at: cursorTime(after[0]), id: String(after[1]) };
  // Several questions go out at once: the first to fail is not always the one that says why.
  if (before && !isId(before.id))
    throw new AppError("validation_failed", "This cursor is not one of ours.", { field: "cursor" });
  const ids = await contactGroup(ctx, tx, contactId);
  const [notes, ...others] = await Promise.all([
    listNotes(ctx, tx, ids, { limit: limit + 1, before }),
    ...[conversationItems, eventItems, ...sources].map((source) => source(ctx, tx, ids, limit + 1, before)),
  ]);
  const all = [...notes.map(noteItem), ...others.flat()].sort((a, b) =>
    a.at === b.at ? (a.id < b.id ? 1 : -1) : a.at < b.at ? 1 : -1,
  );
  const items = all.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: all.length > limit && last ? encodeCursor([Date.parse(last.at), last.id]) : null };
}

const noteItem = (note: Awaited<ReturnType<typeof listNotes>>[number]): ContactTimelineItem => ({
  id: note.id,
  kind: "note",
  at: note.created_at,
  actor: { type: "member", id: note.author.id, name: note.author.name },
  note,
});

type ConversationRow = {
  id: string;
  subject: string;
  status: string;
  channel: string;
  preview: string;
  message_count: number;
  created_at: Date;
};

async function conversationItems(
  ctx: Caller,
  tx: Tx,
  ids: string[],
  limit: number,
  before: Edge | null,
): Promise<ContactTimelineItem[]> {
  const rows =
    await tx.rows<ConversationRow>(sql`select c.id, c.subject, c.status, c.channel, c.preview, c.message_count, c.created_at from conversations c
    where c.workspace_id = ${ctx.workspaceId} and c.contact_id = any(${ids}::uuid[]) and c.merged_into is null and ${visibleTo(ctx)}
      and ${before ? sql`(c.created_at, c.id) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql`true`}
    order by c.created_at desc, c.id desc limit ${limit}`);
  return rows.map(({ created_at, ...conversation }) => ({
    id: conversation.id,
    kind: "conversation",
    at: created_at.toISOString(),
    actor: null,
    conversation,
  }));
}

type EventRow = {
  id: string;
  type: string;
  conversation_id: string | null;
  actor_type: string;
  actor_id: string | null;
  actor_name: string | null;
  data: Record<string, unknown>;
  at: Date;
};

/** Events have microseconds; the cursor of a page has not, so they are cut before they are compared. */
async function eventItems(
  ctx: Caller,
  tx: Tx,
  ids: string[],
  limit: number,
  before: Edge | null,
): Promise<ContactTimelineItem[]> {
  const at = sql`date_trunc('milliseconds', e.at)`;
  const rows =
    await tx.rows<EventRow>(sql`select e.id, e.type, e.conversation_id, e.actor_type, e.actor_id, e.data, ${at} as at, coalesce(m.name, k.name, p.name) as actor_name
    from events e
    left join members m on e.actor_type = 'member' and m.workspace_id = e.workspace_id and m.id = e.actor_id
    left join api_keys k on e.actor_type = 'api_key' and k.workspace_id = e.workspace_id and k.id = e.actor_id
    left join contacts p on e.actor_type = 'contact' and p.workspace_id = e.workspace_id and p.id = e.actor_id
    where e.workspace_id = ${ctx.workspaceId} and e.contact_id = any(${ids}::uuid[]) and e.type = any(${shown})
      -- A merge is told to both sides (contacts/merging); who has both reads it once.
      and not (e.type in ('contact.merged', 'contact.unmerged') and e.contact_id::text = e.data ->> 'source_id' and e.data ->> 'target_id' = any(${ids}::text[]))
      and (e.conversation_id is null or exists (select 1 from conversations c where c.workspace_id = e.workspace_id and c.id = e.conversation_id and ${visibleTo(ctx)}))
      and ${before ? sql`(${at}, e.id) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql`true`}
    order by ${at} desc, e.id desc limit ${limit}`);
  return rows.map((row) => ({
    id: row.id,
    kind: "event",
    at: row.at.toISOString(),
    actor: { type: row.actor_type, id: row.actor_id, name: row.actor_name ?? "" },
    event: { type: row.type, conversation_id: row.conversation_id, data: row.data },
  }));
}
