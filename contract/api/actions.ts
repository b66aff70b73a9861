/** Actions on many conversations, with progress, and the undo of every action for a while. */
import { type Static, Type } from "typebox";
import { Id, Nullable, OneOf, Time } from "./common.ts";
import { ConversationChange, ConversationQuery } from "./conversations.ts";

/** How long an action can be undone. */
export const undoMinutes = 30;

const { assignee_id, team_id, status, priority, folder, snoozed_until, wake_on_reply } = ConversationChange.properties;

/** What is done to each conversation. Tags are added and removed, since each conversation has its own. */
export const BulkChange = Type.Object(
  {
    assignee_id,
    team_id,
    status,
    priority,
    folder,
    snoozed_until,
    wake_on_reply,
    add_tags: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 20 })),
    remove_tags: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 20 })),
    unread: Type.Optional(Type.Boolean()),
    following: Type.Optional(Type.Boolean({ description: "The caller follows them, or no longer." })),
    note: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 20_000,
        description: "An internal note on each, e.g. with an assignment; undoing the action withdraws it.",
      }),
    ),
    mentions: Type.Optional(Type.Array(Id, { maxItems: 50, description: "Members the note tells." })),
    ticket: Type.Optional(
      Type.Object(
        {
          ticket_id: Type.Optional(Type.String({ format: "uuid", description: "Link them all to this ticket." })),
          type: Type.Optional(
            Type.String({ maxLength: 200, description: "Of the tickets made: a type's id or name." }),
          ),
        },
        {
          additionalProperties: false,
          description:
            "Makes a ticket of each that has none to be done, or links each to one ticket; undoing takes that away again.",
        },
      ),
    ),
    erased: Type.Optional(
      Type.Literal(true, { description: "Deletes for good what lies in the trash; alone, and never undone." }),
    ),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type BulkChange = Static<typeof BulkChange>;

/** `POST /conversations/{id}/transfer`: to a member, or to a team (which takes it from its assignee), with a note. */
export const TransferInput = Type.Object(
  {
    assignee_id: Type.Optional(Id),
    team_id: Type.Optional(Id),
    note: BulkChange.properties.note,
    mentions: Type.Optional(Type.Array(Id, { maxItems: 50 })),
    version: ConversationChange.properties.version,
  },
  { additionalProperties: false },
);
export type TransferInput = Static<typeof TransferInput>;

const { limit: _limit, cursor: _cursor, ...selection } = ConversationQuery.properties;

/** Either `ids`, or everything a query finds (`select`) except `except`. */
export const BulkInput = Type.Object(
  {
    ids: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 1000 })),
    select: Type.Optional(Type.Object(selection, { additionalProperties: false })),
    except: Type.Optional(Type.Array(Id, { maxItems: 1000 })),
    change: BulkChange,
  },
  { additionalProperties: false },
);
export type BulkInput = Static<typeof BulkInput>;

/** A done or running action. `skipped` were changed by someone else, or not the caller's to change. */
export const Action = Type.Object({
  id: Id,
  state: OneOf(["running", "done", "undoing", "undone", "failed"] as const),
  change: Type.Record(Type.String(), Type.Unknown()),
  total: Type.Integer(),
  done: Type.Integer(),
  skipped: Type.Integer(),
  reason: Nullable(Type.String()),
  created_at: Time,
  undo_until: Nullable(Time),
});
export type Action = Static<typeof Action>;
