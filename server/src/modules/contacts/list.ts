/** Lists of contacts: what a query means, and one index walk per page, whatever their number. */
import {
  ContactFilter,
  type ContactQuery,
  type ContactSort,
  type CustomField,
  type Filter,
  type FilterCondition,
} from "@omniflow/contract";
import type { Caller } from "../../platform/context.ts";
import { join, type Sql, sql, type Tx } from "../../platform/db.ts";
import { cursorTime, decodeCursor, encodeCursor } from "../../platform/http.ts";
import { rootOf } from "../../platform/merged.ts";
import { companyGroup, findSegmentFilter, loadSegments, mostFound, noSegments } from "../companies/index.ts";
import { hasTrigram, listFields, nameRare, parseFilter, type Rare, required } from "../fields/index.ts";
import { compileContactFilter } from "./filter.ts";
import { type ContactRow, contactColumns, normalisePhone } from "./queries.ts";

export type ContactSelection = Omit<ContactQuery, "limit" | "cursor" | "sort">;

/** Everything that has to be true of alias `p`. */
export async function selectContacts(ctx: Caller, tx: Tx, query: ContactSelection): Promise<Sql> {
  const conditions = [sql`p.workspace_id = ${ctx.workspaceId} and p.merged_into is null`];
  const filters = [
    query.segment_id ? await findSegmentFilter(ctx, tx, "contact", query.segment_id) : null,
    query.filter === undefined ? null : parseFilter(query.filter, ContactFilter),
  ];
  const segments = await loadSegments(ctx, tx, "contact", ...filters);
  for (const filter of filters) {
    if (!filter) continue;
    conditions.push(compileContactFilter(ctx, filter, segments));
    conditions.push(...(await narrowing(ctx, tx, filter)));
  }
  if (query.company_id)
    conditions.push(sql`p.company_id = any(${await companyGroup(ctx, tx, query.company_id)}::uuid[])`);
  if (query.email) conditions.push(owning(ctx, "email", query.email.trim().toLowerCase()));
  if (query.phone) conditions.push(owning(ctx, "phone", normalisePhone(query.phone)));
  if (query.q?.trim()) {
    const found = await tx.rows<{ id: string }>(
      sql`select search_contacts as id from search_contacts(${query.q}, ${mostFound})`,
    );
    conditions.push(sql`p.id = any(${found.map((row) => row.id)}::uuid[])`);
  }
  return join(conditions, " and ");
}

const owning = (ctx: Caller, kind: string, value: string): Sql =>
  sql`p.id in (select ${rootOf("ic")} from contact_identities i
    join contacts ic on ic.workspace_id = i.workspace_id and ic.id = i.contact_id
    where i.workspace_id = ${ctx.workspaceId} and i.kind = ${kind} and i.value = ${value})`;

/** Contacts whose name has the text in it, and those merged into them, as a source of ids: by the owner's index. */
export const contactsNamed = (text: string, most: number): Sql => sql`contacts_named(${text}, ${most})`;

/** A rare name or address, or a rare value of a choice field, would be looked for through a million rows: whoever has it is named beforehand. */
async function narrowing(ctx: Caller, tx: Tx, filter: Filter): Promise<Sql[]> {
  const asked = required(filter);
  const chosen = asked.some(isOfChoice) ? await listFields(ctx, tx, { record: "contact", archived: true }) : [];
  const found: Sql[] = [];
  for (const condition of asked) {
    const ids = isOfChoice(condition)
      ? await withChoice(ctx, tx, chosen, condition)
      : await withText(ctx, tx, condition);
    if (ids) found.push(sql`p.id = any(${ids}::uuid[])`);
  }
  return found;
}

const newest = (ctx: Caller): Pick<Rare, "newest" | "alias"> => ({
  newest: sql`select p.* from contacts p where p.workspace_id = ${ctx.workspaceId} order by p.created_at desc, p.id desc`,
  alias: sql`p`,
});

