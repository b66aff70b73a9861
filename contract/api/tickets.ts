/** Tickets: units of work round one or more conversations, with their statuses, types, links, notes and checklists. */
import { type Static, Type } from "typebox";
import { Id, Name, Nullable, OneOf, PageQuery, priorities, Time } from "./common.ts";
import { Assignee } from "./conversations.ts";
import { Attachment } from "./messages.ts";

/** Categories. A workspace's own statuses lie inside them; what follows from a status follows from its category. */
export const ticketStatuses = ["open", "in_progress", "waiting", "resolved", "closed"] as const;
export type TicketStatus = (typeof ticketStatuses)[number];

export const ticketViews = [
  "mine",
  "team",
  "unassigned",
  "followed",
  "active",
  "waiting",
  "resolved",
  "closed",
  "all",
  "deleted",
] as const;
export type TicketView = (typeof ticketViews)[number];

export const ticketSorts = ["updated", "updated_oldest", "newest", "oldest", "priority"] as const;
export type TicketSort = (typeof ticketSorts)[number];

export const ticketSources = ["member", "api", "rule", "ai_agent", "form", "follow_up"] as const;

/** One SLA target's state. Null on a ticket until a policy applies to it. */
export const SlaState = Type.Object({
  target: OneOf(["first_response", "resolution"] as const),
  state: OneOf(["running", "paused", "met", "breached"] as const),
  seconds_left: Type.Integer({ description: "Negative when late." }),
});
export type SlaState = Static<typeof SlaState>;

const Progress = Type.Object({ done: Type.Integer(), total: Type.Integer() });

export const Ticket = Type.Object({
  id: Id,
  number: Type.Integer({ description: "Per workspace; unique and increasing, a number may be missing." }),
  title: Type.String(),
  status: OneOf(ticketStatuses),
  status_id: Nullable(Type.String({ format: "uuid", description: "The workspace's own status inside the category." })),
  priority: OneOf(priorities),
  type: Nullable(Type.Object({ id: Id, name: Type.String() })),
  contact: Nullable(Type.Object({ id: Id, name: Type.String() })),
  assignee: Nullable(Assignee),
  team_id: Nullable(Id),
  tags: Type.Array(Type.String()),
  custom_fields: Type.Record(Type.String(), Type.Unknown()),
  source: OneOf(ticketSources),
  conversation_count: Type.Integer(),
  checklist_progress: Progress,
  sla: Nullable(Type.Array(SlaState)),
  merged_into: Nullable(Id),
  deleted_at: Nullable(Time),
  status_changed_at: Time,
  resolved_at: Nullable(Time),
  closed_at: Nullable(Time),
  created_at: Time,
  updated_at: Time,
  version: Type.Integer(),
});
export type Ticket = Static<typeof Ticket>;

/** `duplicate_of` and `blocks` are said of the first, `parent` too: the others are how the second sees them. */
export const ticketLinkKinds = [
  "related",
  "duplicate_of",
  "duplicated_by",
  "blocks",
  "blocked_by",
  "parent",
  "child",
] as const;
export type TicketLinkKind = (typeof ticketLinkKinds)[number];

export const TicketBrief = Type.Object({
  id: Id,
  number: Type.Integer(),
  title: Type.String(),
  status: OneOf(ticketStatuses),
  priority: OneOf(priorities),
});
export type TicketBrief = Static<typeof TicketBrief>;

export const TicketLink = Type.Object({
  id: Id,
  kind: Type.Enum([...ticketLinkKinds], {
    description: "What the other ticket is to this one: `parent` means it is this one's parent.",
  }),
  ticket: TicketBrief,
});
export type TicketLink = Static<typeof TicketLink>;

export const ChecklistItem = Type.Object({
  id: Id,
  text: Type.String(),
  done: Type.Boolean(),
  position: Type.Number(),
  version: Type.Integer(),
});
export type ChecklistItem = Static<typeof ChecklistItem>;

export const TicketConversation = Type.Object({
  id: Id,
  subject: Type.String(),
  status: Type.String(),
  channel: Type.String(),
  contact: Type.Object({ id: Id, name: Type.String() }),
  preview: Type.String(),
  last_message_at: Time,
});
export type TicketConversation = Static<typeof TicketConversation>;

