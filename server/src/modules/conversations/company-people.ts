/** Who belongs to companies, for whatever looks at their conversations: named beforehand, so that the index by contact can answer. */
import { type Filter, isGroup } from "@omniflow/contract";
import type { Caller } from "../../platform/context.ts";
import { type Sql, sql, type Tx } from "../../platform/db.ts";
import { rootOf } from "../../platform/merged.ts";
import { isId } from "../../platform/uuid.ts";
import { these, type Whose } from "../fields/index.ts";

/** Up to `most` of them, any, and those merged into them. @param companies with those merged into them */
export async function listPeopleOf(ctx: Caller, tx: Tx, companies: readonly string[], most: number): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(sql`with people as materialized (
      select p.id from contacts p where p.workspace_id = ${ctx.workspaceId} and p.company_id = any(${[...companies]}::uuid[]) and p.merged_into is null limit ${most})
    select id from people
    union all select m.id from people join contacts m on m.workspace_id = ${ctx.workspaceId} and m.merged_into = people.id`);
  return rows.map((row) => row.id);
}

/** More people than this have so many conversations that a walk through the newest meets them soon. */
const mostNamed = 2000;

/** So many of the newest are looked through for them: a few hundredths of a second. */
const lookedAt = 5000;

/** All of a company's people. @property near among the newest things of the workspace; null where they are few enough to be named */
export type People = { near: Whose | null; all: Whose };

/** @param companies with those merged into them */
export async function peopleOf(ctx: Caller, tx: Tx, companies: readonly string[]): Promise<People> {
  const named = await listPeopleOf(ctx, tx, companies, mostNamed + 1);
  if (named.length <= mostNamed) return { near: null, all: these(named) };
  const ws = ctx.workspaceId;
  const group = [...companies];
  const theirs = sql`select cp.id from contacts cp where cp.workspace_id = ${ws} and cp.company_id = any(${group}::uuid[]) and cp.merged_into is null`;
  return {
    // A value, not a join: asked of one person at a time, so that a walk that ends soon does not begin by fetching all of them.
    near: {
      has: (column) => sql`((select cr.company_id from contacts cp
        join contacts cr on cr.workspace_id = cp.workspace_id and cr.id = ${rootOf("cp")}
        where cp.workspace_id = ${ws} and cp.id = ${column}) = any(${group}::uuid[])) is true`,
      among: lookedAt,
    },
    all: {
      has: (column) => sql`${column} = any(array(
        ${theirs} union all select cm.id from contacts cm where cm.workspace_id = ${ws} and cm.merged_into = any(array(${theirs}))))`,
      among: null,
    },
  };
}

/**
 * A small company's conversations would be looked for through a million: where a filter asks for companies, their people are named
 * (alias `c`). It adds nothing to what the filter says, and is nothing where it would not help.
 */
export async function narrowToCompanies(ctx: Caller, tx: Tx, filter: Filter): Promise<Sql[]> {
  if (filter.op !== "and") return [];
  const asked = filter.nodes.flatMap((node) =>
    !isGroup(node) && node.field === "company" && (node.op === "is" || node.op === "in")
      ? [[node.value].flat().filter((id) => typeof id === "string" && isId(id)) as string[]]
      : [],
  );
  const conditions: Sql[] = [];
  for (const ids of asked) {
    const group = await tx.rows<{ id: string }>(sql`select id from companies
      where workspace_id = ${ctx.workspaceId} and (id = any(${ids}::uuid[]) or merged_into = any(${ids}::uuid[]))`);
    const people = await listPeopleOf(
      ctx,
      tx,
      group.map((row) => row.id),
      mostNamed + 1,
    );
    if (people.length <= mostNamed) conditions.push(sql`c.contact_id = any(${people}::uuid[])`);
  }
  return conditions;
}
