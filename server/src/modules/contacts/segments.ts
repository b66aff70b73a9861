/** Segments: saved filters over contacts or companies, one's own or everybody's. */
import { Segment, SegmentChange, type SegmentInput, SegmentInput as SegmentInputSchema } from "@omniflow/contract";
import { Type } from "typebox";
import { AppError, notFound } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { answer, type Route, route } from "../../platform/http.ts";
import { newId } from "../../platform/uuid.ts";
import { compileCompanyFilter, noSegments, refuseNesting, visibleSegment } from "../companies/index.ts";
import { compileContactFilter } from "./filter.ts";

type Row = Omit<Segment, "editable" | "created_at"> & { created_at: Date };
const columns = sql`s.id, s.record, s.key, s.name, s.scope, s.owner_id, s.filter, s.sort, s.columns, s.created_at, s.version`;

const view = (ctx: Caller, row: Row): Segment => ({
  ...row,
  editable: mayEdit(ctx, row),
  created_at: row.created_at.toISOString(),
});

/** One's own always; shared ones by whoever changes contacts; those of the product nobody. */
const mayEdit = (ctx: Caller, row: Row): boolean =>
  row.key === null &&
  (row.owner_id === null || row.owner_id === ctx.memberId || row.scope === "workspace") &&
  ctx.permissions.has("contacts.update");

function check(ctx: Caller, segment: Pick<Row, "record" | "filter" | "scope">): void {
  refuseNesting(segment.filter);
  const compile = segment.record === "contact" ? compileContactFilter : compileCompanyFilter;
  compile(ctx, segment.filter, noSegments);
  if (segment.scope === "private" && !ctx.memberId)
    throw new AppError("validation_failed", "An API key has no segments of its own; share it with the workspace.", {
      field: "scope",
    });
}

const createSegment = (ctx: Caller, input: SegmentInput): Promise<Segment> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const scope = input.scope ?? "workspace";
    check(ctx, { ...input, scope });
    const row =
      await tx.row<Row>(sql`insert into segments as s (workspace_id, id, record, name, scope, owner_id, filter, sort, columns)
      values (${ctx.workspaceId}, ${newId()}, ${input.record}, ${input.name.trim()}, ${scope}, ${ctx.memberId}, ${JSON.stringify(input.filter)}, ${input.sort ?? null}, ${input.columns ?? []})
      returning ${columns}`);
    emit(ctx, tx, { type: "segment.changed", data: { segment_id: row!.id } });
    return view(ctx, row!);
  });

const changeSegment = (
  ctx: Caller,
  id: string,
  change: Partial<SegmentInput> & { version?: number },
): Promise<Segment> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const before = await lockSegment(ctx, tx, id);
    if (change.version !== undefined && change.version !== before.version)
      throw new AppError(
        "version_conflict",
        "Someone changed this segment meanwhile. Look at the new state and try again.",
        {
          field: "version",
        },
      );
    const { version: _, ...fields } = change;
    const after = { ...before, ...fields };
    check(ctx, after);
    const row =
      await tx.row<Row>(sql`update segments s set name = ${after.name.trim()}, scope = ${after.scope}, owner_id = coalesce(s.owner_id, ${ctx.memberId}),
        filter = ${JSON.stringify(after.filter)}, sort = ${after.sort ?? null}, columns = ${after.columns}, version = s.version + 1
      where s.workspace_id = ${ctx.workspaceId} and s.id = ${id} returning ${columns}`);
    emit(ctx, tx, { type: "segment.changed", data: { segment_id: id } });
    return view(ctx, row!);
  });

const removeSegment = (ctx: Caller, id: string): Promise<void> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    await lockSegment(ctx, tx, id);
    await tx.run(sql`delete from segments where workspace_id = ${ctx.workspaceId} and id = ${id}`);
    emit(ctx, tx, { type: "segment.changed", data: { segment_id: id } });
  });

async function lockSegment(ctx: Caller, tx: Tx, id: string): Promise<Row> {
  const row = await tx.row<Row>(
    sql`select ${columns} from segments s where s.workspace_id = ${ctx.workspaceId} and s.id = ${id} and ${visibleSegment(ctx)} for update`,
  );
  if (!row) throw notFound("segment");
  if (!mayEdit(ctx, row))
    throw new AppError("forbidden", "This segment cannot be changed by you. Save a copy of your own.");
  return row;
}

const tag = "Segments";

export const segmentRoutes: Route[] = [
  route({
    method: "GET",
    path: "/segments",
    access: "contacts.view",
    tag,
    summary: "Segments the caller may use",
    schemas: {
      query: Type.Object({ record: Type.Optional(Type.Enum(["contact", "company"])) }),
      item: Segment,
    },
    handle: async ({ ctx, query }) => {
      const rows = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
        tx.rows<Row>(sql`select ${columns} from segments s where s.workspace_id = ${ctx.workspaceId} and ${visibleSegment(ctx)}
          and ${query.record ? sql`s.record = ${query.record}` : sql`true`} order by s.key is null, lower(s.name), s.id limit 500`),
      );
      return answer(
        rows.map((row) => view(ctx, row)),
        { nextCursor: null },
      );
    },
  }),
  route({
    method: "POST",
    path: "/segments",
    access: "contacts.update",
    tag,
    summary: "Save a filter as a segment",
    schemas: { body: SegmentInputSchema, data: Segment },
    handle: async ({ ctx, body }) => answer(await createSegment(ctx, body), { status: 201 }),
  }),
  route({
    method: "PATCH",
    path: "/segments/:id",
    access: "contacts.update",
    tag,
    summary: "Change a segment",
    schemas: { body: SegmentChange, data: Segment },
    handle: ({ ctx, params, body }) => changeSegment(ctx, params.id, body),
  }),
  route({
    method: "DELETE",
    path: "/segments/:id",
    access: "contacts.update",
    tag,
    summary: "Delete a segment",
    schemas: { data: Type.Null() },
    handle: async ({ ctx, params }) => {
      await removeSegment(ctx, params.id);
      return null;
    },
  }),
];
