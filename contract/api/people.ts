/** Workspace, members, teams, invitations, keys, tags: who works here and how. */
import { type Static, Type } from "typebox";
import { permissions, roles } from "../permissions.ts";
import { Email, Id, Language, Name, Nullable, OneOf, Time } from "./common.ts";
import { NotificationSettings } from "./notifications.ts";

export const Workspace = Type.Object({
  id: Id,
  slug: Type.String(),
  name: Type.String(),
  language: Type.String({ description: "Of mails the product sends, where their reader has chosen none." }),
  version: Type.Integer(),
  created_at: Time,
});
export type Workspace = Static<typeof Workspace>;

/** `GET /setup` → whether the set-up page is open. `POST /setup` closes it. */
export const SetupState = Type.Object({ open: Type.Boolean(), version: Type.String() });
export const SetupInput = Type.Object(
  {
    workspace_name: Name,
    name: Name,
    email: Email,
    password: Type.String({ minLength: 10, maxLength: 200 }),
    language: Type.Optional(Language),
    sample_data: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type SetupInput = Static<typeof SetupInput>;

/** The keys a member chose, by action: `g i`, `mod+enter`; none takes the key away. What is not here is as delivered. */
export const KeyChoices = Type.Record(
  Type.String({ pattern: "^[a-z0-9-]{1,40}$" }),
  Type.Array(Type.String({ pattern: "^\\S{1,30}( \\S{1,30})?$" }), { maxItems: 4 }),
  { additionalProperties: false, maxProperties: 200 },
);

/**
 * The columns a member chose, by list: `contact`, `company`, `ticket`, or that of a segment as `contact.<id>`. Changed list by list: what
 * a change does not name stays, null goes back to the usual ones.
 */
export const ColumnChoices = Type.Record(
  Type.String({ pattern: "^[a-z]{1,20}(\\.[0-9a-f-]{36})?$" }),
  Nullable(Type.Array(Type.String({ minLength: 1, maxLength: 80 }), { maxItems: 100 })),
  { additionalProperties: false, maxProperties: 200 },
);

export const MemberSettings = Type.Object({
  undo_seconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 120 })),
  language: Type.Optional(Type.String({ maxLength: 35 })),
  theme: Type.Optional(OneOf(["system", "light", "dark"] as const)),
  after_resolve: Type.Optional(OneOf(["next", "list", "stay"] as const)),
  after_reply_status: Type.Optional(OneOf(["pending", "open", "resolved"] as const)),
  signature: Type.Optional(
    Type.String({ maxLength: 20_000, description: "With variables; HTML when it begins with a tag such as <p>." }),
  ),
  notifications: Type.Optional(NotificationSettings),
  view_order: Type.Optional(Type.Array(Type.String({ maxLength: 60 }), { maxItems: 500 })),
  keys: Type.Optional(KeyChoices),
  columns: Type.Optional(ColumnChoices),
  layout: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
});
export type MemberSettings = Static<typeof MemberSettings>;

export const Member = Type.Object({
  id: Id,
  name: Type.String(),
  email: Type.String(),
  role: OneOf(roles),
  availability: OneOf(["online", "away", "offline"] as const),
  team_ids: Type.Array(Id),
  two_factor: Type.Boolean(),
  deactivated: Type.Boolean(),
  created_at: Time,
  version: Type.Integer(),
});
export type Member = Static<typeof Member>;

/** `GET /me`: the caller in this workspace. `member` is null for an API key. */
export const Me = Type.Object({
  workspace: Workspace,
  member: Nullable(Member),
  settings: MemberSettings,
  permissions: Type.Array(OneOf(permissions as readonly string[])),
  workspaces: Type.Array(Workspace),
  can_send_mail: Type.Boolean({ description: "The installation has a mail relay (OMNIFLOW_SMTP_URL)." }),
});
export type Me = Static<typeof Me>;

export const MeChange = Type.Object(
  {
    name: Type.Optional(Name),
    availability: Type.Optional(OneOf(["online", "away", "offline"] as const)),
    settings: Type.Optional(MemberSettings),
  },
  { additionalProperties: false, minProperties: 1 },
);

