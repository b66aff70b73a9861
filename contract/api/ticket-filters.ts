/** The filter tree over tickets: the same groups, operators and builder as conversations have, with the fields of a ticket. */
import type { Static } from "typebox";
import { Type } from "typebox";
import { Id, Name, Nullable, OneOf, priorities, Time } from "./common.ts";
import { customFieldPatternOf, type FieldDefinition, filterSchema } from "./filters.ts";
import { ticketSorts, ticketSources, ticketStatuses } from "./tickets.ts";
import { viewScopes } from "./views.ts";

export const ticketFilterFields = {
  status: { kind: "choice", options: ticketStatuses },
  own_status: { kind: "reference" },
  priority: { kind: "choice", options: priorities },
  type: { kind: "reference" },
  assignee: { kind: "reference" },
  team: { kind: "reference" },
  contact: { kind: "reference" },
  tag: { kind: "set" },
  title: { kind: "text" },
  description: { kind: "text" },
  number: { kind: "number" },
  source: { kind: "choice", options: ticketSources },
  contact_name: { kind: "text" },
  contact_tier: { kind: "text" },
  created_at: { kind: "time" },
  updated_at: { kind: "time" },
  status_changed_at: { kind: "time" },
  resolved_at: { kind: "time" },
  closed_at: { kind: "time" },
  followed: { kind: "flag" },
  has_conversation: { kind: "flag" },
} as const satisfies Record<string, FieldDefinition>;
export type TicketFilterField = keyof typeof ticketFilterFields;

const customOwners = ["ticket", "contact"];
export const ticketCustomFieldPattern = customFieldPatternOf(customOwners);

export const TicketFilter = filterSchema(Object.keys(ticketFilterFields), customOwners);

export const ticketColumns = [
  "number",
  "title",
  "contact",
  "type",
  "assignee",
  "team",
  "status",
  "priority",
  "sla",
  "tags",
  "created_at",
  "updated_at",
] as const;

const shared = {
  name: Name,
  icon: Type.Optional(Type.String({ maxLength: 40 })),
  scope: OneOf(viewScopes),
  team_id: Type.Optional(Nullable(Id)),
  filter: TicketFilter,
  sort: Type.Optional(OneOf(ticketSorts)),
  columns: Type.Optional(Type.Array(OneOf(ticketColumns), { maxItems: 20 })),
};

export const TicketSavedView = Type.Object({
  id: Id,
  name: Type.String(),
  icon: Type.String(),
  scope: OneOf(viewScopes),
  team_id: Nullable(Id),
  owner_id: Nullable(Id),
  filter: TicketFilter,
  sort: OneOf(ticketSorts),
  columns: Type.Array(OneOf(ticketColumns)),
  editable: Type.Boolean(),
  created_at: Time,
  version: Type.Integer(),
});
export type TicketSavedView = Static<typeof TicketSavedView>;
export const TicketSavedViewInput = Type.Object(
  {
    id: Type.Optional(
      Type.String({ format: "uuid", description: "Made by the client, so that a deleted view can be made again." }),
    ),
    ...shared,
  },
  { additionalProperties: false },
);
export type TicketSavedViewInput = Static<typeof TicketSavedViewInput>;
export const TicketSavedViewChange = Type.Object(
  { ...Type.Partial(Type.Object(shared)).properties, version: Type.Optional(Type.Integer({ minimum: 1 })) },
  { additionalProperties: false, minProperties: 1 },
);
