/** A company's one timeline: everything there was with its people, what the team noted, and what was changed of the company itself. */
import type { CompanyTimelineItem } from "@omniflow/contract";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { rootOf } from "../../platform/merged.ts";
import { companyGroup, listCompanyNotes } from "../companies/index.ts";
import { listPeopleOf } from "./company-people.ts";
import { noteLines } from "./contact-timeline.ts";
import {
  companyEventLines,
  conversationLines,
  type Edge,
  eventLines,
  type Line,
  pageOfLines,
  type TimelineSource,
} from "./record-timeline.ts";

/** So many, the last to be heard of first, tell what there is with a company; to look at more would make a large one slow to open. */
const mostPeople = 1000;

const companyNoteLines: TimelineSource = async (ctx, tx, ids, limit, before) =>
  (await listCompanyNotes(ctx, tx, ids, { limit, before })).map((note) => ({
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
  const people = await listPeopleOf(ctx, tx, companies, mostPeople);
  const about = (ids: string[]) => (source: TimelineSource) => (limit: number, before: Edge | null) =>
    source(ctx, tx, ids, limit, before);
  const { lines, nextCursor } = await pageOfLines(page, [
    ...[companyNoteLines, companyEventLines].map(about(companies)),
    ...[noteLines, conversationLines, eventLines, ...sources].map(about(people)),
  ]);
  return { items: await named(ctx, tx, lines), nextCursor };
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
