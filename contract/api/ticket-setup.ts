/** How a workspace sets its tickets up: types with their forms, statuses of its own, and the moves between them. */
import { type Static, Type } from "typebox";
import { Id, Name, Nullable, OneOf, priorities } from "./common.ts";
import { ticketStatuses } from "./tickets.ts";

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
    in_widget: Type.Optional(Type.Boolean({ description: "Offered in the chat widgets of the workspace." })),
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
