/** Merging contacts over HTTP. */
import { Contact, ContactMergePreview, Id, MergeInput, RecordMerge } from "@omniflow/contract";
import { Type } from "typebox";
import { sql } from "../../../platform/db.ts";
import { answer, type Route, route } from "../../../platform/http.ts";
import { listMerges } from "../../fields/index.ts";
import { contactGroup } from "../queries.ts";
import { mergeContact, previewMerge } from "./merge.ts";
import { unmergeContact } from "./unmerge.ts";

const tag = "Contacts";

const tables = { records: sql`contacts`, merges: sql`contact_merges` };

export const contactMergeRoutes: Route[] = [
  route({
    method: "GET",
    path: "/contacts/:id/merges",
    access: "contacts.view",
    tag,
    summary: "What was merged into it and still is, newest first; each can be undone",
    schemas: { item: RecordMerge },
    handle: async ({ ctx, params }) => {
      const items = await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
        await contactGroup(ctx, tx, params.id);
        return listMerges(tables, ctx, tx, params.id);
      });
      return answer(items, { nextCursor: null });
    },
  }),
  route({
    method: "GET",
    path: "/contacts/:id/merge-preview",
    access: "contacts.update",
    tag,
    summary: "What merging into another contact would mean, field by field",
    schemas: { query: Type.Object({ into: Id }), data: ContactMergePreview },
    handle: ({ ctx, params, query }) => previewMerge(ctx, params.id, query.into),
  }),
  route({
    method: "POST",
    path: "/contacts/:id/merge",
    access: "contacts.update",
    tag,
    summary: "Merge into another contact; answers the merged one",
    schemas: { body: MergeInput, data: Contact },
    handle: ({ ctx, params, body }) => mergeContact(ctx, params.id, body.into, body.take),
  }),
  route({
    method: "POST",
    path: "/contacts/:id/unmerge",
    access: "contacts.update",
    tag,
    summary: "Undo a merge, at any later time; the id is that of the contact merged away",
    schemas: { data: Contact },
    handle: ({ ctx, params }) => unmergeContact(ctx, params.id),
  }),
];
