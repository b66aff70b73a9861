import { type Static, Type } from "typebox";
import { Email, Id, identityKinds, Nullable, OneOf, Time } from "./common.ts";

/** One kind of channel, as data: what the "add a channel" card and the form are drawn from. */
export const ChannelKind = Type.Object({
  kind: Type.String(),
  label: Type.String(),
  summary: Type.String(),
  settings: Type.Unsafe<Record<string, unknown>>({
    type: "object",
    additionalProperties: true,
    description: "JSON Schema",
  }),
  secrets: Type.Unsafe<Record<string, unknown>>({
    type: "object",
    additionalProperties: true,
    description: "JSON Schema",
  }),
  form: Type.Unsafe<Record<string, FormField>>({ type: "object", additionalProperties: true }),
  has_address: Type.Boolean(),
  can_test: Type.Boolean(),
});
/** How the form draws one property of `settings` or `secrets`. */
export type FormField = {
  /** A `choice` takes its options from the schema. */
  input: "text" | "password" | "number" | "checkbox" | "choice" | "textarea" | "color" | "list";
  label: string;
  help?: string;
  placeholder?: string;
  /** Drawn under this heading; fields without one come first. */
  group?: string;
  /** Shown only when another field has this value. */
  when?: { field: string; is: string | boolean };
};
export type ChannelKind = Static<typeof ChannelKind>;

export const AutoReply = Type.Object({
  enabled: Type.Boolean(),
  subject: Type.Optional(Type.String({ maxLength: 300 })),
  text: Type.String({ maxLength: 20_000 }),
});

export const Channel = Type.Object({
  id: Id,
  kind: Type.String(),
  name: Type.String(),
  address: Nullable(Type.String()),
  state: OneOf(["active", "paused"] as const),
  key: Type.String({ description: "In hook addresses and the widget's script tag. Not a secret." }),
  settings: Type.Record(Type.String(), Type.Unknown()),
  secrets_set: Type.Array(Type.String(), {
    description: "Names of the secrets that are set; their values are never returned.",
  }),
  team_id: Nullable(Id),
  signature: Type.String(),
  auto_reply: Nullable(AutoReply),
  health: Type.Object({
    state: OneOf(["unknown", "ok", "failing"] as const),
    reason: Nullable(Type.String()),
    at: Nullable(Time),
    last_received_at: Nullable(Time),
    last_sent_at: Nullable(Time),
    waiting: Type.Integer({ description: "Arrived and not yet processed." }),
    quarantined: Type.Integer(),
  }),
  created_at: Time,
  version: Type.Integer(),
});
export type Channel = Static<typeof Channel>;

export const ChannelInput = Type.Object(
  {
    kind: Type.String({ maxLength: 40 }),
    name: Type.String({ minLength: 1, maxLength: 120 }),
    address: Type.Optional(Nullable(Type.String({ maxLength: 320 }))),
    settings: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    secrets: Type.Optional(Type.Record(Type.String(), Type.String({ maxLength: 10_000 }))),
    team_id: Type.Optional(Nullable(Id)),
    signature: Type.Optional(
      Type.String({ maxLength: 20_000, description: "With variables; HTML when it begins with a tag such as <p>." }),
    ),
    auto_reply: Type.Optional(Nullable(AutoReply)),
  },
  { additionalProperties: false },
);
export type ChannelInput = Static<typeof ChannelInput>;

export const ChannelChange = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
    address: Type.Optional(Nullable(Type.String({ maxLength: 320 }))),
    state: Type.Optional(OneOf(["active", "paused"] as const)),
    settings: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    secrets: Type.Optional(Type.Record(Type.String(), Nullable(Type.String({ maxLength: 10_000 })))),
    team_id: Type.Optional(Nullable(Id)),
    signature: Type.Optional(
      Type.String({ maxLength: 20_000, description: "With variables; HTML when it begins with a tag such as <p>." }),
    ),
    auto_reply: Type.Optional(Nullable(AutoReply)),
    version: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type ChannelChange = Static<typeof ChannelChange>;

/** `POST /channels/{id}/messages` on an API channel. */
export const ApiInbound = Type.Object(
  {
    external_id: Type.String({ minLength: 1, maxLength: 500 }),
    thread: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
    from: Type.Object(
      {
        email: Type.Optional(Email),
        phone: Type.Optional(Type.String({ pattern: "^\\+?[0-9 ()./-]{4,30}$" })),
        handle: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
        name: Type.Optional(Type.String({ maxLength: 200 })),
      },
      { additionalProperties: false, minProperties: 1 },
    ),
    text: Type.Optional(Type.String({ maxLength: 500_000 })),
    html: Type.Optional(Type.String({ maxLength: 2_000_000 })),
    subject: Type.Optional(Type.String({ maxLength: 998 })),
    sent_at: Type.Optional(Time),
  },
  { additionalProperties: false },
);
export type ApiInbound = Static<typeof ApiInbound>;

export const ApiInboundResult = Type.Object({
  conversation_id: Id,
  message_id: Id,
  contact_id: Id,
  duplicate: Type.Boolean({ description: "This external id had already arrived; nothing was added." }),
});
export type ApiInboundResult = Static<typeof ApiInboundResult>;

export const QuarantinedRaw = Type.Object({
  id: Id,
  channel_id: Id,
  channel_name: Type.String(),
  reason: Type.String(),
  size: Type.Integer(),
  attempts: Type.Integer(),
  received_at: Time,
  from: Nullable(Type.String()),
  subject: Nullable(Type.String()),
});
export type QuarantinedRaw = Static<typeof QuarantinedRaw>;

export const ChannelTest = Type.Object({ ok: Type.Boolean(), report: Type.Array(Type.String()) });
export type ChannelTest = Static<typeof ChannelTest>;

export const IdentityInput = Type.Object({ kind: OneOf(identityKinds), value: Type.String({ maxLength: 320 }) });
