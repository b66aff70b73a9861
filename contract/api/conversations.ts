import { type Static, Type } from "typebox";
import { folders, Id, identityKinds, Nullable, OneOf, PageQuery, priorities, statuses, Time } from "./common.ts";

/** The views that come with the product. Saved views follow with the full inbox. */
export const defaultViews = [
  "mine",
  "team",
  "unassigned",
  "mentions",
  "vip",
  "snoozed",
  "open",
  "pending",
  "on_hold",
  "resolved",
  "all",
  "spam",
  "trash",
] as const;
export type DefaultView = (typeof defaultViews)[number];

export const viewSorts = [
  "newest",
  "oldest",
  "created_newest",
  "created_oldest",
  "waiting_longest",
  "priority",
] as const;
export type ViewSort = (typeof viewSorts)[number];

export const Assignee = Type.Object({
  type: OneOf(["member", "ai_agent"] as const),
  id: Id,
  name: Type.String(),
});

export const Conversation = Type.Object({
  id: Id,
  subject: Type.String(),
  status: OneOf(statuses),
  folder: OneOf(folders),
  priority: OneOf(priorities),
  channel: Type.String({ description: "Channel of the customer's last message: email, chat, api …" }),
  contact: Type.Object({ id: Id, name: Type.String() }),
  assignee: Nullable(Assignee),
  team_id: Nullable(Id),
  tags: Type.Array(Type.String()),
  unread: Type.Boolean(),
  snoozed_until: Nullable(Time),
  preview: Type.String(),
  has_attachment: Type.Boolean(),
  message_count: Type.Integer(),
  created_at: Time,
  last_message_at: Time,
  last_inbound_at: Nullable(Time),
  waiting_since: Nullable(Time),
  merged_into: Nullable(Id),
  version: Type.Integer(),
});
export type Conversation = Static<typeof Conversation>;

export const Participant = Type.Object({
  kind: OneOf(identityKinds),
  value: Type.String(),
  name: Type.String(),
  contact_id: Nullable(Id),
  role: OneOf(["customer", "to", "cc", "joined"] as const),
  unknown: Type.Boolean({
    description: "Joined through a valid reply address but was not part of the conversation before.",
  }),
});
export type Participant = Static<typeof Participant>;

/** How a reply can leave: one entry per thread, then per identity of the contact some channel reaches. */
export const ReplyRoute = Type.Object({
  channel_id: Id,
  channel: Type.String(),
  channel_name: Type.String(),
  address: Nullable(Type.String({ description: "Our side, e.g. the mailbox address." })),
  thread_id: Nullable(Id),
  to: Type.Array(Type.Object({ kind: OneOf(identityKinds), value: Type.String(), name: Type.String() })),
  cc: Type.Array(Type.Object({ kind: OneOf(identityKinds), value: Type.String(), name: Type.String() })),
  limits: Type.Object({
    html: Type.Boolean(),
    subject: Type.Boolean(),
    cc: Type.Boolean(),
    max_text: Nullable(Type.Integer()),
    segments: Type.Optional(Type.Boolean({ description: "Sent and paid in segments, as SMS is." })),
    max_files: Type.Integer(),
    max_file_bytes: Type.Integer(),
  }),
  problem: Nullable(Type.String({ description: "Why this route cannot be used now; null when it can." })),
});
export type ReplyRoute = Static<typeof ReplyRoute>;

export const ConversationDetail = Type.Object({
  ...Conversation.properties,
  participants: Type.Array(Participant),
  reply_routes: Type.Array(ReplyRoute, { description: "The first usable one is the default." }),
  read_at: Nullable(Time),
  wake_on_reply: Type.Boolean(),
  follower_ids: Type.Array(Id),
});
export type ConversationDetail = Static<typeof ConversationDetail>;

export const ConversationQuery = Type.Object({
  view: Type.Optional(OneOf(defaultViews)),
  status: Type.Optional(OneOf(statuses)),
  folder: Type.Optional(OneOf(folders)),
  assignee_id: Type.Optional(Type.Union([Id, Type.Literal("none"), Type.Literal("me")])),
  team_id: Type.Optional(Type.Union([Id, Type.Literal("none")])),
  contact_id: Type.Optional(Id),
  channel: Type.Optional(Type.String({ maxLength: 40 })),
  tag: Type.Optional(Type.String({ maxLength: 100 })),
  q: Type.Optional(Type.String({ maxLength: 300 })),
  view_id: Type.Optional(Id),
  filter: Type.Optional(Type.String({ maxLength: 20_000, description: "A filter tree as JSON (see Filter)." })),
  sort: Type.Optional(OneOf(viewSorts)),
  ...PageQuery,
});

export const ConversationChange = Type.Object(
  {
    status: Type.Optional(OneOf(statuses)),
    folder: Type.Optional(OneOf(folders)),
    assignee_id: Type.Optional(Nullable(Id)),
    team_id: Type.Optional(Nullable(Id)),
    priority: Type.Optional(OneOf(priorities)),
    tags: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 50 })),
    subject: Type.Optional(Type.String({ maxLength: 998 })),
    snoozed_until: Type.Optional(Nullable(Time)),
    wake_on_reply: Type.Optional(
      Type.Boolean({ description: "Whether a customer reply ends the snooze; default true." }),
    ),
    version: Type.Optional(
      Type.Integer({ minimum: 1, description: "The version this change is based on; a stale one answers 409." }),
    ),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type ConversationChange = Static<typeof ConversationChange>;

export const TimelineEvent = Type.Object({
  id: Id,
  seq: Type.Integer(),
  type: Type.String(),
  actor: Type.Object({ type: Type.String(), id: Nullable(Id), name: Type.String() }),
  data: Type.Record(Type.String(), Type.Unknown(), { description: "The payload, with names beside ids." }),
  at: Time,
});
export type TimelineEvent = Static<typeof TimelineEvent>;

/** Counts beside the views; capped, so `500+` is shown for `cap`. */
export const ViewCounts = Type.Object({
  cap: Type.Integer(),
  views: Type.Record(Type.String(), Type.Integer()),
  channels: Type.Record(Type.String(), Type.Integer({ description: "Open conversations by channel kind." })),
  teams: Type.Record(Type.String(), Type.Integer({ description: "Open conversations by team id." })),
  saved: Type.Record(
    Type.String(),
    Nullable(Type.Integer({ description: "By saved view's id; null when counting took too long." })),
  ),
});
export type ViewCounts = Static<typeof ViewCounts>;
