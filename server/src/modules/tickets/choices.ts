/** Values a ticket refers to, looked up before they are written: people, teams, contacts — with what they are called, for the activity. */
import { AppError } from "../../errors.ts";
import type { Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";

export async function activeMember(ctx: Context, tx: Tx, id: string): Promise<string> {
  const row = await tx.row(
    sql`select 1 from members where workspace_id = ${ctx.workspaceId} and id = ${id} and deactivated_at is null`,
  );
  if (!row)
    throw new AppError("unprocessable", "This member does not exist or is deactivated.", { field: "assignee_id" });
  return id;
}

export async function existingTeam(ctx: Context, tx: Tx, id: string): Promise<string> {
  const row = await tx.row(sql`select 1 from teams where workspace_id = ${ctx.workspaceId} and id = ${id}`);
  if (!row) throw new AppError("unprocessable", "This team does not exist.", { field: "team_id" });
  return id;
}

/** The contact, or the one it was merged into. */
export async function existingContact(ctx: Context, tx: Tx, id: string): Promise<string> {
  const row = await tx.row<{ id: string }>(
    sql`select coalesce(merged_into, id) as id from contacts where workspace_id = ${ctx.workspaceId} and id = ${id}`,
  );
  if (!row) throw new AppError("unprocessable", "This contact does not exist.", { field: "contact_id" });
  return row.id;
}

/** id → name, of members, teams, types, contacts and own statuses alike: ids are unique over all of them. */
export async function namesOf(ctx: Context, tx: Tx, ids: (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (!wanted.length) return new Map();
  const rows = await tx.rows<{ id: string; name: string }>(sql`
    select id, name from members where workspace_id = ${ctx.workspaceId} and id = any(${wanted}::uuid[])
    union all select id, name from teams where workspace_id = ${ctx.workspaceId} and id = any(${wanted}::uuid[])
    union all select id, name from contacts where workspace_id = ${ctx.workspaceId} and id = any(${wanted}::uuid[])
    union all select id, name from ticket_types where workspace_id = ${ctx.workspaceId} and id = any(${wanted}::uuid[])
    union all select id, name from ticket_statuses where workspace_id = ${ctx.workspaceId} and id = any(${wanted}::uuid[])`);
  return new Map(rows.map((row) => [row.id, row.name]));
}
