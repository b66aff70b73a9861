/** Notes of a ticket: they stay on the ticket, no customer and no conversation ever sees them. */
import type { TicketNote, TicketNoteInput } from "@omniflow/contract";
import { AppError, notFound } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { cursorTime, decodeCursor, encodeCursor } from "../../platform/http.ts";
import { newId } from "../../platform/uuid.ts";
import { attachmentView, authorName, bodyOf, type FileRow, linker } from "../conversations/index.ts";
import { keepFiles } from "./files.ts";
import { keepPictures, referPictures, showPictures } from "./pictures.ts";
import { about, audienceOf, lockLiving, requireTicket, type TicketState, ticketSet, touchTicket } from "./scope.ts";

type NoteRow = {
  id: string;
  ticket_id: string;
  author_id: string | null;
  author_name: string;
  text: string;
  html: string | null;
  edited_at: Date | null;
  created_at: Date;
  version: number;
  files: FileRow[];
};

const columns = sql`n.id, n.ticket_id, n.author_id, n.author_name, n.text, n.html, n.edited_at, n.created_at, n.version,
  coalesce((select json_agg(json_build_object('id', f.id, 'message_id', null, 'name', f.name, 'content_type', f.content_type, 'size', f.size, 'content_id', null, 'inline', false) order by f.created_at, f.id)
    from ticket_files k join files f on f.workspace_id = k.workspace_id and f.id = k.file_id
    where k.workspace_id = n.workspace_id and k.note_id = n.id and not f.inline), '[]'::json) as files`;

async function viewNotes(ctx: Caller, tx: Tx, set: string[], rows: NoteRow[]): Promise<TicketNote[]> {
  const links = linker(ctx.platform.crypto, ctx.workspaceId, ctx.platform.clock.now());
  const shown = await showPictures(
    ctx,
    tx,
    set,
    rows.map((row) => row.html ?? ""),
  );
  return rows.map((row, i) => noteView(row, row.html && shown[i]!, links));
}

function noteView(row: NoteRow, html: string | null, links: ReturnType<typeof linker>): TicketNote {
  const { author_id, author_name, files, ...note } = row;
  return {
    ...note,
    html,
    author: { id: author_id, name: author_name },
    attachments: files.map((file) => attachmentView(file, links)),
    edited_at: row.edited_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
  };
}

/** Newest page first, each page in the order things were written. */
export async function listNotes(ctx: Caller, tx: Tx, ticketId: string, page: { limit?: number; cursor?: string }) {
  await requireTicket(ctx, tx, ticketId);
  const limit = page.limit ?? 50;
  const after = decodeCursor(page.cursor, 2);
  const edge = after
    ? sql`(n.created_at, n.id) < (${cursorTime(after[0])}::timestamptz, ${String(after[1])}::uuid)`
    : sql`true`;
  const set = await ticketSet(ctx, tx, ticketId);
  const rows =
    await tx.rows<NoteRow>(sql`select ${columns} from ticket_notes n where n.workspace_id = ${ctx.workspaceId}
    and n.ticket_id = any(${set}::uuid[]) and n.deleted_at is null and ${edge}
    order by n.created_at desc, n.id desc limit ${limit + 1}`);
  const found = rows.slice(0, limit);
  const last = found.at(-1);
  return {
    items: await viewNotes(ctx, tx, set, found.reverse()),
    nextCursor: rows.length > limit && last ? encodeCursor([last.created_at.getTime(), last.id]) : null,
  };
}

async function getNote(ctx: Caller, tx: Tx, set: string[], noteId: string, gone = false): Promise<NoteRow> {
  const row =
    await tx.row<NoteRow>(sql`select ${columns} from ticket_notes n where n.workspace_id = ${ctx.workspaceId} and n.id = ${noteId}
    and n.ticket_id = any(${set}::uuid[]) and n.deleted_at is ${gone ? sql`not null` : sql`null`}`);
  if (!row) throw notFound("note");
  return row;
}

async function readNote(ctx: Caller, tx: Tx, ticketId: string, noteId: string): Promise<TicketNote> {
  const set = await ticketSet(ctx, tx, ticketId);
  const [note] = await viewNotes(ctx, tx, set, [await getNote(ctx, tx, set, noteId)]);
  return note!;
}

