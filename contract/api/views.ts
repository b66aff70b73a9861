/** Saved views: a filter with sort and columns, private or shared with a team or the workspace. */
import { type Static, Type } from "typebox";
import { Id, Name, Nullable, OneOf, Time } from "./common.ts";
import { viewSorts } from "./conversations.ts";
import { Filter } from "./filters.ts";

export const viewScopes = ["private", "team", "workspace"] as const;
export const viewColumns = [
  "customer",
  "subject",
  "assignee",
  "team",
  "status",
  "priority",
  "tags",
  "channel",
  "created_at",
  "last_message_at",
  "waiting_since",
] as const;

export const View = Type.Object({
  id: Id,
  name: Type.String(),
  icon: Type.String(),
  scope: OneOf(viewScopes),
  team_id: Nullable(Id),
  owner_id: Nullable(Id),
  filter: Filter,
  sort: OneOf(viewSorts),
  columns: Type.Array(OneOf(viewColumns)),
  editable: Type.Boolean({ description: "Whether the caller may change or delete it." }),
  created_at: Time,
  version: Type.Integer(),
});
export type View = Static<typeof View>;

const viewFields = {
  name: Name,
  icon: Type.Optional(Type.String({ maxLength: 40 })),
  scope: OneOf(viewScopes),
  team_id: Type.Optional(Nullable(Id)),
  filter: Filter,
  sort: Type.Optional(OneOf(viewSorts)),
  columns: Type.Optional(Type.Array(OneOf(viewColumns), { maxItems: 20 })),
};

/** With an `id` of the client's own the view keeps it, e.g. when one that was deleted is brought back. */
export const ViewInput = Type.Object({ id: Type.Optional(Id), ...viewFields }, { additionalProperties: false });
export type ViewInput = Static<typeof ViewInput>;

export const ViewChange = Type.Object(
  { ...Type.Partial(Type.Object(viewFields)).properties, version: Type.Optional(Type.Integer({ minimum: 1 })) },
  { additionalProperties: false, minProperties: 1 },
);
export type ViewChange = Static<typeof ViewChange>;

/** `PUT /views/order`: the order in which the caller sees views; default and saved ones alike, by key or id. */
export const ViewOrder = Type.Object(
  { keys: Type.Array(Type.String({ maxLength: 60 }), { maxItems: 500 }) },
  { additionalProperties: false },
);
