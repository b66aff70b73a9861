/** Lists of contacts: what a query means, and one index walk per page, whatever their number. */
import {
  ContactFilter,
  type ContactQuery,
  type ContactSort,
  type CustomField,
  type Filter,
  isGroup,
} from "@omniflow/contract";
import type { Caller } from "../../platform/context.ts";
import { join, type Sql, sql, type Tx } from "../../platform/db.ts";
import { cursorTime, decodeCursor, encodeCursor } from "../../platform/http.ts";
import { rootOf } from "../../platform/merged.ts";
import { companyGroup, findSegmentFilter, loadSegments, mostFound } from "../companies/index.ts";
import { listFields, parseFilter } from "../fields/index.ts";
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

/** Up to so many are named one by one; more are common enough to be met on the way through the list. */
const mostNamed = 2000;

/** One in twenty of the newest. */
const common = { among: 2000, least: 100 };

/**
 * A rare value of a choice field would be looked for through a million rows, since under a row policy the index of JSON is out of
 * reach: whoever has it is then named beforehand, by a function of the owner.
 */
async function narrowing(ctx: Caller, tx: Tx, filter: Filter): Promise<Sql[]> {
  if (filter.op !== "and") return [];
  const asked = filter.nodes.flatMap((node) =>
    !isGroup(node) && node.field.startsWith("contact.custom.") && ["is", "in", "has"].includes(node.op)
      ? [{ key: node.field.slice("contact.custom.".length), values: [node.value].flat() }]
      : [],
  );
  if (!asked.length) return [];
  const fields = await listFields(ctx, tx, { record: "contact", archived: true });
  const conditions: Sql[] = [];
  for (const { key, values } of asked) {
    const field = fields.find((one) => one.key === key);
    const stored = field && storedOptions(field, values);
    if (!stored) continue;
    const ids = await findRare(ctx, tx, key, stored);
    if (ids) conditions.push(sql`p.id = any(${ids}::uuid[])`);
  }
  return conditions;
}

/** As they stand in JSON; null when one of them is no option: then the filter says what it finds. */
function storedOptions({ type, options }: CustomField, values: readonly unknown[]): string[] | null {
  const stored = values.map((value) => {
    const option = options.find((one) => typeof value === "string" && one.toLowerCase() === value.trim().toLowerCase());
    return option === undefined ? null : JSON.stringify(type === "multi_choice" ? [option] : option);
  });
  return stored.length && stored.every((one) => one !== null) ? stored : null;
}

/** Who has one of these values; null when they are too many to name. */
async function findRare(ctx: Caller, tx: Tx, key: string, stored: readonly string[]): Promise<string[] | null> {
  const ids = new Set<string>();
  for (const value of stored) {
    if (await isCommon(ctx, tx, key, value)) return null;
    const found = await tx.rows<{ id: string }>(
      sql`select contacts_with_field as id from contacts_with_field(${key}, ${value}::jsonb, ${mostNamed + 1})`,
    );
    for (const { id } of found) ids.add(id);
    if (ids.size > mostNamed) return null;
  }
  return [...ids];
}

/** To learn it from the index of JSON would mean to collect all who have it: 60 ms for a quarter of a million. */
async function isCommon(ctx: Caller, tx: Tx, key: string, stored: string): Promise<boolean> {
  const counted = await tx.row<{ count: number }>(sql`select count(*)::int as count
    from (select p.custom_fields from contacts p where p.workspace_id = ${ctx.workspaceId} order by p.created_at desc, p.id desc limit ${common.among}) n
    where n.custom_fields @> jsonb_build_object(${key}::text, ${stored}::jsonb)`);
  return counted!.count >= common.least;
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