export async function addNote(
  ctx: Caller,
  ticketId: string,
  input: TicketNoteInput,
): Promise<{ note: TicketNote; created: boolean }> {
  const id = input.id ?? newId();
  const body = bodyOf(referring(input), true);
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const ticket = await lockLiving(ctx, tx, ticketId);
    const before = await tx.row(sql`select 1 from ticket_notes where workspace_id = ${ctx.workspaceId} and id = ${id}`);
    if (before) return { note: await readNote(ctx, tx, ticketId, id), created: false };
    const mentions = await mentioned(ctx, tx, input.mentions ?? []);
    await tx.run(sql`insert into ticket_notes (workspace_id, id, ticket_id, author_id, author_name, text, html, created_at)
      values (${ctx.workspaceId}, ${id}, ${ticketId}, ${ctx.memberId}, ${await authorName(ctx, tx)}, ${body.text}, ${body.html}, ${ctx.platform.clock.now()})`);
    await keepFiles(ctx, tx, ticketId, input.attachment_ids ?? [], { noteId: id });
    await keepPictures(ctx, tx, ticketId, body.html ?? "", { noteId: id });
    // Whoever is named sees the ticket from now on, and hears of it.
    if (mentions.length)
      await tx.run(sql`insert into ticket_followers (workspace_id, ticket_id, member_id)
        select ${ctx.workspaceId}, ${ticketId}, m from unnest(${mentions}::uuid[]) as m on conflict do nothing`);
    await touchTicket(ctx, tx, ticketId);
    const audience = audienceOf(ticket);
    emit(ctx, tx, {
      type: "ticket.note_created",
      data: { ...about(ticket), note_id: id, mentions },
      ticketId,
      audience: { ...audience, memberIds: [...audience.memberIds, ...mentions] },
    });
    return { note: await readNote(ctx, tx, ticketId, id), created: true };
  });
}

const referring = <T extends { html?: string }>(input: T): T =>
  input.html === undefined ? input : { ...input, html: referPictures(input.html) };

async function mentioned(ctx: Caller, tx: Tx, ids: string[]): Promise<string[]> {
  if (!ids.length) return [];
  const rows = await tx.rows<{ id: string }>(sql`select id from members
    where workspace_id = ${ctx.workspaceId} and id = any(${ids}::uuid[]) and deactivated_at is null`);
  if (rows.length < new Set(ids).size)
    throw new AppError("unprocessable", "One of the mentioned members does not exist.", { field: "mentions" });
  return rows.map((row) => row.id);
}

/** Only who wrote it changes what it says; they, and who may delete tickets, take it away. */
async function lockOwn(
  ctx: Caller,
  tx: Tx,
  ticketId: string,
  noteId: string,
  { alsoWith, gone = false }: { alsoWith?: "tickets.delete"; gone?: boolean } = {},
) {
  const ticket = await lockLiving(ctx, tx, ticketId);
  const note = await getNote(ctx, tx, await ticketSet(ctx, tx, ticketId), noteId, gone);
  const own = note.author_id !== null && note.author_id === ctx.memberId;
  if (!own && !(alsoWith && ctx.permissions.has(alsoWith)))
    throw new AppError("forbidden", "Only who wrote a note can change it.");
  return { ticket, note };
}

export const editNote = (
  ctx: Caller,
  ticketId: string,
  noteId: string,
  change: { text?: string; html?: string; version?: number },
): Promise<TicketNote> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const { ticket, note } = await lockOwn(ctx, tx, ticketId, noteId);
    if (change.version !== undefined && change.version !== note.version)
      throw new AppError("version_conflict", "This note was changed meanwhile. Look at it again.", {
        field: "version",
      });
    const body = bodyOf({ ...referring(change), attachment_ids: note.files.map((file) => file.id) }, true);
    await tx.run(sql`update ticket_notes set text = ${body.text}, html = ${body.html}, edited_at = ${ctx.platform.clock.now()}, version = version + 1
      where workspace_id = ${ctx.workspaceId} and id = ${noteId}`);
    await keepPictures(ctx, tx, note.ticket_id, body.html ?? "", { noteId });
    tellNote(ctx, tx, "ticket.note_edited", ticket, noteId);
    return readNote(ctx, tx, ticketId, noteId);
  });

export const removeNote = (ctx: Caller, ticketId: string, noteId: string): Promise<void> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const { ticket } = await lockOwn(ctx, tx, ticketId, noteId, { alsoWith: "tickets.delete" });
    await tx.run(
      sql`update ticket_notes set deleted_at = ${ctx.platform.clock.now()} where workspace_id = ${ctx.workspaceId} and id = ${noteId}`,
    );
    tellNote(ctx, tx, "ticket.note_deleted", ticket, noteId);
  });

/** The way back from taking it away. */
export const restoreNote = (ctx: Caller, ticketId: string, noteId: string): Promise<TicketNote> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const { ticket } = await lockOwn(ctx, tx, ticketId, noteId, { alsoWith: "tickets.delete", gone: true });
    await tx.run(
      sql`update ticket_notes set deleted_at = null where workspace_id = ${ctx.workspaceId} and id = ${noteId}`,
    );
    tellNote(ctx, tx, "ticket.note_restored", ticket, noteId);
    return readNote(ctx, tx, ticketId, noteId);
  });

const tellNote = (
  ctx: Caller,
  tx: Tx,
  type: "ticket.note_edited" | "ticket.note_deleted" | "ticket.note_restored",
  ticket: TicketState,
  noteId: string,
): void =>
  emit(ctx, tx, {
    type,
    data: { ...about(ticket), note_id: noteId },
    ticketId: ticket.id,
    audience: audienceOf(ticket),
  });
