/** Files on their way into a visitor's message: stored when chosen, the message's when it is sent, swept when it never is. */
import { type UploadedFile, widgetLimits } from "@omniflow/contract/widget";
import type { FastifyRequest } from "fastify";
import { AppError } from "../../errors.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { newId } from "../../platform/uuid.ts";
import { type Arrival, insertFile, storeFile } from "../conversations/index.ts";
import type { Guest } from "./guest.ts";
import { uploadView } from "./views.ts";

export async function receiveUpload({ ctx, visitor }: Guest, request: FastifyRequest): Promise<UploadedFile> {
  if (!request.isMultipart()) {
    throw new AppError("unsupported_media_type", "Send the file as multipart/form-data in a field named file.");
  }
  const part = await request.file({ limits: { fileSize: widgetLimits.fileBytes, files: 1 } });
  if (!part) throw new AppError("validation_failed", "Send the file in a field named file.", { field: "file" });
  const body = await part.toBuffer().catch(() => {
    throw new AppError("too_large", `A file may have at most ${widgetLimits.fileBytes >> 20} MB.`, { field: "file" });
  });
  if (!body.length) throw new AppError("validation_failed", "The file is empty.", { field: "file" });
  const stored = await storeFile(ctx, { name: part.filename || "file", contentType: part.mimetype, body });
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) =>
    uploadView(await insertFile(ctx, tx, stored, visitor.id)),
  );
}

type StoredFile = Arrival["files"][number];
export type Uploaded = StoredFile & { uploadId: string };

/** The visitor's own uploads among `ids` that are not yet part of a message, as files of the message to come. */
export async function readUploads({ ctx, visitor }: Guest, tx: Tx, ids: string[]): Promise<Uploaded[]> {
  if (!ids.length) return [];
  const rows = await tx.rows<{
    id: string;
    name: string;
    content_type: string;
    size: number;
    sha256: Buffer;
    storage_key: string;
  }>(sql`select id, name, content_type, size, sha256, storage_key from files where workspace_id = ${ctx.workspaceId}
    and id = any(${ids}::uuid[]) and uploaded_by = ${visitor.id} and message_id is null order by array_position(${ids}::uuid[], id)`);
  return rows.map((row) => ({
    uploadId: row.id,
    id: newId(),
    name: row.name,
    contentType: row.content_type,
    size: row.size,
    sha256: row.sha256,
    storageKey: row.storage_key,
    contentId: null,
    inline: false,
  }));
}

/** In the transaction that gives their bytes to the message, so that the sweep never takes what a message shows. */
export const forgetUploads = ({ ctx }: Guest, tx: Tx, uploads: Uploaded[]) =>
  tx.run(
    sql`delete from files where workspace_id = ${ctx.workspaceId} and id = any(${uploads.map((file) => file.uploadId)}::uuid[]) and message_id is null`,
  );
