/** Tags: a catalogue of names with colours; a conversation carries the names. */
import { Tag, TagInput } from "@omniflow/contract";
import { AppError, notFound } from "../../errors.ts";
import type { Context } from "../../platform/context.ts";
import { isUniqueViolation, sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { answer, type Route, route } from "../../platform/http.ts";
import { newId } from "../../platform/uuid.ts";
import { recordAudit } from "../audit/index.ts";

type TagRow = { id: string; name: string; color: string };

/** The given names as the catalogue spells them; a new name joins it. */
export async function knownTags(ctx: Context, tx: Tx, names: string[]): Promise<string[]> {
  const wanted = new Map(
    names.map((name) => [name.trim().toLowerCase(), name.trim()]).filter(([key]) => key) as [string, string][],
  );
  if (!wanted.size) return [];
  await tx.run(sql`insert into tags (workspace_id, id, name)
    select ${ctx.workspaceId}, id, name from json_to_recordset(${JSON.stringify([...wanted.values()].map((name) => ({ id: newId(), name })))}) as r(id uuid, name text)
    on conflict do nothing`);
  const rows = await tx.rows<{ name: string }>(
    sql`select name from tags where workspace_id = ${ctx.workspaceId} and lower(name) = any(${[...wanted.keys()]})`,
  );
  return rows.map((row) => row.name).sort((a, b) => a.localeCompare(b));
}

/** A record's tags with some more and some less, as a bulk change says it; the case of a name does not matter. */
export function changeTags(tags: string[], add: string[] = [], remove: string[] = []): string[] {
  const gone = new Set(remove.map((tag) => tag.toLowerCase()));
  return [...tags.filter((tag) => !gone.has(tag.toLowerCase())), ...add];
}

const nameTaken = () => new AppError("already_exists", "There is a tag with this name already.", { field: "name" });
const columns = sql`id, name, color`;

/** Renames also on every conversation that carries it. */
async function changeTag(ctx: Context, id: string, input: { name: string; color?: string }): Promise<TagRow> {
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const before = await tx.row<TagRow>(
      sql`select ${columns} from tags where workspace_id = ${ctx.workspaceId} and id = ${id} for update`,
    );
    if (!before) throw notFound("tag");
    const name = input.name.trim();
    const row = await tx.row<TagRow>(sql`update tags set name = ${name}, color = coalesce(${input.color ?? null}, color)
      where workspace_id = ${ctx.workspaceId} and id = ${id} returning ${columns}`);
    if (name !== before.name) {
      await tx.run(sql`update conversations set tags = array_replace(tags, ${before.name}, ${name})
        where workspace_id = ${ctx.workspaceId} and ${before.name} = any(tags)`);
    }
    emit(ctx, tx, { type: "tag.changed", data: { tag_id: id } });
    recordAudit(ctx, tx, { action: "tag.updated", target: { type: "tag", id, name }, before, after: row });
    return row!;
  });
}

async function removeTag(ctx: Context, id: string): Promise<void> {
  await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const row = await tx.row<TagRow>(
      sql`delete from tags where workspace_id = ${ctx.workspaceId} and id = ${id} returning ${columns}`,
    );
    if (!row) throw notFound("tag");
    await tx.run(
      sql`update conversations set tags = array_remove(tags, ${row.name}) where workspace_id = ${ctx.workspaceId} and ${row.name} = any(tags)`,
    );
    emit(ctx, tx, { type: "tag.changed", data: { tag_id: id } });
    recordAudit(ctx, tx, { action: "tag.removed", target: { type: "tag", id, name: row.name }, before: row });
  });
}

const unique = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error) => {
    throw isUniqueViolation(error) ? nameTaken() : error;
  });

export const tagRoutes: Route[] = [
  route({
    method: "GET",
    path: "/tags",
    access: "signed_in",
    tag: "Tags",
    summary: "All tags, by name",
    schemas: { item: Tag },
    handle: async ({ ctx }) =>
      answer(
        await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
          tx.rows(sql`select ${columns} from tags where workspace_id = ${ctx.workspaceId} order by lower(name)`),
        ),
        {
          nextCursor: null,
        },
      ),
  }),
  route({
    method: "POST",
    path: "/tags",
    access: "conversations.update",
    tag: "Tags",
    summary: "Create a tag",
    schemas: { body: TagInput, data: Tag },
    handle: async ({ ctx, body }) => {
      const id = newId();
      const row = await unique(
        ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
          emit(ctx, tx, { type: "tag.changed", data: { tag_id: id } });
          recordAudit(ctx, tx, { action: "tag.created", target: { type: "tag", id, name: body.name.trim() } });
          return tx.row<TagRow>(
            sql`insert into tags (workspace_id, id, name, color) values (${ctx.workspaceId}, ${id}, ${body.name.trim()}, ${body.color ?? "gray"}) returning ${columns}`,
          );
        }),
      );
      return answer(row, { status: 201 });
    },
  }),
  route({
    method: "PATCH",
    path: "/tags/:id",
    access: "conversations.update",
    tag: "Tags",
    summary: "Rename or recolour a tag",
    schemas: { body: TagInput, data: Tag },
    handle: ({ ctx, params, body }) => unique(changeTag(ctx, params.id, body)),
  }),
  route({
    method: "DELETE",
    path: "/tags/:id",
    access: "conversations.update",
    tag: "Tags",
    summary: "Remove a tag everywhere",
    schemas: {},
    handle: ({ ctx, params }) => removeTag(ctx, params.id),
  }),
];
