/** What hangs on a contact over HTTP: identities, notes, consents, its change log, the pages a visitor is on. */
import {
  Consent,
  Contact,
  ContactConsentInput,
  ContactIdentityChange,
  ContactIdentityInput,
  ContactIdentityMove,
  ContactNote,
  ContactNoteInput,
  ContactVisit,
  PageQuery,
  RecordChange,
} from "@omniflow/contract";
import { Type } from "typebox";
import { sql } from "../../platform/db.ts";
import { answer, type Route, route } from "../../platform/http.ts";
import { addNote, type ChangesOf, deleteNote, editNote, pageOfChanges, pageOfNotes } from "../fields/index.ts";
import { changeConsent, listConsents } from "./consents.ts";
import { addIdentity, moveIdentity, removeIdentity, verifyIdentity } from "./identities.ts";
import { contactNotes, contactNoteView } from "./notes.ts";
import { contactGroup } from "./queries.ts";
import { listVisits } from "./visits.ts";

const tag = "Contacts";

const contactChanges: ChangesOf = { record: "contact", column: sql`e.contact_id`, group: contactGroup };

const identityRoutes: Route[] = [
  route({
    method: "POST",
    path: "/contacts/:id/identities",
    access: "contacts.update",
    tag,
    summary: "Add an address, number or handle",
    schemas: { body: ContactIdentityInput, data: Contact },
    handle: async ({ ctx, params, body }) => answer(await addIdentity(ctx, params.id, body), { status: 201 }),
  }),
  route({
    method: "PATCH",
    path: "/contacts/:id/identities/:identity_id",
    access: "contacts.update",
    tag,
    summary: "Say that an identity is verified, or that it is not",
    schemas: { body: ContactIdentityChange, data: Contact },
    handle: ({ ctx, params, body }) => verifyIdentity(ctx, params.id, params.identity_id, body.verified),
  }),
  route({
    method: "DELETE",
    path: "/contacts/:id/identities/:identity_id",
    access: "contacts.update",
    tag,
    summary: "Take an identity away",
    schemas: { data: Contact },
    handle: ({ ctx, params }) => removeIdentity(ctx, params.id, params.identity_id),
  }),
  route({
    method: "POST",
    path: "/contacts/:id/identities/:identity_id/move",
    access: "contacts.update",
    tag,
    summary: "Give an identity to another contact; conversations stay where they were had",
    schemas: { body: ContactIdentityMove, data: Contact },
    handle: ({ ctx, params, body }) => moveIdentity(ctx, params.id, params.identity_id, body.to),
  }),
];

const noteRoutes: Route[] = [
  route({
    method: "GET",
    path: "/contacts/:id/notes",
    access: "contacts.view",
    tag,
    summary: "Notes on a contact, newest first",
    schemas: { query: Type.Object(PageQuery), item: ContactNote },
    handle: async ({ ctx, params, query }) => {
      const { items, nextCursor } = await pageOfNotes(contactNotes, ctx, params.id, query);
      return answer(items.map(contactNoteView), { nextCursor });
    },
  }),
  route({
    method: "POST",
    path: "/contacts/:id/notes",
    access: "contacts.update",
    tag,
    summary: "Write a note",
    schemas: { body: ContactNoteInput, data: ContactNote },
    handle: async ({ ctx, params, body }) =>
      answer(contactNoteView(await addNote(contactNotes, ctx, params.id, body)), { status: 201 }),
  }),
  route({
    method: "PATCH",
    path: "/contacts/:id/notes/:note_id",
    access: "contacts.update",
    tag,
    summary: "Edit a note; what it said before is kept",
    schemas: { body: Type.Pick(ContactNoteInput, ["text"]), data: ContactNote },
    handle: async ({ ctx, params, body }) =>
      contactNoteView(await editNote(contactNotes, ctx, params.id, params.note_id, body.text)),
  }),
  route({
    method: "DELETE",
    path: "/contacts/:id/notes/:note_id",
    access: "contacts.update",
    tag,
    summary: "Delete a note",
    schemas: { data: Type.Null() },
    handle: async ({ ctx, params }) => {
      await deleteNote(contactNotes, ctx, params.id, params.note_id);
      return null;
    },
  }),
];

export const personRoutes: Route[] = [
  ...identityRoutes,
  ...noteRoutes,
  route({
    method: "GET",
    path: "/contacts/:id/consents",
    access: "contacts.view",
    tag,
    summary: "What the person said about being written to",
    schemas: { item: Consent },
    handle: async ({ ctx, params }) =>
      answer(await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => listConsents(ctx, tx, params.id)), {
        nextCursor: null,
      }),
  }),
  route({
    method: "PUT",
    path: "/contacts/:id/consents",
    access: "contacts.update",
    tag,
    summary: "Note an opt-in or opt-out of one address; `*` stands for every channel",
    schemas: { body: ContactConsentInput, data: Type.Array(Consent) },
    handle: ({ ctx, params, body }) => changeConsent(ctx, params.id, body),
  }),
  route({
    method: "GET",
    path: "/contacts/:id/changes",
    access: "contacts.view",
    tag,
    summary: "Who changed what of a contact, old and new, newest first",
    schemas: { query: Type.Object(PageQuery), item: RecordChange },
    handle: async ({ ctx, params, query }) => {
      const { items, nextCursor } = await pageOfChanges(contactChanges, ctx, params.id, query);
      return answer(items, { nextCursor });
    },
  }),
  route({
    method: "GET",
    path: "/contacts/:id/visits",
    access: "contacts.view",
    tag,
    summary: "Browsers of a chat visitor: visited pages, device, language",
    schemas: { item: ContactVisit },
    handle: async ({ ctx, params }) => answer(await listVisits(ctx, params.id), { nextCursor: null }),
  }),
];
