/** Saved views: kept filters, private or shared; and the order in which a member sees views. */
import {
  type Filter,
  View,
  ViewChange,
  type ViewInput,
  ViewInput as ViewInputSchema,
  ViewOrder,
} from "@omniflow/contract";
import { Type } from "typebox";
import { AppError, notFound } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { answer, type Route, route } from "../../platform/http.ts";
import { newId } from "../../platform/uuid.ts";
import { loadSegments, type Segments } from "../companies/index.ts";
import { compileFilter } from "./filters/compile.ts";
import { viewPermissions } from "./scope.ts";
import { visibleView } from "./selection.ts";

/** What is listed: views of conversations and of tickets are kept alike. `check` throws when the filter does not compile. */
export type ViewKind = {
  about: "conversations" | "tickets";
  sort: string;
  check(ctx: Caller, filter: Filter, segments: Segments): void;
};

const ofConversations: ViewKind = {
  about: "conversations",
  sort: "newest",
  check: (ctx, filter, segments) => void compileFilter(ctx, filter, segments),
};

type ViewRow = Omit<View, "editable" | "created_at"> & { created_at: Date };

const columns = sql`v.id, v.name, v.icon, v.scope, v.team_id, v.owner_id, v.filter, v.sort, v.columns, v.created_at, v.version`;

const view = (ctx: Caller, row: ViewRow): View => ({
  ...row,
  editable: mayEdit(ctx, row),
  created_at: row.created_at.toISOString(),
});

/** One's own always; shared ones also by whoever manages teams. */
const mayEdit = (ctx: Caller, row: { owner_id: string | null; scope: string }) =>
  (row.owner_id !== null && row.owner_id === ctx.memberId) ||
  (row.scope !== "private" && ctx.permissions.has("settings.teams"));

async function lockView(ctx: Caller, tx: Tx, kind: ViewKind, id: string): Promise<ViewRow> {
  const row = await tx.row<ViewRow>(
    sql`select ${columns} from views v where v.workspace_id = ${ctx.workspaceId} and v.id = ${id} and v.about = ${kind.about} and ${visibleView(ctx)} for update`,
  );
  if (!row) throw notFound("view");
  if (!mayEdit(ctx, row))
    throw new AppError(
      "forbidden",
      "Only who made this view, or who manages teams, can change it. Save a copy of your own.",
    );
  return row;
}

/** The filter has to compile, and the scope to be the caller's to share with. */
async function check(
  ctx: Caller,
  tx: Tx,
  kind: ViewKind,
  input: Pick<ViewInput, "scope" | "team_id" | "filter">,
): Promise<string | null> {
  kind.check(ctx, input.filter, await loadSegments(ctx, tx, "contact", input.filter));
  if (input.scope === "private" && !ctx.memberId)
    throw new AppError("validation_failed", "An API key has no private views; share it with a team or the workspace.", {
      field: "scope",
    });
  if (input.scope !== "team") return null;
  const row =
    input.team_id &&
    (await tx.row(sql`select 1 from teams where workspace_id = ${ctx.workspaceId} and id = ${input.team_id}`));
  if (!row) throw new AppError("validation_failed", "Choose the team to share with.", { field: "team_id" });
  if (!ctx.teamIds.includes(input.team_id!) && !ctx.permissions.has("settings.teams")) {
    throw new AppError("forbidden", "You can share views with teams you are in.", { field: "team_id" });
  }
  return input.team_id!;
}

export async function createView(ctx: Caller, input: ViewInput, kind = ofConversations): Promise<View> {
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const teamId = await check(ctx, tx, kind, input);
    const row =
      await tx.row<ViewRow>(sql`insert into views as v (workspace_id, id, about, name, icon, scope, owner_id, team_id, filter, sort, columns)
      values (${ctx.workspaceId}, ${input.id ?? newId()}, ${kind.about}, ${input.name.trim()}, ${input.icon ?? ""}, ${input.scope}, ${ctx.memberId}, ${teamId}, ${JSON.stringify(input.filter)}, ${input.sort ?? kind.sort}, ${input.columns ?? []})
      on conflict (workspace_id, id) do nothing returning ${columns}`);
    if (!row) throw new AppError("already_exists", "A view with this id is there already.", { field: "id" });
    emit(ctx, tx, { type: "view.changed", data: { view_id: row.id } });
    return view(ctx, row);
  });
}

