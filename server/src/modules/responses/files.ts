/** Files of a response: uploads it keeps, and the copies that go along when it is inserted. */
import { AppError } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { type FileRow, insertFile, storeFile } from "../conversations/index.ts";
import { imagesOf } from "./body.ts";
import { filesOf, type ResponseRow } from "./queries.ts";

/**
 * The files a response has from now on: those named, and the pictures in its texts. @param ids null: attachments stay as they are.
 * What is no longer there becomes an abandoned upload, which the sweep removes.
 */
export async function holdFiles(ctx: Caller, tx: Tx, row: ResponseRow, ids: string[] | null): Promise<void> {
  const texts = [row, ...row.variants, ...(row.approved ? [row.approved, ...row.approved.variants] : [])];
  const pictures = new Set(texts.flatMap((text) => imagesOf(text.body_html)));
  const before = await filesOf(ctx, tx, row.id);
  const named = ids ?? before.filter((file) => !file.inline).map((file) => file.id);
  const wanted = [...new Set([...named, ...pictures])];
  await tx.run(
    sql`update files set response_id = null where workspace_id = ${ctx.workspaceId} and response_id = ${row.id} and not id = any(${wanted}::uuid[])`,
  );
  if (!wanted.length) return;
  const held =
    await tx.run(sql`update files set response_id = ${row.id}, inline = id = any(${[...pictures]}::uuid[]), content_id = case when id = any(${[...pictures]}::uuid[]) then id::text end
    where workspace_id = ${ctx.workspaceId} and id = any(${wanted}::uuid[]) and message_id is null
      and (response_id = ${row.id} or (response_id is null and uploaded_by = ${ctx.actor.id}::uuid))`);
  if (held < wanted.length)
    throw new AppError("unprocessable", "One of the files does not exist any more. Attach it again.", {
      field: "attachment_ids",
    });
}

export type Copied = { file: FileRow; original: string };

/** Copies for one message, uploads of the caller like any other: bytes of their own, so that deleting one empties nothing else. */
export async function copyFiles(ctx: Caller, tx: Tx, responseId: string): Promise<Copied[]> {
  const copies: Copied[] = [];
  for (const row of await filesOf(ctx, tx, responseId)) {
    const chunks: Buffer[] = [];
    for await (const chunk of (await ctx.platform.files.open(row.storage_key)).stream) chunks.push(chunk as Buffer);
    const stored = await storeFile(ctx, { name: row.name, contentType: row.content_type, body: Buffer.concat(chunks) });
    copies.push({
      file: { ...(await insertFile(ctx, tx, stored, ctx.actor.id)), inline: row.inline },
      original: row.id,
    });
  }
  return copies;
}
