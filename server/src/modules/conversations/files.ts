/** Files of messages: upload before sending, signed download, and pictures of other hosts led through us. */
import { Readable } from "node:stream";
import { Attachment } from "@omniflow/contract";
import { Type } from "typebox";
import { AppError, notFound } from "../../errors.ts";
import type { Caller, Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { isInlineSafe } from "../../platform/files.ts";
import { answer, type Route, route } from "../../platform/http.ts";
import type { Task } from "../../platform/jobs.ts";
import type { StoredFile } from "./receive/arrival.ts";
import { storeFile } from "./receive/prepare.ts";
import { attachmentView, type FileRow, linker } from "./views.ts";

export const maxUpload = 25 << 20;
const maxRemoteImage = 5 << 20;

const columns = sql`id, message_id, name, content_type, size, content_id, inline`;

export async function insertFile(ctx: Context, tx: Tx, file: StoredFile, uploadedBy: string | null): Promise<FileRow> {
  const row =
    await tx.row<FileRow>(sql`insert into files (workspace_id, id, uploaded_by, name, content_type, size, sha256, storage_key, content_id, inline)
    values (${ctx.workspaceId}, ${file.id}, ${uploadedBy}, ${file.name}, ${file.contentType}, ${file.size}, ${file.sha256}, ${file.storageKey}, ${file.contentId}, ${file.inline})
    returning ${columns}`);
  return row!;
}

export type Copied = { file: FileRow; original: string };

/** Copies for one message, uploads of the caller like any other: bytes of their own, so that deleting one empties nothing else. */
export async function copyFiles(
  ctx: Caller,
  tx: Tx,
  files: readonly (FileRow & { storage_key: string })[],
): Promise<Copied[]> {
  const copies: Copied[] = [];
  for (const row of files) {
    const chunks: Buffer[] = [];
    for await (const chunk of (await ctx.platform.files.open(row.storage_key)).stream) chunks.push(chunk as Buffer);
    const stored = await storeFile(ctx, { name: row.name, contentType: row.content_type, body: Buffer.concat(chunks) });
    const file = await insertFile(ctx, tx, stored, ctx.actor.id);
    copies.push({ file: { ...file, inline: row.inline }, original: row.id });
  }
  return copies;
}

/** Uploaded files become a message's. A picture the HTML shows as `cid:<file id>` becomes inline. */
export async function attachFiles(
  ctx: Caller,
  tx: Tx,
  messageId: string,
  ids: string[],
  html: string | null,
): Promise<FileRow[]> {
  const wanted = [...new Set(ids)];
  if (!wanted.length) return [];
  const rows = await tx.rows<FileRow>(sql`update files set message_id = ${messageId},
      content_id = case when ${html ?? ""} like '%cid:' || id || '%' then id::text end, inline = ${html ?? ""} like '%cid:' || id || '%'
    where workspace_id = ${ctx.workspaceId} and id = any(${wanted}::uuid[]) and message_id is null and response_id is null and not kept and uploaded_by = ${ctx.actor.id}::uuid returning ${columns}`);
  if (rows.length < wanted.length) {
    throw new AppError(
      "unprocessable",
      "One of the attached files does not exist or was sent already. Attach it again.",
      { field: "attachment_ids" },
    );
  }
  return rows;
}

export const fileRoutes: Route[] = [
  route({
    method: "POST",
    path: "/files",
    access: ["conversations.reply", "conversations.note"],
    tag: "Files",
    summary: "Upload a file, to be attached to a message (multipart field `file`)",
    schemas: { data: Attachment },
    bodyLimit: maxUpload + (1 << 20),
    handle: async ({ ctx, request }) => {
      if (!request.isMultipart())
        throw new AppError("unsupported_media_type", "Send the file as multipart/form-data in a field named file.");
      const part = await request.file({ limits: { fileSize: maxUpload, files: 1 } }).catch((cause) => {
        throw new AppError("bad_request", "The upload could not be read: it is not what its content type says.", {
          cause,
        });
      });
      if (!part) throw new AppError("validation_failed", "Send the file in a field named file.", { field: "file" });
      const body = await part.toBuffer().catch(() => {
        throw new AppError("too_large", `A file may have at most ${maxUpload >> 20} MB.`, { field: "file" });
      });
      const stored = await storeFile(ctx, { name: part.filename ?? "file", contentType: part.mimetype, body });
      const row = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => insertFile(ctx, tx, stored, ctx.actor.id));
      return answer(attachmentView(row, linker(ctx.platform.crypto, ctx.workspaceId, ctx.platform.clock.now())), {
        status: 201,
      });
    },
  }),
];