export async function changeView(
  ctx: Caller,
  id: string,
  change: Partial<ViewInput> & { version?: number },
  kind = ofConversations,
): Promise<View> {
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const before = await lockView(ctx, tx, kind, id);
    if (change.version !== undefined && change.version !== before.version) {
      throw new AppError(
        "version_conflict",
        "Someone changed this view meanwhile. Look at the new state and try again.",
        { field: "version" },
      );
    }
    const { version: _, ...fields } = change;
    const after = { ...before, ...fields };
    const teamId = await check(ctx, tx, kind, after);
    const row =
      await tx.row<ViewRow>(sql`update views v set name = ${after.name.trim()}, icon = ${after.icon}, scope = ${after.scope}, team_id = ${teamId},
        owner_id = coalesce(v.owner_id, ${ctx.memberId}), filter = ${JSON.stringify(after.filter)}, sort = ${after.sort}, columns = ${after.columns}, version = v.version + 1
      where v.workspace_id = ${ctx.workspaceId} and v.id = ${id} returning ${columns}`);
    emit(ctx, tx, { type: "view.changed", data: { view_id: id } });
    return view(ctx, row!);
  });
}

export const removeView = (ctx: Caller, id: string, kind = ofConversations): Promise<void> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    await lockView(ctx, tx, kind, id);
    await tx.run(sql`delete from views where workspace_id = ${ctx.workspaceId} and id = ${id}`);
    emit(ctx, tx, { type: "view.changed", data: { view_id: id } });
  });

export const listViews = (ctx: Caller, kind = ofConversations): Promise<View[]> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const rows = await tx.rows<ViewRow>(
      sql`select ${columns} from views v where v.workspace_id = ${ctx.workspaceId} and v.about = ${kind.about} and ${visibleView(ctx)} order by v.created_at`,
    );
    return rows.map((row) => view(ctx, row));
  });

/** Kept with the member's settings: an order is a habit, not a property of the views. */
const orderViews = (ctx: Caller, keys: string[]): Promise<{ keys: string[] }> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    if (!ctx.memberId) throw new AppError("forbidden", "The order of views belongs to a member; an API key has none.");
    await tx.run(sql`update members set settings = settings || jsonb_build_object('view_order', ${JSON.stringify(keys)}::jsonb)
      where workspace_id = ${ctx.workspaceId} and id = ${ctx.memberId}`);
    return { keys };
  });

const tag = "Views";

export const viewRoutes: Route[] = [
  route({
    method: "GET",
    path: "/views",
    access: viewPermissions,
    tag,
    summary: "Saved views the caller may use",
    schemas: { item: View },
    handle: async ({ ctx }) => answer(await listViews(ctx), { nextCursor: null }),
  }),
  route({
    method: "POST",
    path: "/views",
    access: viewPermissions,
    tag,
    summary: "Save a view",
    schemas: { body: ViewInputSchema, data: View },
    handle: async ({ ctx, body }) => answer(await createView(ctx, body), { status: 201 }),
  }),
  route({
    method: "PATCH",
    path: "/views/:id",
    access: viewPermissions,
    tag,
    summary: "Change a view",
    schemas: { body: ViewChange, data: View },
    handle: ({ ctx, params, body }) => changeView(ctx, params.id, body),
  }),
  route({
    method: "DELETE",
    path: "/views/:id",
    access: viewPermissions,
    tag,
    summary: "Delete a view",
    schemas: {},
    handle: ({ ctx, params }) => removeView(ctx, params.id),
  }),
  route({
    method: "PUT",
    path: "/views/order",
    access: viewPermissions,
    tag,
    summary: "The order in which the caller sees views",
    schemas: { body: ViewOrder, data: Type.Object({ keys: Type.Array(Type.String()) }) },
    handle: ({ ctx, body }) => orderViews(ctx, body.keys),
  }),
];
