/** Contacts over HTTP: the list and the record. What hangs on a contact is in person-routes.ts, merging in merging/routes.ts. */
import {
  BulkEdit,
  Contact,
  ContactBulkInput,
  ContactCountQuery,
  ContactInput,
  ContactQuery,
  PageQuery,
  RecordCount,
} from "@omniflow/contract";
import { Type } from "typebox";
import { notFound } from "../../errors.ts";
import { sql } from "../../platform/db.ts";
import { answer, type Route, route } from "../../platform/http.ts";
import { countUpTo } from "../companies/index.ts";
import { bulkEditRoutes, editContacts } from "./bulk.ts";
import { changeContact, createContact } from "./change.ts";
import { duplicateRoutes } from "./duplicates/routes.ts";
import { listContacts, selectContacts } from "./list.ts";
import { contactMergeRoutes } from "./merging/routes.ts";
import { personRoutes } from "./person-routes.ts";
import { findContact } from "./queries.ts";
import { segmentRoutes } from "./segments.ts";
import { contactView } from "./views.ts";

const tag = "Contacts";

export const contactRoutes: Route[] = [
  route({
    method: "GET",
    path: "/contacts",
    access: "contacts.view",
    tag,
    summary: "List contacts, newest first unless told otherwise",
    schemas: { query: ContactQuery, item: Contact },
    handle: async ({ ctx, query }) => {
      const { rows, nextCursor } = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
        listContacts(ctx, tx, query),
      );
      return answer(rows.map(contactView), { nextCursor });
    },
  }),
  route({
    method: "GET",
    path: "/contacts/count",
    access: "contacts.view",
    tag,
    summary: "How many a query finds, up to ten thousand",
    schemas: { query: ContactCountQuery, data: RecordCount },
    handle: ({ ctx, query }) =>
      ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) =>
        countUpTo(tx, sql`from contacts p where ${await selectContacts(ctx, tx, query)}`),
      ),
  }),
  route({
    method: "GET",
    path: "/contacts/:id",
    access: "contacts.view",
    tag,
    summary: "One contact; `merged_into` says when it is read with another",
    schemas: { data: Contact },
    handle: async ({ ctx, params }) => {
      const row = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
        findContact(tx, ctx.workspaceId, params.id),
      );
      if (!row) throw notFound("contact");
      return contactView(row);
    },
  }),
  route({
    method: "POST",
    path: "/contacts",
    access: "contacts.update",
    tag,
    summary: "Create a contact",
    schemas: { body: ContactInput, data: Contact },
    handle: async ({ ctx, body }) => {
      const { contact, created } = await createContact(ctx, body);
      return answer(contact, { status: created ? 201 : 200 });
    },
  }),
  route({
    method: "PATCH",
    path: "/contacts/:id",
    access: "contacts.update",
    tag,
    summary: "Change a contact; custom fields and external ids that are not named stay, null takes one away",
    schemas: { body: ContactInput, data: Contact },
    handle: ({ ctx, params, body }) => changeContact(ctx, params.id, body),
  }),
  route({
    method: "POST",
    path: "/contacts/bulk",
    access: "contacts.update",
    tag,
    summary: "Change many contacts; more than a hundred in the background",
    schemas: { body: ContactBulkInput, data: BulkEdit },
    handle: async ({ ctx, body }) => answer(await editContacts(ctx, body), { status: 202 }),
  }),
  route({
    method: "GET",
    path: "/companies/:id/contacts",
    access: "contacts.view",
    tag: "Companies",
    summary: "A company's contacts, newest first",
    schemas: { query: Type.Object(PageQuery), item: Contact },
    handle: async ({ ctx, params, query }) => {
      const { rows, nextCursor } = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
        listContacts(ctx, tx, { limit: query.limit, cursor: query.cursor, company_id: params.id }),
      );
      return answer(rows.map(contactView), { nextCursor });
    },
  }),
  ...bulkEditRoutes,
  ...personRoutes,
  ...contactMergeRoutes,
  ...duplicateRoutes,
  ...segmentRoutes,
];
