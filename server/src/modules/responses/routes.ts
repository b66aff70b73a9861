import {
  CannedResponse,
  MailPreview,
  MailPreviewInput,
  MailText,
  MailTextInput,
  MailTextReset,
  PickItem,
  PickQuery,
  RenderedResponse,
  RenderInput,
  ResponseAttention,
  ResponseChange,
  ResponseFolder,
  ResponseImport,
  ResponseImportResult,
  ResponseInput,
  ResponseItem,
  ResponseQuery,
  ResponseUsage,
  UsageQuery,
} from "@omniflow/contract";
import { Type } from "typebox";
import { csvHeaders } from "../../platform/csv.ts";
import { answer, type Route, route } from "../../platform/http.ts";
import { listAttention } from "./attention.ts";
import { exportResponses } from "./export.ts";
import { previewMailText } from "./fill-mail.ts";
import { listFolders, listResponses, pickResponses } from "./find.ts";
import { changeMailText, listMailTexts, resetMailText } from "./mail-texts.ts";
import { renderResponse } from "./render.ts";
import { approveResponse, discardProposal } from "./review.ts";
import { usePermissions } from "./rules.ts";
import { addStarters } from "./starters.ts";
import { importResponses } from "./transfer.ts";
import { showUsage } from "./usage.ts";
import { changeResponse, createResponse, removeResponse, restoreResponse, showOne } from "./write.ts";

const tag = "Canned responses";
const access = usePermissions;
const bodyLimit = 12 << 20;

