/** A company's one timeline: everything there was with its people, what the team noted, and what was changed of the company itself. */
import type { CompanyTimelineItem } from "@omniflow/contract";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { rootOf } from "../../platform/merged.ts";
import { companyGroup, listCompanyNotes } from "../companies/index.ts";
import { these } from "../fields/index.ts";
import { type People, peopleOf } from "./company-people.ts";
import { noteLines } from "./contact-timeline.ts";
import { companyEventLines, eventLines } from "./event-lines.ts";
import { conversationLines, type Edge, type Line, pageOfLines, type TimelineSource } from "./record-timeline.ts";

const companyNoteLines: TimelineSource = async (ctx, tx, whose, limit, before) =>
  (await listCompanyNotes(ctx, tx, whose, { limit, before })).map((note) => ({
    id: note.id,
    kind: "note",
    at: note.created_at,
    actor: { type: "member", id: note.author.id, name: note.author.name },
    note,
    contact_id: null,
  }));

/** @param sources what later modules (tickets) know of its people */
export async function listCompanyTimeline(
  ctx: Caller,
  tx: Tx,
  companyId: string,
  page: { limit?: number; cursor?: string },
  sources: readonly TimelineSource[],
): Promise<{ items: CompanyTimelineItem[]; nextCursor: string | null }> {
  const companies = await companyGroup(ctx, tx, companyId);
  const people = await peopleOf(ctx, tx, companies);
  const { lines, nextCursor } = await pageOfLines(page, [
    ...[companyNoteLines, companyEventLines].map(
      (source) => (limit: number, before: Edge | null) => source(ctx, tx, these(companies), limit, before),
    ),
    ...[noteLines, conversationLines, eventLines, ...sources].map(
      (source) => (limit: number, before: Edge | null) => ofPeople(ctx, tx, people, source, limit, before),
    ),
  ]);
  return { items: await named(ctx, tx, lines), nextCursor };
}

/** Of very many people nearly always the newest of the workspace have a page; where not, everything of theirs is gone through. */
async function ofPeople(
  ctx: Caller,
  tx: Tx,
  people: People,
  source: TimelineSource,
  limit: number,
  before: Edge | null,
) {
  const lines = people.near ? await source(ctx, tx, people.near, limit, before) : [];
  return lines.length >= limit ? lines : source(ctx, tx, people.all, limit, before);
}

/** Everything of a person under the name they have now. */
async function named(ctx: Caller, tx: Tx, lines: readonly Line[]): Promise<CompanyTimelineItem[]> {
  const ids = [...new Set(lines.flatMap((line) => line.contact_id ?? []))];
  const rows = await tx.rows<{
    of: string;
    id: string;
    name: string;
  }>(sql`select p.id as of, r.id, r.name from contacts p
    join contacts r on r.workspace_id = p.workspace_id and r.id = ${rootOf("p")}
    where p.workspace_id = ${ctx.workspaceId} and p.id = any(${ids}::uuid[])`);
  const names = new Map(rows.map(({ of, ...contact }) => [of, contact]));
  return lines.map(({ contact_id, ...item }) => {
    const contact = names.get(contact_id ?? "");
    return contact ? { ...item, contact } : item;
  });
}
