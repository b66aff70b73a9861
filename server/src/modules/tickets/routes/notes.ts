/** What the team keeps on a ticket: notes and files, which no customer sees. */
import { Attachment, Id, PageQuery, TicketNote, TicketNoteChange, TicketNoteInput } from "@omniflow/contract";
import { Type } from "typebox";
import { answer, type Route, route } from "../../../platform/http.ts";
import { addFiles, removeFile } from "../files.ts";
import { addNote, editNote, listNotes, removeNote, restoreNote } from "../notes.ts";

const tag = "Tickets";
const update = { access: "tickets.update", tag } as const;
const view = { access: "tickets.view", tag } as const;
const bodyLimit = 2 << 20;
const notes: Route[] = [
  route({
    ...view,
    method: "GET",
    path: "/tickets/:id/notes",
    summary: "Notes of a ticket",
    schemas: { query: Type.Object(PageQuery), item: TicketNote },
    handle: async ({ ctx, params, query }) => {
      const { items, nextCursor } = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
        listNotes(ctx, tx, params.id, query),
      );
      return answer(items, { nextCursor });
    },
  }),
  route({
    ...update,
    method: "POST",
    path: "/tickets/:id/notes",
    summary: "Leave a note on the ticket; no customer sees it",
    schemas: { body: TicketNoteInput, data: TicketNote },
    bodyLimit,
    handle: async ({ ctx, params, body }) => {
      const { note, created } = await addNote(ctx, params.id, body);
      return answer(note, { status: created ? 201 : 200 });
    },
  }),
  route({
    ...update,
    method: "PATCH",
    path: "/tickets/:id/notes/:note_id",
    summary: "Change one's own note",
    schemas: { body: TicketNoteChange, data: TicketNote },
    bodyLimit,
    handle: ({ ctx, params, body }) => editNote(ctx, params.id, params.note_id, body),
  }),
  route({
    ...update,
    method: "DELETE",
    path: "/tickets/:id/notes/:note_id",
    summary: "Take a note away",
    schemas: {},
    handle: ({ ctx, params }) => removeNote(ctx, params.id, params.note_id),
  }),
  route({
    ...update,
    method: "POST",
    path: "/tickets/:id/notes/:note_id/restore",
    summary: "Bring a note back that was taken away",
    schemas: { data: TicketNote },
    handle: ({ ctx, params }) => restoreNote(ctx, params.id, params.note_id),
  }),
];

const files: Route[] = [
  route({
    ...update,
    method: "POST",
    path: "/tickets/:id/files",
    summary: "Keep uploaded files on the ticket",
    schemas: {
      body: Type.Object({ file_ids: Type.Array(Id, { minItems: 1, maxItems: 50 }) }, { additionalProperties: false }),
      data: Type.Array(Attachment),
    },
    handle: ({ ctx, params, body }) => addFiles(ctx, params.id, body.file_ids),
  }),
  route({
    ...update,
    method: "DELETE",
    path: "/tickets/:id/files/:file_id",
    summary: "Take a file away",
    schemas: {},
    handle: ({ ctx, params }) => removeFile(ctx, params.id, params.file_id),
  }),
];

export const ticketNotes: Route[] = [...notes, ...files];
