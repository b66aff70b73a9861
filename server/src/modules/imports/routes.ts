import { Readable } from "node:stream";
import { Import, ImportChange, ImportRow, ImportRowQuery, maxImportBytes, PageQuery } from "@omniflow/contract";
import { Type } from "typebox";
import { AppError } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { csvHeaders } from "../../platform/csv.ts";
import { answer, cursorTime, decodeCursor, encodeCursor, type Route, route } from "../../platform/http.ts";
import { refusedRows } from "./problems.ts";
import { getImport, listImports, listRows } from "./queries.ts";
import { changeImport, uploadImport } from "./upload.ts";
import { startCheck, startRun, startUndo, stopImport } from "./verbs.ts";
import { importView, rowView } from "./views.ts";

const tag = "Imports";
const access = "contacts.import";

const verb = (path: string, summary: string, handle: (ctx: Caller, id: string) => Promise<Import>) =>
  route({
    method: "POST",
    path: `/imports/:id/${path}`,
    access,
    tag,
    summary,
    schemas: { data: Import },
    handle: ({ ctx, params }) => handle(ctx, params.id),
  });

export const importRoutes: Route[] = [
  route({
    method: "POST",
    path: "/imports",
    access,
    tag,
    summary: "Upload a CSV file of contacts (multipart field `file`); nothing is imported yet",
    schemas: { data: Import },
    bodyLimit: maxImportBytes + (1 << 20),
    handle: async ({ ctx, request }) => {
      if (!request.isMultipart())
        throw new AppError("unsupported_media_type", "Send the file as multipart/form-data in a field named file.");
      const part = await request.file({ limits: { fileSize: maxImportBytes + 1, files: 1 } }).catch((cause) => {
        throw new AppError("bad_request", "The upload could not be read: it is not what its content type says.", {
          cause,
        });
      });
      if (!part) throw new AppError("validation_failed", "Send the file in a field named file.", { field: "file" });
      return answer(await uploadImport(ctx, part.filename ?? "", part.file), { status: 201 });
    },
  }),
  route({
    method: "GET",
    path: "/imports",
    access,
    tag,
    summary: "Imports, newest first",
    schemas: { query: Type.Object(PageQuery), item: Import },
    handle: async ({ ctx, query }) => {
      const limit = query.limit ?? 50;
      const at = decodeCursor(query.cursor, 2);
      const rows = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
        listImports(tx, ctx.workspaceId, { limit: limit + 1, after: at && [cursorTime(at[0]), String(at[1])] }),
      );
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      return answer(rows.slice(0, limit).map(importView), {
        nextCursor: last ? encodeCursor([last.created_at.getTime(), last.id]) : null,
      });
    },
  }),
  route({
    method: "GET",
    path: "/imports/:id",
    access,
    tag,
    summary: "An import and its progress",
    schemas: { data: Import },
    handle: async ({ ctx, params }) =>
      importView(await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => getImport(tx, ctx.workspaceId, params.id))),
  }),
  route({
    method: "PATCH",
    path: "/imports/:id",
    access,
    tag,
    summary: "Correct what the columns are and how the file is read",
    schemas: { body: ImportChange, data: Import },
    handle: ({ ctx, params, body }) => changeImport(ctx, params.id, body),
  }),
  verb("check", "Dry run: what each row would do, and which cannot be taken and why", startCheck),
  verb("run", "Import, in the background", startRun),
  verb("stop", "Stop; what is imported by then stays and can be undone", stopImport),
  verb("undo", "Undo the whole import; what was changed or used since stays and is listed", startUndo),
  route({
    method: "GET",
    path: "/imports/:id/rows",
    access,
    tag,
    summary: "Rows and what became of them; after the dry run those that cannot be taken",
    schemas: { query: ImportRowQuery, item: ImportRow },
    handle: async ({ ctx, params, query }) => {
      const limit = query.limit ?? 50;
      const after = decodeCursor(query.cursor, 1)?.[0] ?? 0;
      if (!Number.isSafeInteger(after))
        throw new AppError("bad_request", "This cursor is not one of ours; start again without it.", {
          field: "cursor",
        });
      const rows = await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
        await getImport(tx, ctx.workspaceId, params.id);
        return listRows(tx, ctx.workspaceId, params.id, {
          outcome: query.outcome,
          after: after as number,
          limit: limit + 1,
        });
      });
      const page = rows.slice(0, limit);
      return answer(page.map(rowView), { nextCursor: rows.length > limit ? encodeCursor([page.at(-1)!.row]) : null });
    },
  }),
  route({
    method: "GET",
    path: "/imports/:id/refused.csv",
    access,
    tag,
    summary:
      "The rows that were not taken, as they stand in the file, each with its reason: to correct and upload again",
    schemas: {},
    raw: true,
    handle: async ({ ctx, params, reply }) => {
      const record = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
        getImport(tx, ctx.workspaceId, params.id),
      );
      return reply.headers(csvHeaders(`refused-${record.name}`)).send(Readable.from(await refusedRows(ctx, record)));
    },
  }),
];
