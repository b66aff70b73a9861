/** A contact's one timeline: every conversation the caller may see, notes, and what happened. */
import type { ContactTimelineItem } from "@omniflow/contract";
import type { Caller } from "../../platform/context.ts";
import type { Tx } from "../../platform/db.ts";
import { contactGroup, listNotes } from "../contacts/index.ts";
import { these } from "../fields/index.ts";
import { eventLines } from "./event-lines.ts";
import { conversationLines, pageOfLines, type TimelineSource } from "./record-timeline.ts";

export const noteLines: TimelineSource = async (ctx, tx, whose, limit, before) =>
  (await listNotes(ctx, tx, whose, { limit, before })).map((note) => ({
    id: note.id,
    kind: "note",
    at: note.created_at,
    actor: { type: "member", id: note.author.id, name: note.author.name },
    note,
    contact_id: note.contact_id,
  }));

/** @param sources what later modules (tickets) add */
export async function listContactTimeline(
  ctx: Caller,
  tx: Tx,
  contactId: string,
  page: { limit?: number; cursor?: string },
  sources: readonly TimelineSource[],
): Promise<{ items: ContactTimelineItem[]; nextCursor: string | null }> {
  const whose = these(await contactGroup(ctx, tx, contactId));
  const { lines, nextCursor } = await pageOfLines(
    page,
    [noteLines, conversationLines, eventLines, ...sources].map(
      (source) => (limit, before) => source(ctx, tx, whose, limit, before),
    ),
  );
  return { items: lines as ContactTimelineItem[], nextCursor };
}
