import { type Static, Type } from "typebox";
import { Email, Id, identityKinds, Nullable, OneOf, PageQuery, Time } from "./common.ts";

export const ContactIdentity = Type.Object({
  id: Id,
  kind: OneOf(identityKinds),
  value: Type.String(),
  verified: Type.Boolean(),
});

export const Contact = Type.Object({
  id: Id,
  name: Type.String(),
  tier: Nullable(Type.String()),
  language: Nullable(Type.String()),
  time_zone: Nullable(Type.String()),
  custom_fields: Type.Record(Type.String(), Type.Unknown()),
  emails: Type.Array(Type.String()),
  phones: Type.Array(Type.String()),
  identities: Type.Array(ContactIdentity),
  blocked: Type.Boolean(),
  last_seen_at: Nullable(Time),
  created_at: Time,
  updated_at: Time,
  version: Type.Integer(),
});
export type Contact = Static<typeof Contact>;

const phone = Type.String({ pattern: "^\\+?[0-9 ()./-]{4,30}$" });

export const ContactInput = Type.Object(
  {
    id: Type.Optional(Id),
    name: Type.Optional(Type.String({ maxLength: 200 })),
    emails: Type.Optional(Type.Array(Email, { maxItems: 50 })),
    phones: Type.Optional(Type.Array(phone, { maxItems: 50 })),
    tier: Type.Optional(Nullable(Type.String({ maxLength: 60 }))),
    language: Type.Optional(Nullable(Type.String({ maxLength: 35 }))),
    time_zone: Type.Optional(Nullable(Type.String({ maxLength: 60 }))),
    custom_fields: Type.Optional(Type.Record(Type.String({ maxLength: 60 }), Type.Unknown())),
    blocked: Type.Optional(Type.Boolean()),
    version: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false },
);
export type ContactInput = Static<typeof ContactInput>;

export const ContactQuery = Type.Object({
  q: Type.Optional(Type.String({ maxLength: 200 })),
  email: Type.Optional(Type.String({ maxLength: 320 })),
  phone: Type.Optional(Type.String({ maxLength: 40 })),
  ...PageQuery,
});
