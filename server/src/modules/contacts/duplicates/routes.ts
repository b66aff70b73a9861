/** The review queue of likely duplicates: accept (merge) or dismiss. What was dismissed is never proposed again. */
import { Contact, type Duplicate, DuplicateAccept, Duplicate as DuplicateSchema, PageQuery } from "@omniflow/contract";
import { Type } from "typebox";
import { AppError, notFound } from "../../../errors.ts";
import type { Caller } from "../../../platform/context.ts";
import { sql, type Tx } from "../../../platform/db.ts";
import { emit } from "../../../platform/events.ts";
import { answer, decodeCursor, encodeCursor, type Route, route } from "../../../platform/http.ts";
import { mergeContacts } from "../merging/merge.ts";
import { findContact } from "../queries.ts";
import { contactView } from "../views.ts";

type Row = { id: string; a_id: string; b_id: string; evidence: Duplicate["evidence"]; score: number; found_at: Date };

const columns = sql`d.id, d.a_id, d.b_id, d.evidence, d.score, d.found_at`;

/** Pairs one of which was merged meanwhile are left out: the job proposes their successors. */
async function listDuplicates(ctx: Caller, tx: Tx, { limit = 20, cursor }: { limit?: number; cursor?: string }) {
  const after = decodeCursor(cursor, 2);
  const rows = await tx.rows<Row>(sql`select ${columns} from duplicates d
    join contacts a on a.workspace_id = d.workspace_id and a.id = d.a_id and a.merged_into is null
    join contacts b on b.workspace_id = d.workspace_id and b.id = d.b_id and b.merged_into is null
    where d.workspace_id = ${ctx.workspaceId} and d.state = 'open'
      and ${after ? sql`(d.score, d.id) < (${Number(after[0]) || 0}::int, ${String(after[1])}::uuid)` : sql`true`}
    order by d.score desc, d.id desc limit ${limit + 1}`);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const items: Duplicate[] = [];
  for (const row of page) {
    const [a, b] = await Promise.all([
      findContact(tx, ctx.workspaceId, row.a_id),
      findContact(tx, ctx.workspaceId, row.b_id),
    ]);
    items.push({
      id: row.id,
      a: contactView(a!),
      b: contactView(b!),
      evidence: row.evidence,
      score: row.score,
      found_at: row.found_at.toISOString(),
    });
  }
  return answer(items, { nextCursor: rows.length > limit && last ? encodeCursor([last.score, last.id]) : null });
}

/** An open pair is decided about; of what was dismissed one may think again. */
async function decide(ctx: Caller, tx: Tx, id: string, state: "dismissed" | "merged" | "open"): Promise<Row> {
  const row = await tx.row<Row & { state: string }>(
    sql`select ${columns}, d.state from duplicates d where d.workspace_id = ${ctx.workspaceId} and d.id = ${id} for update`,
  );
  if (!row) throw notFound("pair");
  const mayBecome = state === "open" ? ["dismissed", "open"] : ["open", state];
  if (!mayBecome.includes(row.state)) throw new AppError("conflict", "Somebody has decided about this pair already.");
  await tx.run(sql`update duplicates set state = ${state}, decided_by = ${ctx.actor.id}, decided_at = now()
    where workspace_id = ${ctx.workspaceId} and id = ${id}`);
  emit(ctx, tx, { type: "duplicate.changed", data: { duplicate_id: id } });
  return row;
}

const accept = (ctx: Caller, id: string, input: { into: string; take?: string[] }): Promise<Contact> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const { a_id, b_id } = await decide(ctx, tx, id, "merged");
    if (input.into !== a_id && input.into !== b_id)
      throw new AppError("validation_failed", "Say which of the two stays.", { field: "into" });
    return mergeContacts(ctx, tx, input.into === a_id ? b_id : a_id, input.into, input.take);
  });

const tag = "Duplicates";

export const duplicateRoutes: Route[] = [
  route({
    method: "GET",
    path: "/duplicates",
    access: "contacts.update",
    tag,
    summary: "Pairs of contacts that are likely one person, the likeliest first",
    schemas: { query: Type.Object(PageQuery), item: DuplicateSchema },
    handle: ({ ctx, query }) => ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => listDuplicates(ctx, tx, query)),
  }),
  route({
    method: "POST",
    path: "/duplicates/:id/merge",
    access: "contacts.update",
    tag,
    summary: "They are one: merge into one of the two",
    schemas: { body: DuplicateAccept, data: Contact },
    handle: ({ ctx, params, body }) => accept(ctx, params.id, body),
  }),
  route({
    method: "POST",
    path: "/duplicates/:id/reopen",
    access: "contacts.update",
    tag,
    summary: "Take back that they are two: the pair is proposed again",
    schemas: { data: Type.Null() },
    handle: async ({ ctx, params }) => {
      await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => decide(ctx, tx, params.id, "open"));
      return null;
    },
  }),
  route({
    method: "POST",
    path: "/duplicates/:id/dismiss",
    access: "contacts.update",
    tag,
    summary: "They are two: never propose this pair again",
    schemas: { data: Type.Null() },
    handle: async ({ ctx, params }) => {
      await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => decide(ctx, tx, params.id, "dismissed"));
      return null;
    },
  }),
];
