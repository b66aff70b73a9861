/** What a canned response does to the conversation besides its words: applied with the send, undone with it. */
import { type Static, Type } from "typebox";
import { Id, Nullable, OneOf, priorities, statuses } from "./common.ts";

const Tags = Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 20 });

export const Macro = Type.Object(
  {
    status: Type.Optional(OneOf(statuses)),
    priority: Type.Optional(OneOf(priorities)),
    add_tags: Type.Optional(Tags),
    remove_tags: Type.Optional(Tags),
    assignee_id: Type.Optional(Nullable(Id)),
    assign_to_sender: Type.Optional(Type.Boolean()),
    team_id: Type.Optional(Nullable(Id)),
    snooze_hours: Type.Optional(Type.Integer({ minimum: 1, maximum: 8760 })),
  },
  { additionalProperties: false },
);
export type Macro = Static<typeof Macro>;

export const isMacroEmpty = (macro: Macro): boolean =>
  Object.values(macro).every(
    (value) => value === undefined || value === false || (Array.isArray(value) && value.length === 0),
  );

/** Several responses in one message: what a later one says wins, tags add up. */
export function joinMacros(macros: readonly Macro[]): Macro {
  const joined = Object.assign({}, ...macros) as Macro;
  const tags = (field: "add_tags" | "remove_tags") => [...new Set(macros.flatMap((macro) => macro[field] ?? []))];
  const [add, remove] = [tags("add_tags"), tags("remove_tags")];
  return {
    ...joined,
    ...(add.length ? { add_tags: add } : {}),
    ...(remove.length ? { remove_tags: remove.filter((tag) => !add.includes(tag)) } : {}),
  };
}
