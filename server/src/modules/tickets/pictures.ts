/** Pictures in the texts of a ticket: named by their file where they are kept, shown by a signed address that runs out. */
import type { Caller, Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { linker } from "../conversations/index.ts";
import type { Holder } from "./files.ts";

/** What the editor shows by an address → the file. */
export const referPictures = (html: string): string =>
  html.replace(/(<img\b[^>]*\bsrc=")[^"]*\/api\/v1\/files\/([0-9a-f-]{36})[^"]*"/gi, '$1cid:$2"');

const reference = /\bsrc="cid:([0-9a-f-]{36})"/gi;
export const picturesOf = (html: string): string[] => [...html.matchAll(reference)].map(([, id]) => id!);

/** One's own uploads that the text shows and nothing has taken yet become the ticket's; of others nothing is taken. */
export async function keepPictures(
  ctx: Caller,
  tx: Tx,
  ticketId: string,
  html: string,
  { noteId = null, broadcastId = null }: Holder = {},
): Promise<void> {
  const ids = picturesOf(html);
  if (!ids.length) return;
  await tx.run(sql`with taken as (update files set kept = true, inline = true where workspace_id = ${ctx.workspaceId} and id = any(${ids}::uuid[])
      and message_id is null and response_id is null and not kept and uploaded_by = ${ctx.actor.id}::uuid returning id)
    insert into ticket_files (workspace_id, ticket_id, file_id, note_id, broadcast_id)
      select ${ctx.workspaceId}, ${ticketId}, id, ${noteId}::uuid, ${broadcastId}::uuid from taken`);
}

/** Signed addresses for the ticket's own pictures; whatever else a text names stays without one. */
export async function showPictures(ctx: Context, tx: Tx, set: string[], texts: string[]): Promise<string[]> {
  const ids = texts.flatMap(picturesOf);
  if (!ids.length) return texts;
  const rows = await tx.rows<{ file_id: string }>(sql`select file_id from ticket_files
    where workspace_id = ${ctx.workspaceId} and ticket_id = any(${set}::uuid[]) and file_id = any(${ids}::uuid[])`);
  const own = new Set(rows.map((row) => row.file_id));
  const links = linker(ctx.platform.crypto, ctx.workspaceId, ctx.platform.clock.now());
  const shown = (all: string, id: string) => (own.has(id) ? `src="${links.file(id).replaceAll("&", "&amp;")}"` : all);
  return texts.map((text) => text.replace(reference, shown));
}
