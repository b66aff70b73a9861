/** Notes on a contact: what the team knows about a person (fields/notes.ts). */
import type { ContactNote } from "@omniflow/contract";
import type { Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { listNotesOf, type Note, type NoteKind, type Whose } from "../fields/index.ts";
import { contactGroup, lockContact } from "./queries.ts";

export const contactNotes: NoteKind = {
  table: sql`contact_notes`,
  owner: sql`contact_id`,
  lock: lockContact,
  group: contactGroup,
  announce: (ctx, tx, contactId, note_id, change) =>
    emit(ctx, tx, { type: "contact.note_changed", data: { note_id, change }, contactId }),
};

export const contactNoteView = ({ owner_id, ...note }: Note): ContactNote => ({ ...note, contact_id: owner_id });

/** @param before only those before this moment and id */
export const listNotes = async (
  ctx: Context,
  tx: Tx,
  whose: Whose,
  page: { limit: number; before?: { at: Date; id: string } | null },
): Promise<ContactNote[]> => (await listNotesOf(contactNotes, ctx, tx, whose, page)).map(contactNoteView);
