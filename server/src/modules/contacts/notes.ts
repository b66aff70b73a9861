/** Notes on a contact: what the team knows about a person. Read by whoever sees contacts, changed by who wrote them, with a trace. */
import type { ContactNote } from "@omniflow/contract";
import { AppError, notFound } from "../../errors.ts";
import type { Caller, Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { cursorTime, decodeCursor, encodeCursor } from "../../platform/http.ts";
import { newId } from "../../platform/uuid.ts";
import { contactGroup, lockContact } from "./queries.ts";

type Row = Omit<ContactNote, "author" | "created_at" | "edited_at"> & {
  author_id: string | null;
  author_name: string;
  created_at: Date;
  edited_at: Date | null;
};

const columns = sql`n.id, n.contact_id, n.author_id, n.author_name, n.text, n.edits, n.created_at, n.edited_at`;

export const noteView = ({ author_id, author_name, created_at, edited_at, ...row }: Row): ContactNote => ({
  ...row,
  author: { id: author_id, name: author_name },
  created_at: created_at.toISOString(),
  edited_at: edited_at?.toISOString() ?? null,
});

/** @param before only those before this moment and id */
export async function listNotes(
  ctx: Context,
  tx: Tx,
  contactIds: readonly string[],
  page: { limit: number; before?: { at: Date; id: string } | null },
): Promise<ContactNote[]> {
  const rows = await tx.rows<Row>(sql`select ${columns} from contact_notes n
    where n.workspace_id = ${ctx.workspaceId} and n.contact_id = any(${[...contactIds]}::uuid[]) and n.deleted_at is null
      and ${page.before ? sql`(n.created_at, n.id) < (${page.before.at}::timestamptz, ${page.before.id}::uuid)` : sql`true`}
    order by n.created_at desc, n.id desc limit ${page.limit}`);
  return rows.map(noteView);
}

export async function pageOfNotes(
  ctx: Context,
  contactId: string,
  { limit = 50, cursor }: { limit?: number; cursor?: string },
) {
  const after = decodeCursor(cursor, 2);
  const before = after && { at: cursorTime(after[0]), id: String(after[1]) };
  const found = await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) =>
    listNotes(ctx, tx, await contactGroup(ctx, tx, contactId), { limit: limit + 1, before }),
  );
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    nextCursor: found.length > limit && last ? encodeCursor([Date.parse(last.created_at), last.id]) : null,
  };
}

export const addNote = (ctx: Caller, contactId: string, input: { id?: string; text: string }): Promise<ContactNote> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    await lockContact(ctx, tx, contactId);
    const id = input.id ?? newId();
    await tx.run(sql`insert into contact_notes (workspace_id, id, contact_id, author_id, author_name, text)
      values (${ctx.workspaceId}, ${id}, ${contactId}, ${ctx.memberId}, coalesce(
        (select name from members where workspace_id = ${ctx.workspaceId} and id = ${ctx.memberId}),
        (select name from api_keys where workspace_id = ${ctx.workspaceId} and id = ${ctx.actor.id}), ''), ${clean(input.text)})
      on conflict (workspace_id, id) do nothing`);
    const [note] = await tx.rows<Row>(sql`select ${columns} from contact_notes n
      where n.workspace_id = ${ctx.workspaceId} and n.id = ${id} and n.contact_id = ${contactId} and n.deleted_at is null`);
    if (!note) throw new AppError("conflict", "This id belongs to another note.", { field: "id" });
    emit(ctx, tx, { type: "contact.note_changed", data: { note_id: id, change: "added" }, contactId });
    return noteView(note);
  });

export const editNote = (ctx: Caller, contactId: string, id: string, text: string): Promise<ContactNote> =>
  changing(ctx, contactId, id, "edited", async (tx, note) => {
    const before = { at: ctx.platform.clock.now().toISOString(), by: ctx.actor.id, text: note.text };
    const edits = [...note.edits, before].slice(-50);
    const row =
      await tx.row<Row>(sql`update contact_notes n set text = ${clean(text)}, edits = ${JSON.stringify(edits)}, edited_at = now()
      where n.workspace_id = ${ctx.workspaceId} and n.id = ${id} returning ${columns}`);
    return noteView(row!);
  });

/** The row stays, unread, for whoever must know what stood there. */
export const deleteNote = (ctx: Caller, contactId: string, id: string): Promise<void> =>
  changing(ctx, contactId, id, "deleted", async (tx) => {
    await tx.run(
      sql`update contact_notes set deleted_at = now() where workspace_id = ${ctx.workspaceId} and id = ${id}`,
    );
  });

/** One's own; any note by whoever may delete contacts. */
const changing = <T>(
  ctx: Caller,
  contactId: string,
  id: string,
  change: string,
  work: (tx: Tx, note: Row) => Promise<T>,
): Promise<T> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const group = await contactGroup(ctx, tx, contactId);
    const note =
      await tx.row<Row>(sql`select ${columns} from contact_notes n where n.workspace_id = ${ctx.workspaceId} and n.id = ${id}
      and n.contact_id = any(${group}::uuid[]) and n.deleted_at is null for update`);
    if (!note) throw notFound("note");
    const own = note.author_id !== null && note.author_id === ctx.memberId;
    if (!own && !ctx.permissions.has("contacts.delete"))
      throw new AppError("forbidden", "Only its author can change this note.");
    const result = await work(tx, note);
    emit(ctx, tx, { type: "contact.note_changed", data: { note_id: id, change }, contactId });
    return result;
  });

function clean(text: string): string {
  const plain = text.replaceAll("\0", "").toWellFormed().trim();
  if (plain) return plain;
  throw new AppError("validation_failed", "Write something.", { field: "text" });
}