/** Public by signature, so they need the platform and no caller. */
export const signedFileRoutes = (platform: Context["platform"]): Route[] => [
  route({
    method: "GET",
    path: "/files/:id",
    access: "public",
    tag: "Files",
    summary: "A file's bytes, by its signed address",
    schemas: { query: Type.Object({ workspace: Type.String({ format: "uuid" }) }) },
    raw: true,
    handle: async ({ params, query, request, reply }) => {
      if (!platform.crypto.isSignedUrl(request.url, platform.clock.now())) throw expired();
      const row = await platform.db.inWorkspace(query.workspace, (tx) =>
        tx.row<FileRow & { storage_key: string }>(
          sql`select ${columns}, storage_key from files where workspace_id = ${query.workspace} and id = ${params.id}`,
        ),
      );
      if (!row) throw notFound("file");
      const inline = isInlineSafe(row.content_type);
      return reply
        .header("content-type", inline ? row.content_type : "application/octet-stream")
        .header("content-length", row.size)
        .header(
          "content-disposition",
          `${inline ? "inline" : "attachment"}; filename*=UTF-8''${encodeURIComponent(row.name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)}`,
        )
        .header("x-content-type-options", "nosniff")
        .header("content-security-policy", "default-src 'none'; sandbox")
        .header("cross-origin-resource-policy", "same-origin")
        .header("cache-control", "private, max-age=3600, immutable")
        .send((await platform.files.open(row.storage_key)).stream);
    },
  }),
  route({
    method: "GET",
    path: "/remote-image",
    access: "public",
    tag: "Files",
    summary: "A picture of another host, fetched by us so that its sender does not see who reads",
    schemas: { query: Type.Object({ url: Type.String({ maxLength: 4000 }) }) },
    raw: true,
    handle: async ({ query, request, reply }) => {
      if (!platform.crypto.isSignedUrl(request.url, platform.clock.now())) throw expired();
      const found = await platform.egress.fetch(query.url, { maxBytes: maxRemoteImage, timeout: 8000 });
      const type = (found.headers.get("content-type") ?? "").split(";")[0]!.trim();
      if (!found.ok || !isInlineSafe(type) || !type.startsWith("image/"))
        throw new AppError("not_found", "There is no picture at this address.");
      return reply
        .header("content-type", type)
        .header("x-content-type-options", "nosniff")
        .header("content-security-policy", "default-src 'none'; sandbox")
        .header("cache-control", "private, max-age=86400")
        .send(Readable.from([Buffer.from(await found.arrayBuffer())]));
    },
  }),
];

const expired = () => new AppError("expired", "This link has expired. Open the conversation again to get a new one.");

/** Uploads nobody sent: a day is enough to finish a message. */
export const sweepFiles: Task = async (platform) => {
  for (;;) {
    const gone = await platform.db.asSystem("abandoned uploads lie in every workspace", (tx) =>
      tx.rows<{ storage_key: string }>(sql`delete from files where (workspace_id, id) in (
        select workspace_id, id from files where message_id is null and response_id is null and not kept and created_at < now() - interval '1 day' limit 500) returning storage_key`),
    );
    for (const file of gone) await platform.files.remove(file.storage_key);
    if (!gone.length) return;
  }
};
