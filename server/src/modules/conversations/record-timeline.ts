/** The one timeline of a person or a company: what there was, from several sources, newest first, page by page. */
import type { CompanyTimelineItem } from "@omniflow/contract";
import { AppError } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { type Sql, sql, type Tx } from "../../platform/db.ts";
import { cursorTime, decodeCursor, encodeCursor } from "../../platform/http.ts";
import { isId } from "../../platform/uuid.ts";
import { lookedThrough, type Whose } from "../fields/index.ts";
import { visibleTo } from "./scope.ts";

export type Edge = { at: Date; id: string };
/** An item, and whose it is. */
export type Line = Omit<CompanyTimelineItem, "contact"> & { contact_id: string | null };

/**
 * What one source (conversations, tickets, notes …) knows: its newest `limit` items before the edge of what the caller may see.
 * @param whose the contacts it is about, with those merged into them
 */
export type TimelineSource = (ctx: Caller, tx: Tx, whose: Whose, limit: number, before: Edge | null) => Promise<Line[]>;

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

export const conversationLines: TimelineSource = async (ctx, tx, whose, limit, before) => {
  const told = sql`c.workspace_id = ${ctx.workspaceId} and c.merged_into is null
    and ${before ? sql`(c.created_at, c.id) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql`true`}`;
  const rows =
    await tx.rows<ConversationRow>(sql`select c.id, c.subject, c.status, c.channel, c.preview, c.message_count, c.contact_id, c.created_at
    from ${lookedThrough(whose, sql`conversations`, "c", sql`c.created_at`, told)}
    where ${visibleTo(ctx)} and ${whose.has(sql`c.contact_id`)} order by c.told_at desc, c.id desc limit ${limit}`);
  return rows.map(({ created_at, contact_id, ...conversation }) => ({
    id: conversation.id,
    kind: "conversation",
    at: created_at.toISOString(),
    actor: null,
    conversation,
    contact_id,
  }));
};

/** Times have microseconds, the cursor of a page has not: they are cut before they are compared, in the words of the indexes. */
export const cut = (time: Sql) => sql`date_trunc('milliseconds', ${time} at time zone 'UTC')`;
export const beforeEdge = (at: Sql, id: Sql, before: Edge | null) =>
  before ? sql`(${at}, ${id}) < (${before.at}::timestamptz at time zone 'UTC', ${before.id}::uuid)` : sql`true`;
