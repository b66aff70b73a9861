import { Contact, ContactInput, ContactQuery } from "@omniflow/contract";
import { notFound } from "../../errors.ts";
import { answer, decodeCursor, encodeCursor, type Route, route } from "../../platform/http.ts";
import { changeContact, createContact } from "./contacts.ts";
import { findContact, listContacts } from "./queries.ts";
import { contactView } from "./views.ts";

const tag = "Contacts";

export const contactRoutes: Route[] = [
  route({
    method: "GET",
    path: "/contacts",
    access: "contacts.view",
    tag,
    summary: "List contacts, newest first",
    schemas: { query: ContactQuery, item: Contact },
    handle: async ({ ctx, query }) => {
      const limit = query.limit ?? 50;
      const after = decodeCursor(query.cursor, 2) as [string, string] | null;
      const rows = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
        listContacts(tx, ctx.workspaceId, query, { limit: limit + 1, after }),
      );
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return answer(page.map(contactView), {
        nextCursor: rows.length > limit && last ? encodeCursor([last.created_at.toISOString(), last.id]) : null,
      });
    },
  }),
  route({
    method: "GET",
    path: "/contacts/:id",
    access: "contacts.view",
    tag,
    summary: "One contact",
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
    summary: "Change a contact",
    schemas: { body: ContactInput, data: Contact },
    handle: ({ ctx, params, body }) => changeContact(ctx, params.id, body),
  }),
];
