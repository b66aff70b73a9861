/** What few conversations have — a company, a tag, a subject, a contact of that name — is named before the list is walked (fields/filters/narrow). */
import type { Filter, FilterCondition } from "@omniflow/contract";
import type { Caller } from "../../../platform/context.ts";
import { type Sql, sql, type Tx } from "../../../platform/db.ts";
import { noSegments, type Segments } from "../../companies/index.ts";
import { contactsNamed } from "../../contacts/index.ts";
import { hasTrigram, nameRare, required } from "../../fields/index.ts";
import { narrowToCompanies } from "../company-people.ts";
import { compileFilter } from "./compile.ts";

/** What a filter says, and what follows from it by the indexes: conditions on alias `c`. @param segments those it speaks of */
export async function findingConversations(
  ctx: Caller,
  tx: Tx,
  filter: Filter,
  segments: Segments = noSegments,
): Promise<Sql[]> {
  const conditions = [compileFilter(ctx, filter, segments), ...(await narrowToCompanies(ctx, tx, filter))];
  for (const condition of required(filter)) conditions.push(...(await narrowed(ctx, tx, condition)));
  return conditions;
}

/** Exactly this tag, as a request names it. */
export const withTag = async (ctx: Caller, tx: Tx, tag: string): Promise<Sql[]> => [
  sql`${tag} = any(c.tags)`,
  ...(await narrowed(ctx, tx, { field: "tag", op: "has", value: tag })),
];

async function narrowed(ctx: Caller, tx: Tx, condition: FilterCondition): Promise<Sql[]> {
  const way = wayTo(condition);
  if (!way) return [];
  const ids = await nameRare(tx, {
    newest: sql`select c.* from conversations c where c.workspace_id = ${ctx.workspaceId} and c.folder = 'inbox' and c.merged_into is null
      order by c.last_message_at desc, c.id desc`,
    alias: sql`c`,
    matches: compileFilter(ctx, { op: "and", nodes: [condition] }),
    name: way.name,
  });
  return ids ? [sql`${way.key} = any(${ids}::uuid[])`] : [];
}

type Way = { key: Sql; name: (most: number) => Sql };

function wayTo({ field, op, value }: FilterCondition): Way | null {
  if (field === "tag" && op === "has")
    return { key: sql`c.id`, name: (most) => sql`conversations_tagged(${[value].flat().map(String)}, ${most})` };
  if ((op !== "contains" && op !== "is") || typeof value !== "string" || !hasTrigram(value)) return null;
  const text = value.trim();
  if (field === "subject") return { key: sql`c.id`, name: (most) => sql`conversations_about(${text}, ${most})` };
  if (field === "contact_name") return { key: sql`c.contact_id`, name: (most) => contactsNamed(text, most) };
  return null;
}
