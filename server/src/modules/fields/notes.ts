/** Notes on a record (a contact, a company): what the team knows. Read by whoever sees the record, changed by who wrote them, with a trace. */
import type { RecordNote } from "@omniflow/contract";
import { AppError, notFound } from "../../errors.ts";
import type { Caller, Context } from "../../platform/context.ts";
import { type Sql, sql, type Tx } from "../../platform/db.ts";
import { cursorTime, decodeCursor, encodeCursor } from "../../platform/http.ts";
import { newId } from "../../platform/uuid.ts";
import { lookedThrough, these, type Whose } from "./whose.ts";

/** What a kind of record brings along. */
export type NoteKind = {
  table: Sql;
  /** The column that says whose note it is. */
  owner: Sql;
  /** Locks the record. @throws not_found */
  lock(ctx: Caller, tx: Tx, id: string): Promise<unknown>;
  /** The record and those merged into it. @throws not_found */
  group(ctx: Context, tx: Tx, id: string): Promise<string[]>;
  announce(ctx: Caller, tx: Tx, recordId: string, noteId: string, change: "added" | "edited" | "deleted"): void;
};

export type Note = RecordNote & { owner_id: string };
type Row = Omit<Note, "author" | "created_at" | "edited_at"> & {
  author_id: string | null;
  author_name: string;
  created_at: Date;
  edited_at: Date | null;
};

const columnsOf = ({ owner }: NoteKind) =>
  sql`n.id, n.${owner} as owner_id, n.author_id, n.author_name, n.text, n.edits, n.created_at, n.edited_at`;

const noteView = ({ author_id, author_name, created_at, edited_at, ...row }: Row): Note => ({
  ...row,
  author: { id: author_id, name: author_name },
  created_at: created_at.toISOString(),
  edited_at: edited_at?.toISOString() ?? null,
});

/** @param before only those before this moment and id */
export async function listNotesOf(
  kind: NoteKind,
  ctx: Context,
  tx: Tx,
  whose: Whose,
  page: { limit: number; before?: { at: Date; id: string } | null },
): Promise<Note[]> {
  const told = sql`n.workspace_id = ${ctx.workspaceId} and n.deleted_at is null
    and ${page.before ? sql`(n.created_at, n.id) < (${page.before.at}::timestamptz, ${page.before.id}::uuid)` : sql`true`}`;
  const rows =
    await tx.rows<Row>(sql`select ${columnsOf(kind)} from ${lookedThrough(whose, kind.table, "n", sql`n.created_at`, told)}
    where ${whose.has(sql`n.${kind.owner}`)} order by n.told_at desc, n.id desc limit ${page.limit}`);
  return rows.map(noteView);
}

export async function pageOfNotes(
  kind: NoteKind,
  ctx: Context,
  id: string,
  { limit = 50, cursor }: { limit?: number; cursor?: string },
): Promise<{ items: Note[]; nextCursor: string | null }> {
  const after = decodeCursor(cursor, 2);
  const before = after && { at: cursorTime(after[0]), id: String(after[1]) };
  const found = await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) =>
    listNotesOf(kind, ctx, tx, these(await kind.group(ctx, tx, id)), { limit: limit + 1, before }),
  );
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    nextCursor: found.length > limit && last ? encodeCursor([Date.parse(last.created_at), last.id]) : null,
  };
}

export const addNote = (kind: NoteKind, ctx: Caller, recordId: string, input: { id?: string; text: string }) =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx): Promise<Note> => {
    await kind.lock(ctx, tx, recordId);
    const id = input.id ?? newId();
    await tx.run(sql`insert into ${kind.table} (workspace_id, id, ${kind.owner}, author_id, author_name, text)
      values (${ctx.workspaceId}, ${id}, ${recordId}, ${ctx.memberId}, coalesce(
        (select name from members where workspace_id = ${ctx.workspaceId} and id = ${ctx.memberId}),
        (select name from api_keys where workspace_id = ${ctx.workspaceId} and id = ${ctx.actor.id}), ''), ${clean(input.text)})
      on conflict (workspace_id, id) do nothing`);
    const [note] = await tx.rows<Row>(sql`select ${columnsOf(kind)} from ${kind.table} n
      where n.workspace_id = ${ctx.workspaceId} and n.id = ${id} and n.${kind.owner} = ${recordId} and n.deleted_at is null`);
    if (!note) throw new AppError("conflict", "This id belongs to another note.", { field: "id" });
    kind.announce(ctx, tx, recordId, id, "added");
    return noteView(note);
  });

export const editNote = (kind: NoteKind, ctx: Caller, recordId: string, id: string, text: string): Promise<Note> =>
  changing(kind, ctx, recordId, id, "edited", async (tx, note) => {
    const before = { at: ctx.platform.clock.now().toISOString(), by: ctx.actor.id, text: note.text };
    const edits = [...note.edits, before].slice(-50);
    const row =
      await tx.row<Row>(sql`update ${kind.table} n set text = ${clean(text)}, edits = ${JSON.stringify(edits)}, edited_at = now()
      where n.workspace_id = ${ctx.workspaceId} and n.id = ${id} returning ${columnsOf(kind)}`);
    return noteView(row!);
  });

/** The row stays, unread, for whoever must know what stood there. */
export const deleteNote = (kind: NoteKind, ctx: Caller, recordId: string, id: string): Promise<void> =>
  changing(kind, ctx, recordId, id, "deleted", async (tx) => {
    await tx.run(
      sql`update ${kind.table} set deleted_at = now() where workspace_id = ${ctx.workspaceId} and id = ${id}`,
    );
  });

/** One's own; any note by whoever may delete contacts. */
const changing = <T>(
  kind: NoteKind,
  ctx: Caller,
  recordId: string,
  id: string,
  change: "edited" | "deleted",
  work: (tx: Tx, note: Row) => Promise<T>,
): Promise<T> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const group = await kind.group(ctx, tx, recordId);
    const note =
      await tx.row<Row>(sql`select ${columnsOf(kind)} from ${kind.table} n where n.workspace_id = ${ctx.workspaceId} and n.id = ${id}
      and n.${kind.owner} = any(${group}::uuid[]) and n.deleted_at is null for update`);
    if (!note) throw notFound("note");
    const own = note.author_id !== null && note.author_id === ctx.memberId;
    if (!own && !ctx.permissions.has("contacts.delete"))
      throw new AppError("forbidden", "Only its author can change this note.");
    const result = await work(tx, note);
    kind.announce(ctx, tx, recordId, id, change);
    return result;
  });

function clean(text: string): string {
  const plain = text.replaceAll("\0", "").toWellFormed().trim();
  if (plain) return plain;
  throw new AppError("validation_failed", "Write something.", { field: "text" });
}