export const TicketDetail = Type.Object({
  ...Ticket.properties,
  description: Type.String({ description: "Sanitised HTML." }),
  conversations: Type.Array(TicketConversation, { description: "Those the caller may see." }),
  hidden_conversations: Type.Integer({ description: "Linked, but not the caller's to see." }),
  contacts: Type.Array(Type.Object({ id: Id, name: Type.String() })),
  follower_ids: Type.Array(Id),
  checklist: Type.Array(ChecklistItem),
  links: Type.Array(TicketLink),
  children_progress: Progress,
  merged: Type.Array(TicketBrief, { description: "Tickets merged into this one." }),
  files: Type.Array(Attachment),
  moves: Type.Array(Type.String(), { description: "Where its status may go: categories, and ids of own statuses." }),
  follow_up_of: Nullable(TicketBrief),
});
export type TicketDetail = Static<typeof TicketDetail>;

export const TicketQuery = Type.Object({
  view: Type.Optional(OneOf(ticketViews)),
  view_id: Type.Optional(Id),
  status: Type.Optional(OneOf(ticketStatuses)),
  status_id: Type.Optional(Type.Union([Id, Type.Literal("none")])),
  priority: Type.Optional(OneOf(priorities)),
  assignee_id: Type.Optional(Type.Union([Id, Type.Literal("none"), Type.Literal("me")])),
  team_id: Type.Optional(Type.Union([Id, Type.Literal("none")])),
  type_id: Type.Optional(Id),
  contact_id: Type.Optional(Id),
  conversation_id: Type.Optional(Id),
  tag: Type.Optional(Type.String({ maxLength: 100 })),
  number: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 9_007_199_254_740_991,
      description: "A merged ticket's leads to the survivor.",
    }),
  ),
  q: Type.Optional(Type.String({ maxLength: 300, description: "Words of title or description, or a number." })),
  filter: Type.Optional(Type.String({ maxLength: 20_000, description: "A filter tree as JSON (see TicketFilter)." })),
  sort: Type.Optional(OneOf(ticketSorts)),
  ...PageQuery,
});
export type TicketQuery = Static<typeof TicketQuery>;

const title = Type.String({ minLength: 1, maxLength: 300, pattern: "\\S" });
const tags = Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 50 });
const customFields = Type.Record(Type.String({ maxLength: 60 }), Type.Unknown(), { maxProperties: 100 });

const changeable = {
  description: Type.Optional(Type.String({ maxLength: 500_000, description: "HTML; sanitised. Plain text is fine." })),
  priority: Type.Optional(OneOf(priorities)),
  assignee_id: Type.Optional(Nullable(Id)),
  team_id: Type.Optional(Nullable(Id)),
  type: Type.Optional(Nullable(Type.String({ maxLength: 200, description: "A ticket type's id or name." }))),
  contact_id: Type.Optional(Nullable(Id)),
  tags: Type.Optional(tags),
  custom_fields: Type.Optional(customFields),
  status: Type.Optional(OneOf(ticketStatuses)),
  status_id: Type.Optional(Nullable(Id)),
};

export const TicketInput = Type.Object(
  {
    id: Type.Optional(
      Type.String({ format: "uuid", description: "Made by the client; sending the same id again changes nothing." }),
    ),
    title,
    ...changeable,
    conversation_ids: Type.Optional(Type.Array(Id, { maxItems: 100 })),
  },
  { additionalProperties: false },
);
export type TicketInput = Static<typeof TicketInput>;