export const responseRoutes: Route[] = [
  route({
    method: "GET",
    path: "/canned-responses",
    access,
    tag,
    summary: "Canned responses the caller sees, by name",
    schemas: { query: ResponseQuery, item: ResponseItem },
    handle: async ({ ctx, query }) => {
      const { items, nextCursor } = await listResponses(ctx, query);
      return answer(items, { nextCursor });
    },
  }),
  route({
    method: "POST",
    path: "/canned-responses",
    access,
    tag,
    summary: "Write a canned response; a wrong variable is refused with its place",
    schemas: { body: ResponseInput, data: CannedResponse },
    bodyLimit,
    handle: async ({ ctx, body }) => answer(await createResponse(ctx, body), { status: 201 }),
  }),
  route({
    method: "GET",
    path: "/canned-responses/picker",
    access,
    tag,
    summary: "What can be inserted, best first: by shortcut, name and text, then what the caller takes often",
    schemas: { query: PickQuery, item: PickItem },
    handle: async ({ ctx, query }) => answer(await pickResponses(ctx, query), { nextCursor: null }),
  }),
  route({
    method: "GET",
    path: "/canned-responses/folders",
    access,
    tag,
    summary: "Folders and how many responses lie in each",
    schemas: { item: ResponseFolder },
    handle: async ({ ctx }) => answer(await listFolders(ctx), { nextCursor: null }),
  }),
  route({
    method: "GET",
    path: "/canned-responses/usage",
    access,
    tag,
    summary: "How responses are used, by response, folder or member",
    schemas: { query: UsageQuery, item: ResponseUsage },
    handle: async ({ ctx, query }) => answer(await showUsage(ctx, query), { nextCursor: null }),
  }),
  route({
    method: "GET",
    path: "/canned-responses/attention",
    access,
    tag,
    summary: "What needs a look: waiting for approval, due for review, unused, dead links, duplicates",
    schemas: { item: ResponseAttention },
    handle: async ({ ctx }) => answer(await listAttention(ctx), { nextCursor: null }),
  }),
  route({
    method: "GET",
    path: "/canned-responses/export",
    access,
    tag,
    summary: "All responses the caller sees, as a file",
    schemas: { query: Type.Object({ format: Type.Optional(Type.Union([Type.Literal("csv"), Type.Literal("json")])) }) },
    raw: true,
    handle: async ({ ctx, query, reply }) => {
      const format = query.format ?? "csv";
      const body = await exportResponses(ctx, format);
      if (format === "csv") return reply.headers(csvHeaders("canned-responses.csv")).send(body);
      return reply
        .headers({
          ...csvHeaders("canned-responses.json"),
          "content-type": "application/json; charset=utf-8",
        })
        .send(body);
    },
  }),
  route({
    method: "POST",
    path: "/canned-responses/import",
    access,
    tag,
    summary: "Take responses in from CSV or JSON; with dry_run only say what would happen",
    schemas: { body: ResponseImport, data: ResponseImportResult },
    bodyLimit: 34 << 20,
    handle: ({ ctx, body }) => importResponses(ctx, body),
  }),
  route({
    method: "POST",
    path: "/canned-responses/starters",
    access: "settings.canned_responses",
    tag,
    summary: "Add the starter set, as far as its shortcuts are free",
    schemas: { data: Type.Object({ created: Type.Integer() }) },
    handle: ({ ctx }) => addStarters(ctx),
  }),
  route({
    method: "GET",
    path: "/mail-texts",
    access: "settings.workspace",
    tag: "Workspace",
    summary: "The mails the product sends, in the workspace's words",
    schemas: { item: MailText },
    handle: async ({ ctx }) => answer(await listMailTexts(ctx), { nextCursor: null }),
  }),
  route({
    method: "PUT",
    path: "/mail-texts",
    access: "settings.workspace",
    tag: "Workspace",
    summary: "Word a mail of the product, in languages; a wrong variable is refused with its place",
    schemas: { body: MailTextInput, data: MailText },
    handle: ({ ctx, body }) => changeMailText(ctx, body),
  }),
  route({
    method: "POST",
    path: "/mail-texts/reset",
    access: "settings.workspace",
    tag: "Workspace",
    summary: "Back to the words a mail comes with, in one language or in all",
    schemas: { body: MailTextReset, data: MailText },
    handle: ({ ctx, body }) => resetMailText(ctx, body.kind, body.language),
  }),
  route({
    method: "POST",
    path: "/mail-texts/preview",
    access: "settings.workspace",
    tag: "Workspace",
    summary: "A mail as it would arrive, with examples of what it alone knows",
    schemas: { body: MailPreviewInput, data: MailPreview },
    handle: ({ ctx, body }) => previewMailText(ctx, body),
  }),
  route({
    method: "GET",
    path: "/canned-responses/:id",
    access,
    tag,
    summary: "One canned response",
    schemas: { data: CannedResponse },
    handle: ({ ctx, params }) => ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => showOne(ctx, tx, params.id)),
  }),
  route({
    method: "PATCH",
    path: "/canned-responses/:id",
    access,
    tag,
    summary: "Change a canned response, or propose another text for a shared one",
    schemas: { body: ResponseChange, data: CannedResponse },
    bodyLimit,
    handle: ({ ctx, params, body }) => changeResponse(ctx, params.id, body),
  }),
  route({
    method: "DELETE",
    path: "/canned-responses/:id",
    access,
    tag,
    summary: "Delete a canned response; it can be restored for thirty days",
    schemas: {},
    handle: ({ ctx, params }) => removeResponse(ctx, params.id),
  }),
  route({
    method: "POST",
    path: "/canned-responses/:id/restore",
    access,
    tag,
    summary: "Bring a deleted canned response back",
    schemas: { data: CannedResponse },
    handle: ({ ctx, params }) => restoreResponse(ctx, params.id),
  }),
  route({
    method: "POST",
    path: "/canned-responses/:id/approve",
    access: "settings.canned_responses",
    tag,
    summary: "Approve the text as it is now: from then on it is what is inserted",
    schemas: {
      body: Type.Object({ version: Type.Optional(Type.Integer({ minimum: 1 })) }, { additionalProperties: false }),
      data: CannedResponse,
    },
    handle: ({ ctx, params, body }) => approveResponse(ctx, params.id, body.version),
  }),
  route({
    method: "POST",
    path: "/canned-responses/:id/discard",
    access,
    tag,
    summary: "Discard a proposed text: the approved one is the text again",
    schemas: { data: CannedResponse },
    handle: ({ ctx, params }) => discardProposal(ctx, params.id),
  }),
  route({
    method: "POST",
    path: "/canned-responses/:id/render",
    access,
    tag,
    summary: "Fill a response for a conversation: text, HTML, what is missing, what it does",
    schemas: { body: RenderInput, data: RenderedResponse },
    handle: ({ ctx, params, body }) => renderResponse(ctx, params.id, body),
  }),
];