export const MemberChange = Type.Object(
  {
    name: Type.Optional(Name),
    role: Type.Optional(OneOf(roles)),
    team_ids: Type.Optional(Type.Array(Id, { maxItems: 100 })),
    deactivated: Type.Optional(Type.Boolean()),
    version: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false, minProperties: 1 },
);

export const Invitation = Type.Object({
  id: Id,
  email: Type.String(),
  role: OneOf(roles),
  team_ids: Type.Array(Id),
  expires_at: Time,
  created_at: Time,
  link: Type.Optional(Type.String({ description: "Only in the answer that made it." })),
  mailed: Type.Optional(Type.Boolean({ description: "False when no mail relay is set: pass the link on yourself." })),
});
export type Invitation = Static<typeof Invitation>;
export const InvitationInput = Type.Object(
  {
    email: Email,
    role: OneOf(roles),
    team_ids: Type.Optional(Type.Array(Id, { maxItems: 100 })),
    language: Type.Optional(
      Type.Unsafe<string>({
        ...Language,
        description: "Of the mail; the workspace's when absent. See `/invitations/languages`.",
      }),
    ),
  },
  { additionalProperties: false },
);

/** `GET /invitations/by-token/{token}` (public): what the accept page shows. */
export const InvitationPreview = Type.Object({
  workspace_name: Type.String(),
  email: Type.String(),
  role: OneOf(roles),
  has_account: Type.Boolean({
    description: "A person with this address exists: ask for their password instead of a new one.",
  }),
});
/** `POST /invitations/by-token/{token}/accept` (public). */
export const InvitationAccept = Type.Object(
  { name: Type.Optional(Name), password: Type.String({ minLength: 1, maxLength: 200 }) },
  { additionalProperties: false },
);

export const Team = Type.Object({
  id: Id,
  name: Type.String(),
  description: Type.String(),
  member_ids: Type.Array(Id),
  created_at: Time,
  version: Type.Integer(),
});
export type Team = Static<typeof Team>;
export const TeamInput = Type.Object(
  {
    name: Name,
    description: Type.Optional(Type.String({ maxLength: 500 })),
    member_ids: Type.Optional(Type.Array(Id, { maxItems: 1000 })),
    version: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false },
);

export const ApiKey = Type.Object({
  id: Id,
  name: Type.String(),
  prefix: Type.String(),
  scopes: Type.Array(Type.String()),
  rate_limit: Type.Integer({ description: "Requests a minute." }),
  ip_allow: Type.Array(Type.String()),
  last_used_at: Nullable(Time),
  expires_at: Nullable(Time),
  created_at: Time,
  key: Type.Optional(Type.String({ description: "The key itself, once, in the answer that made it." })),
});
export type ApiKey = Static<typeof ApiKey>;
export const ApiKeyInput = Type.Object(
  {
    name: Name,
    scopes: Type.Array(OneOf(permissions as readonly string[]), { minItems: 1, maxItems: 100 }),
    rate_limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    ip_allow: Type.Optional(Type.Array(Type.String({ maxLength: 60 }), { maxItems: 100 })),
    expires_at: Type.Optional(Nullable(Time)),
  },
  { additionalProperties: false },
);

export const Tag = Type.Object({ id: Id, name: Type.String(), color: Type.String() });
export type Tag = Static<typeof Tag>;
export const TagInput = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 60 }),
    color: Type.Optional(
      OneOf(["gray", "red", "orange", "yellow", "green", "teal", "blue", "purple", "pink"] as const),
    ),
  },
  { additionalProperties: false },
);

/** `GET /onboarding`: the checklist of a new workspace; a step is done when the fact is there, or dismissed. */
export const Onboarding = Type.Object({
  dismissed: Type.Boolean(),
  sample_data: Type.Boolean({ description: "Sample data is in this workspace." }),
  mailbox_address: Nullable(Type.String()),
  widget_channel_id: Nullable(Id),
  smtp_port: Nullable(Type.Integer()),
  steps: Type.Array(
    Type.Object({
      key: OneOf([
        "channel",
        "test_message",
        "ticket_rules",
        "import_contacts",
        "canned_responses",
        "ai_agent",
      ] as const),
      done: Type.Boolean(),
      available: Type.Boolean({
        description: "False while this version does not have the capability yet: shown as coming later.",
      }),
    }),
  ),
});
export type Onboarding = Static<typeof Onboarding>;