async function withText(ctx: Caller, tx: Tx, condition: FilterCondition): Promise<string[] | null> {
  const { field, op, value } = condition;
  if (op !== "contains" || typeof value !== "string" || !hasTrigram(value)) return null;
  const text = value.trim();
  if (field !== "name" && field !== "email" && field !== "phone") return null;
  return nameRare(tx, {
    ...newest(ctx),
    matches: compileContactFilter(ctx, { op: "and", nodes: [condition] }, noSegments),
    name: (most) => (field === "name" ? contactsNamed(text, most) : sql`contacts_reached(${text}, ${most})`),
  });
}

const ofContact = "contact.custom.";
const isOfChoice = ({ field, op }: FilterCondition): boolean =>
  field.startsWith(ofContact) && ["is", "in", "has"].includes(op);

/** As they stand in JSON; null when one of them is no option: then the filter says what it finds. */
function storedOptions({ type, options }: CustomField, values: readonly unknown[]): string[] | null {
  const stored = values.map((value) => {
    const option = options.find((one) => typeof value === "string" && one.toLowerCase() === value.trim().toLowerCase());
    return option === undefined ? null : JSON.stringify(type === "multi_choice" ? [option] : option);
  });
  return stored.length && stored.every((one) => one !== null) ? stored : null;
}

/** Who has one of these values; null when they are too many to name. */
async function withChoice(
  ctx: Caller,
  tx: Tx,
  fields: readonly CustomField[],
  condition: FilterCondition,
): Promise<string[] | null> {
  const key = condition.field.slice(ofContact.length);
  const field = fields.find((one) => one.key === key);
  const stored = field && storedOptions(field, [condition.value].flat());
  if (!stored) return null;
  const ids = new Set<string>();
  for (const value of stored) {
    const found = await nameRare(tx, {
      ...newest(ctx),
      matches: sql`p.custom_fields @> jsonb_build_object(${key}::text, ${value}::jsonb)`,
      name: (most) => sql`contacts_with_field(${key}, ${value}::jsonb, ${most})`,
    });
    if (!found) return null;
    for (const id of found) ids.add(id);
  }
  return [...ids];
}

type Sort = {
  keys: Sql;
  order: Sql;
  down: boolean;
  edge(values: (string | number)[]): Sql;
  key(row: ContactRow): (string | number)[];
};
const byName = (down: boolean): Sort => ({
  keys: sql`(p.sort_name, p.id)`,
  order: down ? sql`p.sort_name desc, p.id desc` : sql`p.sort_name, p.id`,
  down,
  edge: ([name, id]) => sql`(${String(name)}, ${String(id)}::uuid)`,
  key: (row) => [row.sort_name, row.id],
});
const byAge = (down: boolean): Sort => ({
  keys: sql`(p.created_at, p.id)`,
  order: down ? sql`p.created_at desc, p.id desc` : sql`p.created_at, p.id`,
  down,
  edge: ([at, id]) => sql`(${cursorTime(at)}::timestamptz, ${String(id)}::uuid)`,
  key: (row) => [row.created_at.getTime(), row.id],
});
const sorts: Record<ContactSort, Sort> = {
  name: byName(false),
  "-name": byName(true),
  newest: byAge(true),
  oldest: byAge(false),
};

export async function listContacts(
  ctx: Caller,
  tx: Tx,
  { limit = 50, cursor, sort = "newest", ...selection }: ContactQuery,
): Promise<{ rows: ContactRow[]; nextCursor: string | null }> {
  const { keys, order, down, edge, key } = sorts[sort];
  const after = decodeCursor(cursor, 2);
  const beyond = !after ? sql`true` : down ? sql`${keys} < ${edge(after)}` : sql`${keys} > ${edge(after)}`;
  const where = await selectContacts(ctx, tx, selection);
  const found = await tx.rows<ContactRow>(sql`select ${contactColumns} from contacts p
    where ${where} and ${beyond} order by ${order} limit ${limit + 1}`);
  const rows = found.slice(0, limit);
  return { rows, nextCursor: found.length > limit ? encodeCursor(key(rows.at(-1)!)) : null };
}
