/** Merging contacts over HTTP. */
import { Contact, ContactMergePreview, Id, MergeInput } from "@omniflow/contract";
import { Type } from "typebox";
import { type Route, route } from "../../../platform/http.ts";
import { mergeContact, previewMerge } from "./merge.ts";
import { unmergeContact } from "./unmerge.ts";

const tag = "Contacts";

export const contactMergeRoutes: Route[] = [
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
