import { PrivacyPreview, PrivacyRequest } from "@omniflow/contract";
import { Type } from "typebox";
import { AppError, notFound } from "../../errors.ts";
import type { Platform } from "../../platform/context.ts";
import { sql } from "../../platform/db.ts";
import { answer, type Route, route } from "../../platform/http.ts";
import { erasePerson } from "./erase.ts";
import { previewDeletion } from "./held.ts";
import { getRequest, startArchive } from "./requests.ts";

const tag = "Privacy";

export const privacyRoutes: Route[] = [
  route({
    method: "GET",
    path: "/contacts/:id/privacy",
    access: "contacts.delete",
    tag,
    summary: "What a deletion of this person would take away, and what would stay",
    schemas: { data: PrivacyPreview },
    handle: ({ ctx, params }) =>
      ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => previewDeletion(ctx, tx, params.id)),
  }),
  route({
    method: "POST",
    path: "/contacts/:id/archive",
    access: "contacts.export",
    tag,
    summary: "Gather everything held on this person into one archive, in the background",
    schemas: { data: PrivacyRequest },
    handle: async ({ ctx, params }) => answer(await startArchive(ctx, params.id), { status: 201 }),
  }),
  route({
    method: "DELETE",
    path: "/contacts/:id",
    access: "contacts.delete",
    tag,
    summary: "Delete this person and everything held on them, for good",
    schemas: { data: PrivacyRequest },
    handle: ({ ctx, params }) => erasePerson(ctx, params.id),
  }),
  route({
    method: "GET",
    path: "/privacy-requests/:id",
    access: ["contacts.export", "contacts.delete"],
    tag,
    summary: "An archive and whether it is done, with its link; or a deletion that was made",
    schemas: { data: PrivacyRequest },
    handle: ({ ctx, params }) => getRequest(ctx, params.id),
  }),
];

/** Public by signature, so it needs the platform and no caller. */
export const archiveRoutes = (platform: Platform): Route[] => [
  route({
    method: "GET",
    path: "/privacy-archives/:id",
    access: "public",
    tag,
    summary: "The bytes of an archive, by its signed address",
    schemas: { query: Type.Object({ workspace: Type.String({ format: "uuid" }) }) },
    raw: true,
    handle: async ({ params, query, request, reply }) => {
      if (!platform.crypto.isSignedUrl(request.url, platform.clock.now()))
        throw new AppError("expired", "This link has expired. Ask for the archive again.");
      const row = await platform.db.inWorkspace(query.workspace, (tx) =>
        tx.row<{ storage_key: string }>(sql`select storage_key from privacy_requests
          where workspace_id = ${query.workspace} and id = ${params.id} and storage_key is not null`),
      );
      if (!row) throw notFound("archive");
      const { stream, size } = await platform.files.open(row.storage_key);
      return reply
        .header("content-type", "application/zip")
        .header("content-length", size)
        .header("content-disposition", `attachment; filename="person-${params.id}.zip"`)
        .header("x-content-type-options", "nosniff")
        .header("cache-control", "no-store")
        .send(stream);
    },
  }),
];
