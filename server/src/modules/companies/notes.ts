/** Notes on a company (fields/notes.ts), over HTTP. */
import { CompanyNote, CompanyNoteInput, PageQuery } from "@omniflow/contract";
import { Type } from "typebox";
import type { Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { answer, type Route, route } from "../../platform/http.ts";
import {
  addNote,
  deleteNote,
  editNote,
  listNotesOf,
  type Note,
  type NoteKind,
  pageOfNotes,
  type Whose,
} from "../fields/index.ts";
import { companyGroup, lockCompany } from "./queries.ts";

const kind: NoteKind = {
  table: sql`company_notes`,
  owner: sql`company_id`,
  lock: lockCompany,
  group: companyGroup,
  announce: (ctx, tx, company_id, note_id, change) =>
    emit(ctx, tx, { type: "company.note_changed", data: { company_id, note_id, change }, companyId: company_id }),
};

/** @param before only those before this moment and id */
export const listCompanyNotes = async (
  ctx: Context,
  tx: Tx,
  whose: Whose,
  page: { limit: number; before?: { at: Date; id: string } | null },
): Promise<CompanyNote[]> => (await listNotesOf(kind, ctx, tx, whose, page)).map(view);

const view = ({ owner_id, ...note }: Note): CompanyNote => ({ ...note, company_id: owner_id });
const tag = "Companies";

export const companyNoteRoutes: Route[] = [
  route({
    method: "GET",
    path: "/companies/:id/notes",
    access: "contacts.view",
    tag,
    summary: "Notes on a company, newest first",
    schemas: { query: Type.Object(PageQuery), item: CompanyNote },
    handle: async ({ ctx, params, query }) => {
      const { items, nextCursor } = await pageOfNotes(kind, ctx, params.id, query);
      return answer(items.map(view), { nextCursor });
    },
  }),
  route({
    method: "POST",
    path: "/companies/:id/notes",
    access: "contacts.update",
    tag,
    summary: "Write a note",
    schemas: { body: CompanyNoteInput, data: CompanyNote },
    handle: async ({ ctx, params, body }) => answer(view(await addNote(kind, ctx, params.id, body)), { status: 201 }),
  }),
  route({
    method: "PATCH",
    path: "/companies/:id/notes/:note_id",
    access: "contacts.update",
    tag,
    summary: "Edit a note; what it said before is kept",
    schemas: { body: Type.Pick(CompanyNoteInput, ["text"]), data: CompanyNote },
    handle: async ({ ctx, params, body }) => view(await editNote(kind, ctx, params.id, params.note_id, body.text)),
  }),
  route({
    method: "DELETE",
    path: "/companies/:id/notes/:note_id",
    access: "contacts.update",
    tag,
    summary: "Delete a note",
    schemas: { data: Type.Null() },
    handle: async ({ ctx, params }) => {
      await deleteNote(kind, ctx, params.id, params.note_id);
      return null;
    },
  }),
];