export const TicketChange = Type.Object(
  {
    title: Type.Optional(title),
    ...changeable,
    version: Type.Optional(
      Type.Integer({ minimum: 1, description: "The version this change is based on; a stale one answers 409." }),
    ),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type TicketChange = Static<typeof TicketChange>;

export const TicketNote = Type.Object({
  id: Id,
  ticket_id: Id,
  author: Type.Object({ id: Nullable(Id), name: Type.String() }),
  text: Type.String(),
  html: Nullable(Type.String()),
  attachments: Type.Array(Attachment),
  edited_at: Nullable(Time),
  created_at: Time,
  version: Type.Integer(),
});
export type TicketNote = Static<typeof TicketNote>;

export const TicketNoteInput = Type.Object(
  {
    id: Type.Optional(Id),
    text: Type.Optional(Type.String({ maxLength: 200_000 })),
    html: Type.Optional(Type.String({ maxLength: 1_000_000 })),
    attachment_ids: Type.Optional(Type.Array(Id, { maxItems: 50 })),
    mentions: Type.Optional(Type.Array(Id, { maxItems: 50, description: "Members who then follow the ticket." })),
  },
  { additionalProperties: false },
);
export type TicketNoteInput = Static<typeof TicketNoteInput>;

export const TicketNoteChange = Type.Object(
  {
    text: Type.Optional(Type.String({ maxLength: 200_000 })),
    html: Type.Optional(Type.String({ maxLength: 1_000_000 })),
    version: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false, minProperties: 1 },
);

export const TicketLinkInput = Type.Object(
  { kind: OneOf(ticketLinkKinds), ticket_id: Id },
  { additionalProperties: false },
);

export const ChecklistInput = Type.Object(
  { id: Type.Optional(Id), text: Type.String({ minLength: 1, maxLength: 500, pattern: "\\S" }) },
  { additionalProperties: false },
);
export const ChecklistChange = Type.Object(
  {
    text: Type.Optional(Type.String({ minLength: 1, maxLength: 500, pattern: "\\S" })),
    done: Type.Optional(Type.Boolean()),
    position: Type.Optional(Type.Number()),
    version: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type ChecklistChange = Static<typeof ChecklistChange>;

/** What a merge would bring together, before anybody does it. */
export const TicketMergePreview = Type.Object({
  source: TicketBrief,
  target: TicketBrief,
  conversations: Type.Integer({ description: "That will be read with the survivor." }),
  contacts: Type.Integer(),
  notes: Type.Integer(),
  files: Type.Integer(),
  checklist: Type.Integer(),
  differences: Type.Array(
    Type.Object({ field: Type.String(), kept: Nullable(Type.String()), put_aside: Nullable(Type.String()) }),
    { description: "Fields that differ: the survivor's stay, the other's come back with the undo." },
  ),
});
export type TicketMergePreview = Static<typeof TicketMergePreview>;

export const BroadcastInput = Type.Object(
  {
    id: Type.Optional(Id),
    text: Type.Optional(Type.String({ maxLength: 200_000 })),
    html: Type.Optional(Type.String({ maxLength: 1_000_000 })),
    conversation_ids: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 1000, description: "All when absent." })),
  },
  { additionalProperties: false },
);
export type BroadcastInput = Static<typeof BroadcastInput>;

export const Broadcast = Type.Object({
  id: Id,
  text: Type.String(),
  author: Type.Object({ id: Nullable(Id), name: Type.String() }),
  created_at: Time,
  recipients: Type.Array(
    Type.Object({
      conversation_id: Id,
      message_id: Id,
      contact: Type.Object({ id: Id, name: Type.String() }),
      channel: Type.String(),
      state: Type.String({ description: "waiting, refused, or the delivery state of the message." }),
      reason: Nullable(Type.String()),
    }),
  ),
});
export type Broadcast = Static<typeof Broadcast>;

export const TicketBulkChange = Type.Object(
  {
    assignee_id: Type.Optional(Nullable(Id)),
    team_id: Type.Optional(Nullable(Id)),
    status: Type.Optional(OneOf(ticketStatuses)),
    status_id: Type.Optional(Nullable(Id)),
    priority: Type.Optional(OneOf(priorities)),
    type: Type.Optional(Nullable(Type.String({ maxLength: 200 }))),
    deleted: Type.Optional(Type.Boolean()),
    add_tags: Type.Optional(tags),
    remove_tags: Type.Optional(tags),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type TicketBulkChange = Static<typeof TicketBulkChange>;

const { limit: _limit, cursor: _cursor, ...selection } = TicketQuery.properties;

/** Either `ids`, or everything a query finds (`select`) except `except`. */
export const TicketBulkInput = Type.Object(
  {
    ids: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 1000 })),
    select: Type.Optional(Type.Object(selection, { additionalProperties: false })),
    except: Type.Optional(Type.Array(Id, { maxItems: 1000 })),
    change: TicketBulkChange,
  },
  { additionalProperties: false },
);
export type TicketBulkInput = Static<typeof TicketBulkInput>;

