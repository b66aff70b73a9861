/** Privacy: everything held on one person as one archive, and deleting it, with a look at what goes and what stays before. */
import { type Static, Type } from "typebox";
import { Id, Nullable, OneOf, Time } from "./common.ts";

/** What a deletion takes away, and what stays with the reason it does. */
export const PrivacyPreview = Type.Object({
  contact_id: Id,
  name: Type.String(),
  goes: Type.Object({
    contacts: Type.Integer({ description: "More than one when others were merged into this contact." }),
    identities: Type.Integer(),
    notes: Type.Integer(),
    conversations: Type.Integer(),
    messages: Type.Integer(),
    tickets: Type.Integer({ description: "Tickets about nobody else, with notes, checklist and files." }),
    files: Type.Integer(),
    visits: Type.Integer(),
    imports: Type.Integer({ description: "Imported files they stand in: their rows there are emptied." }),
  }),
  stays: Type.Object({
    mentions: Type.Integer({
      description: "Conversations of others where they took part: their name and address go, the words stay.",
    }),
    tickets_emptied: Type.Integer({
      description:
        "Tickets they asked for that are about others too: title, description and custom fields are emptied.",
    }),
    tickets: Type.Integer({ description: "Tickets of others in which they are named: only the link to them goes." }),
    audit_entries: Type.Integer({ description: "Entries of the audit log, which is never changed." }),
  }),
});
export type PrivacyPreview = Static<typeof PrivacyPreview>;

export const PrivacyRequest = Type.Object({
  id: Id,
  kind: OneOf(["archive", "deletion"] as const),
  contact_id: Id,
  state: OneOf(["waiting", "done", "failed"] as const),
  /** Of an archive that is done: where it lies, by a link that expires. */
  url: Nullable(Type.String()),
  expires_at: Nullable(Time),
  created_at: Time,
});
export type PrivacyRequest = Static<typeof PrivacyRequest>;
