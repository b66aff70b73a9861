/**
 * A filter as data: AND/OR groups over the fields of a conversation. The same tree draws the filter builder, is stored in a
 * saved view, travels in a URL, and is compiled to SQL with parameters; no field or operator outside these tables exists.
 */
import { Type } from "typebox";
import { priorities, statuses } from "./common.ts";

/** What kind of value a field has decides its operators and how the builder asks for it. */
export const filterOperators = {
  choice: ["is", "is_not", "in", "not_in"],
  reference: ["is", "is_not", "in", "not_in", "exists", "not_exists"],
  set: ["has", "has_not", "exists", "not_exists"],
  text: ["contains", "not_contains", "is", "exists", "not_exists"],
  number: ["is", "gt", "lt"],
  time: ["before", "after", "within", "not_within", "exists", "not_exists"],
  flag: ["is"],
} as const;
export type FilterValueKind = keyof typeof filterOperators;
export type FilterOperator = (typeof filterOperators)[FilterValueKind][number];

export type FieldDefinition = { kind: FilterValueKind; options?: readonly string[] };

/**
 * `reference` values are ids; `assignee` also takes "me", `team` also "mine". `within` takes a span such as "7d" or "2h".
 * Custom fields are written `<owner>.custom.<key>` (conversation, contact, company) and compared as text, number or time by operator.
 */
export const filterFields = {
  status: { kind: "choice", options: statuses },
  priority: { kind: "choice", options: priorities },
  folder: { kind: "choice", options: ["inbox", "spam", "trash"] },
  channel: { kind: "choice" },
  connection: { kind: "reference" },
  assignee: { kind: "reference" },
  team: { kind: "reference" },
  contact: { kind: "reference" },
  tag: { kind: "set" },
  subject: { kind: "text" },
  contact_name: { kind: "text" },
  contact_email: { kind: "text" },
  contact_tier: { kind: "text" },
  contact_language: { kind: "text" },
  contact_segment: { kind: "reference" },
  company: { kind: "reference" },
  company_name: { kind: "text" },
  company_tier: { kind: "text" },
  preview: { kind: "text" },
  message_count: { kind: "number" },
  created_at: { kind: "time" },
  last_message_at: { kind: "time" },
  last_inbound_at: { kind: "time" },
  waiting_since: { kind: "time" },
  snoozed_until: { kind: "time" },
  resolved_at: { kind: "time" },
  unread: { kind: "flag" },
  has_attachment: { kind: "flag" },
  mentions_me: { kind: "flag" },
  followed: { kind: "flag" },
  snoozed: { kind: "flag" },
} as const satisfies Record<string, FieldDefinition>;
export type FilterField = keyof typeof filterFields;

/** `contact.custom.plan`: the owners whose custom fields a filter may ask for. */
export const customFieldPatternOf = (owners: readonly string[]): string =>
  `^(${owners.join("|")})\\.custom\\.[a-z0-9_]{1,60}$`;

export const customFieldPattern = customFieldPatternOf(["conversation", "contact", "company"]);

const Scalar = Type.Union([Type.String({ maxLength: 500 }), Type.Number(), Type.Boolean()]);

export type FilterCondition = {
  field: string;
  op: FilterOperator;
  value?: string | number | boolean | (string | number | boolean)[];
};
export type FilterGroup = { op: "and" | "or"; nodes: FilterNode[] };
export type FilterNode = FilterGroup | FilterCondition;
export type Filter = FilterGroup;

/** Groups nest at most this deep, and hold at most this many nodes in all: a filter is a question, not a program. */
export const maxFilterDepth = 4;
export const maxFilterNodes = 100;

/** The schema of a filter over these fields, and over the custom fields of these owners. */
export function filterSchema(fields: readonly string[], customOwners: readonly string[]) {
  const condition = Type.Object(
    {
      field: Type.Union([Type.Enum([...fields]), Type.String({ pattern: customFieldPatternOf(customOwners) })]),
      op: Type.Enum([...new Set(Object.values(filterOperators).flat())] as FilterOperator[]),
      value: Type.Optional(Type.Union([Scalar, Type.Array(Scalar, { maxItems: 200 })])),
    },
    { additionalProperties: false },
  );
  const group = (depth: number): ReturnType<typeof Type.Unsafe<FilterGroup>> =>
    Type.Unsafe<FilterGroup>(
      Type.Object(
        {
          op: Type.Enum(["and", "or"]),
          nodes: Type.Array(depth > 1 ? Type.Union([group(depth - 1), condition]) : condition, { maxItems: 50 }),
        },
        { additionalProperties: false },
      ),
    );
  return group(maxFilterDepth);
}

export const Filter = filterSchema(Object.keys(filterFields), ["conversation", "contact", "company"]);

export const isGroup = (node: FilterNode): node is FilterGroup => "nodes" in node;