export const TicketCounts = Type.Object({
  cap: Type.Integer(),
  views: Type.Record(Type.String(), Type.Integer()),
  teams: Type.Record(Type.String(), Type.Integer()),
  saved: Type.Record(Type.String(), Nullable(Type.Integer())),
});
export type TicketCounts = Static<typeof TicketCounts>;

/** Which custom fields a type has, whether its tickets need them, and whether customers are asked. */
export const TicketTypeField = Type.Object(
  {
    key: Type.String({ pattern: "^[a-z0-9_]{1,60}$" }),
    required: Type.Boolean(),
    on_form: Type.Boolean(),
  },
  { additionalProperties: false },
);

export const TicketForm = Type.Object(
  {
    enabled: Type.Boolean(),
    title: Type.String({ maxLength: 200 }),
    intro: Type.String({ maxLength: 2000 }),
    thanks: Type.String({ maxLength: 2000 }),
    connection_id: Nullable(Id),
  },
  { additionalProperties: false },
);
export type TicketForm = Static<typeof TicketForm>;

export const TicketType = Type.Object({
  id: Id,
  name: Type.String(),
  description: Type.String(),
  position: Type.Integer(),
  fields: Type.Array(TicketTypeField),
  team_id: Nullable(Id),
  priority: OneOf(priorities),
  form: TicketForm,
  form_path: Type.String({ description: "The public form's address on this installation." }),
  archived: Type.Boolean(),
  version: Type.Integer(),
});
export type TicketType = Static<typeof TicketType>;

export const TicketTypeInput = Type.Object(
  {
    name: Name,
    description: Type.Optional(Type.String({ maxLength: 2000 })),
    position: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
    fields: Type.Optional(Type.Array(TicketTypeField, { maxItems: 50 })),
    team_id: Type.Optional(Nullable(Id)),
    priority: Type.Optional(OneOf(priorities)),
    form: Type.Optional(TicketForm),
  },
  { additionalProperties: false },
);
export type TicketTypeInput = Static<typeof TicketTypeInput>;
export const TicketTypeChange = Type.Object(
  {
    ...Type.Partial(TicketTypeInput).properties,
    archived: Type.Optional(Type.Boolean()),
    version: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type TicketTypeChange = Static<typeof TicketTypeChange>;

export const TicketOwnStatus = Type.Object({
  id: Id,
  category: OneOf(ticketStatuses),
  name: Type.String(),
  position: Type.Integer(),
  archived: Type.Boolean(),
  version: Type.Integer(),
});
export type TicketOwnStatus = Static<typeof TicketOwnStatus>;
export const TicketStatusInput = Type.Object(
  {
    category: OneOf(ticketStatuses),
    name: Name,
    position: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
  },
  { additionalProperties: false },
);
export const TicketStatusChange = Type.Object(
  {
    name: Type.Optional(Name),
    position: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
    archived: Type.Optional(Type.Boolean()),
    version: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false, minProperties: 1 },
);

const statusKey = Type.String({ maxLength: 40, pattern: "^([a-z_]+|[0-9a-f-]{36})$" });
const moves = Type.Record(statusKey, Type.Array(statusKey, { maxItems: 100 }), { maxProperties: 100 });

/** `moves`: status key → where it may go; a key that is missing may go anywhere. */
export const TicketSettings = Type.Object({ reopen_resolved: Type.Boolean(), moves, version: Type.Integer() });
export type TicketSettings = Static<typeof TicketSettings>;
export const TicketSettingsChange = Type.Object(
  {
    reopen_resolved: Type.Optional(Type.Boolean()),
    moves: Type.Optional(moves),
    version: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false, minProperties: 1 },
);
