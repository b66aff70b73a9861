/** Tags, words, values of custom fields and names of contacts that few tickets have: those tickets are named before the list is walked (fields/filters/narrow). */
import type { Filter, FilterCondition } from "@omniflow/contract";
import type { Caller } from "../../platform/context.ts";
import { type Sql, sql, type Tx } from "../../platform/db.ts";
import { contactsNamed } from "../contacts/index.ts";
import { hasTrigram, nameRare, required } from "../fields/index.ts";
import { compileTicketFilter } from "./filters.ts";

/** What a filter says, and what follows from it by the indexes: conditions on alias `t`. */
export async function findingTickets(ctx: Caller, tx: Tx, filter: Filter): Promise<Sql[]> {
  const conditions = [compileTicketFilter(ctx, filter)];
  for (const condition of required(filter)) conditions.push(...(await narrowed(ctx, tx, condition)));
  return conditions;
}

/** Exactly this tag, as a request names it. */
export const withTag = async (ctx: Caller, tx: Tx, tag: string): Promise<Sql[]> => [
  sql`${tag} = any(t.tags)`,
  ...(await narrowed(ctx, tx, { field: "tag", op: "has", value: tag })),
];

async function narrowed(ctx: Caller, tx: Tx, condition: FilterCondition): Promise<Sql[]> {
  const way = wayTo(condition);
  if (!way) return [];
  const ids = await nameRare(tx, {
    newest: sql`select t.* from tickets t where t.workspace_id = ${ctx.workspaceId} and t.deleted_at is null and t.merged_into is null
      order by t.updated_at desc, t.id desc`,
    alias: sql`t`,
    matches: compileTicketFilter(ctx, { op: "and", nodes: [condition] }),
    name: way.name,
  });
  return ids ? [sql`${way.key} = any(${ids}::uuid[])`] : [];
}

type Way = { key: Sql; name: (most: number) => Sql };

function wayTo(condition: FilterCondition): Way | null {
  const { field, op, value } = condition;
  if (field.startsWith(ofTicket)) return wayToField(condition, field.slice(ofTicket.length));
  if (field === "tag" && op === "has")
    return { key: sql`t.id`, name: (most) => sql`tickets_tagged(${[value].flat().map(String)}, ${most})` };
  if ((op !== "contains" && op !== "is") || typeof value !== "string" || !hasTrigram(value)) return null;
  const text = value.trim();
  if (field === "title") return { key: sql`t.id`, name: (most) => sql`tickets_titled(${text}, ${most})` };
  if (field === "description") return { key: sql`t.id`, name: (most) => sql`tickets_described(${text}, ${most})` };
  if (field === "contact_name") return { key: sql`t.contact_id`, name: (most) => contactsNamed(text, most) };
  return null;
}

const ofTicket = "ticket.custom.";

/** As the index keeps it: `fields_found_by` of 0059. */
function wayToField({ op, value }: FilterCondition, key: string): Way | null {
  const having = (asked: Sql): Way => ({ key: sql`t.id`, name: (most) => sql`tickets_with_field(${asked}, ${most})` });
  if (op === "exists") return having(sql`array[${key}]`);
  if (op === "not_exists") return { key: sql`t.id`, name: (most) => sql`tickets_without_field(${key}, ${most})` };
  if (op === "is" && typeof value === "number")
    return having(sql`array[field_is_number(${key}, ${String(value)}::numeric::text)]`);
  if (op === "is" && value === true) return having(sql`array[field_is(${key}, 'true')]`);
  if (op === "is") return typeof value === "string" ? having(sql`array[field_is(${key}, ${value.trim()})]`) : null;
  if (op === "in" || op === "has")
    return having(sql`array(select field_is(${key}, one) from unnest(${[value].flat().map(String)}::text[]) one)`);
  if (op !== "contains" || typeof value !== "string" || !hasTrigram(value)) return null;
  return { key: sql`t.id`, name: (most) => sql`tickets_saying(${value.trim()}, ${most})` };
}
