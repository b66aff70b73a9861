/** Files of a ticket, of its notes and of updates to its customers: uploaded like those of a message, kept here. */
import type { Attachment } from "@omniflow/contract";
import { AppError, notFound } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { attachmentView, type FileRow, linker } from "../conversations/index.ts";
import { about, audienceOf, lockLiving, type TicketState, ticketSet, touchTicket } from "./scope.ts";

const columns = sql`f.id, f.message_id, f.name, f.content_type, f.size, f.content_id, f.inline`;

/** What on the ticket a file belongs to; neither: the ticket itself. */
export type Holder = { noteId?: string | null; broadcastId?: string | null };

/** One's own uploads that nothing has taken yet become the ticket's, or what holds them there. @returns their names */
export async function keepFiles(
  ctx: Caller,
  tx: Tx,
  ticketId: string,
  ids: string[],
  { noteId = null, broadcastId = null }: Holder = {},
): Promise<string[]> {
  const wanted = [...new Set(ids)];
  if (!wanted.length) return [];
  const rows = await tx.rows<{
    id: string;
    name: string;
  }>(sql`update files set kept = true where workspace_id = ${ctx.workspaceId}
    and id = any(${wanted}::uuid[]) and message_id is null and response_id is null and not kept and uploaded_by = ${ctx.actor.id}::uuid returning id, name`);
  if (rows.length < wanted.length)
    throw new AppError("unprocessable", "One of the files does not exist or is used already. Attach it again.", {
      field: noteId || broadcastId ? "attachment_ids" : "file_ids",
    });
  await tx.run(sql`insert into ticket_files (workspace_id, ticket_id, file_id, note_id, broadcast_id)
    select ${ctx.workspaceId}, ${ticketId}, id, ${noteId}::uuid, ${broadcastId}::uuid from unnest(${wanted}::uuid[]) as id`);
  return rows.map((row) => row.name);
}

export async function listFiles(ctx: Caller, tx: Tx, set: string[]): Promise<Attachment[]> {
  const rows = await tx.rows<FileRow>(sql`select ${columns} from ticket_files k
    join files f on f.workspace_id = k.workspace_id and f.id = k.file_id
    where k.workspace_id = ${ctx.workspaceId} and k.ticket_id = any(${set}::uuid[]) and k.note_id is null and k.broadcast_id is null and not f.inline order by f.created_at, f.id`);
  const links = linker(ctx.platform.crypto, ctx.workspaceId, ctx.platform.clock.now());
  return rows.map((row) => attachmentView(row, links));
}

export const addFiles = (ctx: Caller, ticketId: string, ids: string[]): Promise<Attachment[]> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const ticket = await lockLiving(ctx, tx, ticketId);
    const added = await keepFiles(ctx, tx, ticketId, ids);
    await tellFiles(ctx, tx, ticket, added, []);
    return listFiles(ctx, tx, await ticketSet(ctx, tx, ticketId));
  });

/** The bytes go with the nightly sweep. */
export const removeFile = (ctx: Caller, ticketId: string, fileId: string): Promise<void> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const ticket = await lockLiving(ctx, tx, ticketId);
    const set = await ticketSet(ctx, tx, ticketId);
    const gone =
      await tx.row(sql`delete from ticket_files where workspace_id = ${ctx.workspaceId} and file_id = ${fileId}
      and ticket_id = any(${set}::uuid[]) and note_id is null and broadcast_id is null returning 1`);
    if (!gone) throw notFound("file");
    const file = await tx.row<{ name: string }>(
      sql`update files set kept = false where workspace_id = ${ctx.workspaceId} and id = ${fileId} returning name`,
    );
    await tellFiles(ctx, tx, ticket, [], [file!.name]);
  });

async function tellFiles(ctx: Caller, tx: Tx, ticket: TicketState, added: string[], removed: string[]): Promise<void> {
  if (!added.length && !removed.length) return;
  await touchTicket(ctx, tx, ticket.id);
  emit(ctx, tx, {
    type: "ticket.files_changed",
    data: { ...about(ticket), added, removed },
    ticketId: ticket.id,
    audience: audienceOf(ticket),
  });
}
