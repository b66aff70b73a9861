/** The one timeline of a person or a company: what there was, from several sources, newest first, page by page. */
import type { CompanyTimelineItem } from "@omniflow/contract";
import { AppError } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { type Sql, sql, type Tx } from "../../platform/db.ts";
import { cursorTime, decodeCursor, encodeCursor } from "../../platform/http.ts";
import { isId } from "../../platform/uuid.ts";
import { changeTypes } from "../fields/index.ts";
import { visibleTo } from "./scope.ts";

export type Edge = { at: Date; id: string };
/** An item, and whose it is. */
export type Line = Omit<CompanyTimelineItem, "contact"> & { contact_id: string | null };

/**
 * What one source (conversations, tickets, notes …) knows: its newest `limit` items before the edge of what the caller may see.
 * @param ids the contacts it is about, with those merged into them
 */
export type TimelineSource = (
  ctx: Caller,
  tx: Tx,
  ids: string[],
  limit: number,
  before: Edge | null,
) => Promise<Line[]>;

type Page = { limit?: number; cursor?: string };

/** Each source gives its own newest page; together they give the newest of all. */
export async function pageOfLines(
  { limit = 50, cursor }: Page,
  sources: readonly ((limit: number, before: Edge | null) => Promise<Line[]>)[],
): Promise<{ lines: Line[]; nextCursor: string | null }> {
  const after = decodeCursor(cursor, 2);
  const before = after && { at: cursorTime(after[0]), id: String(after[1]) };
  // Several questions go out at once: the first to fail is not always the one that says why.
  if (before && !isId(before.id))
    throw new AppError("validation_failed", "This cursor is not one of ours.", { field: "cursor" });
  const all = (await Promise.all(sources.map((source) => source(limit + 1, before))))
    .flat()
    .sort((a, b) => (a.at === b.at ? (a.id < b.id ? 1 : -1) : a.at < b.at ? 1 : -1));
  const lines = all.slice(0, limit);
  const last = lines.at(-1);
  return { lines, nextCursor: all.length > limit && last ? encodeCursor([Date.parse(last.at), last.id]) : null };
}

/** Of conversations: what a person who reads somebody's history wants to know; the rest is in the conversation. */
const ofConversations = ["conversation.status_changed", "conversation.merged", "message.failed"];
type ConversationRow = {
  id: string;
  subject: string;
  status: string;
  channel: string;
  preview: string;
  message_count: number;
  contact_id: string;
  created_at: Date;
};

export const conversationLines: TimelineSource = async (ctx, tx, ids, limit, before) => {
  const rows =
    await tx.rows<ConversationRow>(sql`select c.id, c.subject, c.status, c.channel, c.preview, c.message_count, c.contact_id, c.created_at from conversations c
    where c.workspace_id = ${ctx.workspaceId} and c.contact_id = any(${ids}::uuid[]) and c.merged_into is null and ${visibleTo(ctx)}
      and ${before ? sql`(c.created_at, c.id) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql`true`}
    order by c.created_at desc, c.id desc limit ${limit}`);
  return rows.map(({ created_at, contact_id, ...conversation }) => ({
    id: conversation.id,
    kind: "conversation",
    at: created_at.toISOString(),
    actor: null,
    conversation,
    contact_id,
  }));
};

type EventRow = {
  id: string;
  type: string;
  conversation_id: string | null;
  contact_id: string | null;
  actor_type: string;
  actor_id: string | null;
  actor_name: string | null;
  data: Record<string, unknown>;
  at: Date;
};

/**
 * Events have microseconds; the cursor of a page has not, so they are cut before they are compared.
 * @param column whose they are
 */
const eventLinesOf =
  (column: Sql, types: readonly string[]): TimelineSource =>
  async (ctx, tx, ids, limit, before) => {
    const at = sql`date_trunc('milliseconds', e.at)`;
    const rows =
      await tx.rows<EventRow>(sql`select e.id, e.type, e.conversation_id, e.contact_id, e.actor_type, e.actor_id, e.data, ${at} as at, coalesce(m.name, k.name, p.name) as actor_name
    from events e
    left join members m on e.actor_type = 'member' and m.workspace_id = e.workspace_id and m.id = e.actor_id
    left join api_keys k on e.actor_type = 'api_key' and k.workspace_id = e.workspace_id and k.id = e.actor_id
    left join contacts p on e.actor_type = 'contact' and p.workspace_id = e.workspace_id and p.id = e.actor_id
    where e.workspace_id = ${ctx.workspaceId} and ${column} = any(${ids}::uuid[]) and e.type = any(${[...types]})
      -- A merge is told to both sides; who has both reads it once.
      and not (e.type like '%merged' and ${column}::text = e.data ->> 'source_id' and e.data ->> 'target_id' = any(${ids}::text[]))
      and (e.conversation_id is null or exists (select 1 from conversations c where c.workspace_id = e.workspace_id and c.id = e.conversation_id and ${visibleTo(ctx)}))
      and ${before ? sql`(${at}, e.id) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql`true`}
    order by ${at} desc, e.id desc limit ${limit}`);
    return rows.map((row) => ({
      id: row.id,
      kind: "event",
      at: row.at.toISOString(),
      actor: { type: row.actor_type, id: row.actor_id, name: row.actor_name ?? "" },
      event: { type: row.type, conversation_id: row.conversation_id, data: row.data },
      contact_id: row.contact_id,
    }));
  };

export const eventLines = eventLinesOf(sql`e.contact_id`, [...ofConversations, ...changeTypes("contact")]);
/** What happened to the company itself. @param ids of companies */
export const companyEventLines = eventLinesOf(sql`e.company_id`, changeTypes("company"));
