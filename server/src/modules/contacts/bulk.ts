/** Changing many contacts at once: the chosen ones, or everything a query finds; and the routes that follow an edit of either kind. */
import { BulkEdit, type ContactBulkInput } from "@omniflow/contract";
import { AppError } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { sql } from "../../platform/db.ts";
import { type Route, route } from "../../platform/http.ts";
import type { Task } from "../../platform/jobs.ts";
import { companyBulk } from "../companies/index.ts";
import { type BulkKind, bulkTasks, getBulkEdit, performBulk, undoBulk } from "../fields/index.ts";
import { applyContactChange, fieldsOf } from "./change.ts";
import { selectContacts } from "./list.ts";
import { findContact, lockContact } from "./queries.ts";

const contactBulk: BulkKind = {
  record: "contact",
  change: async (ctx, tx, id, change) => {
    const before = await lockContact(ctx, tx, id);
    const after = await applyContactChange(ctx, tx, before, change);
    return { before: fieldsOf(before), after: fieldsOf(after) };
  },
  read: async (ctx, tx, id) => {
    const row = await findContact(tx, ctx.workspaceId, id);
    return row && !row.merged_into ? fieldsOf(row) : null;
  },
};

const kinds = [contactBulk, companyBulk];
export const bulkEditTasks: Record<string, Task> = bulkTasks(kinds);

export function editContacts(ctx: Caller, input: ContactBulkInput): Promise<BulkEdit> {
  if (Boolean(input.ids) === Boolean(input.select))
    throw new AppError("validation_failed", "Give either ids, or a query in `select`.", { field: "ids" });
  return performBulk(ctx, contactBulk, input.change, async (tx) => {
    const where = input.ids
      ? sql`p.workspace_id = ${ctx.workspaceId} and p.merged_into is null and p.id = any(${input.ids}::uuid[])`
      : await selectContacts(ctx, tx, input.select!);
    return sql`select p.id from contacts p where ${where} and p.id <> all(${input.except ?? []}::uuid[])`;
  });
}

export const bulkEditRoutes: Route[] = [
  route({
    method: "GET",
    path: "/bulk-edits/:id",
    access: "contacts.view",
    tag: "Contacts",
    summary: "How far an edit of many records is",
    schemas: { data: BulkEdit },
    handle: ({ ctx, params }) => getBulkEdit(ctx, params.id),
  }),
  route({
    method: "POST",
    path: "/bulk-edits/:id/undo",
    access: "contacts.update",
    tag: "Contacts",
    summary: "Give each record back what the edit changed, unless somebody has changed it since",
    schemas: { data: BulkEdit },
    handle: ({ ctx, params }) => undoBulk(ctx, kinds, params.id),
  }),
];
