/**
 * What a member should know: mentions, assignments, replies on what they own or follow, changes of their tickets, their own
 * messages that did not go out, reviews of canned responses.
 */
import { type Static, Type } from "typebox";
import { Id, Nullable, OneOf, Time } from "./common.ts";

export const notificationKinds = [
  "mention",
  "assigned",
  "reply",
  "ticket_updated",
  "ticket_customer",
  "failed",
  "not_sent",
  "review_wanted",
  "review_due",
  "review_done",
  "review_returned",
] as const;
export type NotificationKind = (typeof notificationKinds)[number];

export const Notification = Type.Object({
  id: Id,
  kind: OneOf(notificationKinds),
  conversation: Nullable(Type.Object({ id: Id, subject: Type.String(), contact_name: Type.String() })),
  response: Nullable(Type.Object({ id: Id, name: Type.String() }, { description: "The canned response it is about." })),
  ticket: Nullable(Type.Object({ id: Id, number: Type.Integer(), title: Type.String() })),
  message_id: Nullable(Id),
  actor_name: Type.String(),
  text: Type.String(),
  read: Type.Boolean(),
  created_at: Time,
});
export type Notification = Static<typeof Notification>;

export const NotificationCount = Type.Object({ unread: Type.Integer() });

/** Which kinds reach a member how; in `MemberSettings.notifications`. Absent means on in the product and by mail, off in the browser. */
export const NotificationSettings = Type.Object(
  {
    in_app: Type.Optional(Type.Array(OneOf(notificationKinds))),
    browser: Type.Optional(Type.Array(OneOf(notificationKinds))),
    email: Type.Optional(Type.Array(OneOf(notificationKinds))),
    sound: Type.Optional(Type.Boolean()),
    /** No sound, no browser notification and no mail until then. */
    do_not_disturb_until: Type.Optional(Nullable(Time)),
  },
  { additionalProperties: false },
);
export type NotificationSettings = Static<typeof NotificationSettings>;
