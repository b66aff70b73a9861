/** Shapes every resource of `/api/v1` shares: ids, times, the envelope, cursor pages. Snake case; times ISO 8601 in UTC. */
import { type Static, type TSchema, Type } from "typebox";

export const Id = Type.String({ format: "uuid" });
export const Time = Type.String({ format: "date-time" });
export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
export const OneOf = <const T extends readonly string[]>(values: T) => Type.Enum<[...T]>([...values]);

export const Meta = Type.Object({ request_id: Type.String() });
export const Envelope = <T extends TSchema>(data: T) => Type.Object({ success: Type.Literal(true), data, meta: Meta });
export const Page = <T extends TSchema>(item: T) =>
  Type.Object({
    success: Type.Literal(true),
    data: Type.Array(item),
    meta: Type.Object({ request_id: Type.String(), next_cursor: Nullable(Type.String()) }),
  });
export const Failure = Type.Object({
  success: Type.Literal(false),
  error: Type.Object({
    code: Type.String(),
    message: Type.String(),
    field: Type.Optional(Type.String()),
    permissions: Type.Optional(
      Type.Array(Type.String(), { description: "Of `forbidden`: any one of these permissions would do." }),
    ),
  }),
  meta: Meta,
});
export type Failure = Static<typeof Failure>;

/** `?limit&cursor`: pass `meta.next_cursor` of one page to get the next; null means the end. */
export const PageQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
  cursor: Type.Optional(Type.String({ maxLength: 400 })),
};

export const statuses = ["open", "pending", "on_hold", "resolved"] as const;
export const priorities = ["low", "normal", "high", "urgent"] as const;
export const folders = ["inbox", "spam", "trash"] as const;
export const deliveryStates = [
  "queued",
  "sending",
  "sent",
  "delivered",
  "read",
  "failed",
  "unknown",
  "cancelled",
] as const;
export const identityKinds = ["email", "phone", "handle", "visitor", "user"] as const;
export type Status = (typeof statuses)[number];
export type Priority = (typeof priorities)[number];
export type Folder = (typeof folders)[number];
export type DeliveryState = (typeof deliveryStates)[number];

export const Email = Type.String({ format: "email", maxLength: 320 });
/** `de`, `pt-BR`. */
export const Language = Type.String({ pattern: "^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$", maxLength: 35 });
export const Name = Type.String({ minLength: 1, maxLength: 200 });
