/** Settings → Audit log. Carrying the log out is itself written to it. */
import { AuditEntry, AuditExportQuery, AuditQuery, AuditVerification, AuditVerifyQuery } from "@omniflow/contract";
import { AppError } from "../../errors.ts";
import { answer, decodeCursor, encodeCursor, type Route, route } from "../../platform/http.ts";
import { exportEntries } from "./export.ts";
import { entryView, listEntries } from "./list.ts";
import { recordAudit } from "./record.ts";
import { verifyChain } from "./verify.ts";

const tag = "Audit log";
const access = "settings.audit";

export const auditRoutes: Route[] = [
  route({
    method: "GET",
    path: "/audit",
    access,
    tag,
    summary: "Who changed what, newest first",
    schemas: { query: AuditQuery, item: AuditEntry },
    handle: async ({ ctx, query: { limit = 50, cursor, ...filter } }) => {
      const after = decodeCursor(cursor, 1);
      const before = after && seqOf(after[0]!);
      const rows = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
        listEntries(ctx, tx, filter, { limit: limit + 1, before }),
      );
      const page = rows.slice(0, limit);
      return answer(page.map(entryView), { nextCursor: rows.length > limit ? encodeCursor([page.at(-1)!.seq]) : null });
    },
  }),
  route({
    method: "GET",
    path: "/audit/verify",
    access,
    tag,
    summary: "Whether the chain holds; note `entries` and `head`, and give them back later as `seq` and `head`",
    schemas: { query: AuditVerifyQuery, data: AuditVerification },
    handle: ({ ctx, query }) => verifyChain(ctx, query),
  }),
  route({
    method: "GET",
    path: "/audit/export",
    access,
    tag,
    summary: "The log as a file: CSV, or one JSON object a line",
    schemas: { query: AuditExportQuery },
    raw: true,
    handle: async ({ ctx, query, reply }) => {
      await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
        recordAudit(ctx, tx, { action: "audit.exported", summary: "Audit log exported", after: query });
      });
      const { headers, body } = await exportEntries(ctx, query);
      return reply.headers(headers).send(body);
    },
  }),
];

function seqOf(value: string | number): number {
  if (Number.isSafeInteger(value)) return value as number;
  throw new AppError("bad_request", "This cursor is not one of ours; start again without it.", { field: "cursor" });
}
