/** Tickets: units of work round one or more conversations, and how they are listed and changed. */
import { type Static, Type } from "typebox";
import { Id, Nullable, OneOf, PageQuery, priorities, Time } from "./common.ts";
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
  contact: Type.Object({
    id: Id,
    name: Type.String(),
    language: Nullable(Type.String({ description: "As the contact's card says." })),
  }),
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
  contact_id: Type.Optional(Type.String({ format: "uuid", description: "Who asked, or one of the further people." })),
  company_id: Type.Optional(Type.String({ format: "uuid", description: "Those of a company's contacts." })),
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
    custom_fields: Type.Optional(customFields),
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
