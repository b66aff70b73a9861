/** The SQL of workspaces and members that more than one verb needs. */
import { AppError, notFound } from "../../errors.ts";
import { type Sql, sql, type Tx } from "../../platform/db.ts";
import type { MemberRow, TeamRow, WorkspaceRow } from "./views.ts";

/** In which mails go out whose reader has chosen no language. */
export const defaultLanguage = "en";
const workspaceColumns = sql`w.id, w.slug, w.name, coalesce(w.settings->>'language', ${defaultLanguage}) as language, w.version, w.created_at`;

export async function getWorkspace(
  tx: Tx,
  workspaceId: string,
): Promise<WorkspaceRow & { settings: Record<string, unknown> }> {
  const row = await tx.row<WorkspaceRow & { settings: Record<string, unknown> }>(
    sql`select ${workspaceColumns}, w.settings from workspaces w where w.id = ${workspaceId}`,
  );
  if (!row) throw notFound("workspace");
  return row;
}

/** A person's workspaces, the first one first. */
export const listWorkspacesOf = (tx: Tx, userId: string): Promise<WorkspaceRow[]> =>
  tx.rows<WorkspaceRow>(sql`select ${workspaceColumns} from members m join workspaces w on w.id = m.workspace_id
    where m.user_id = ${userId} and m.deactivated_at is null order by m.created_at, w.id`);

const selectMembers = (workspaceId: string, and: Sql) =>
  sql`select m.id, m.user_id, m.name, m.email, m.role, m.availability, m.deactivated_at, m.created_at, m.version,
      array(select t.team_id from team_members t where t.workspace_id = m.workspace_id and t.member_id = m.id
        order by t.team_id) as team_ids
    from members m where m.workspace_id = ${workspaceId} ${and}`;

export const listMemberRows = (tx: Tx, workspaceId: string): Promise<MemberRow[]> =>
  tx.rows<MemberRow>(selectMembers(workspaceId, sql`order by m.deactivated_at is not null, lower(m.name), m.id`));

export async function getMember(tx: Tx, workspaceId: string, id: string): Promise<MemberRow> {
  const row = await tx.row<MemberRow>(selectMembers(workspaceId, sql`and m.id = ${id}`));
  if (!row) throw notFound("member");
  return row;
}

const selectTeams = (workspaceId: string, and: Sql) =>
  sql`select t.id, t.name, t.description, t.version, t.created_at,
      array(select m.member_id from team_members m where m.workspace_id = t.workspace_id and m.team_id = t.id
        order by m.member_id) as member_ids
    from teams t where t.workspace_id = ${workspaceId} ${and}`;

export const listTeamRows = (tx: Tx, workspaceId: string): Promise<TeamRow[]> =>
  tx.rows<TeamRow>(selectTeams(workspaceId, sql`order by lower(t.name), t.id`));

export async function getTeam(tx: Tx, workspaceId: string, id: string): Promise<TeamRow> {
  const row = await tx.row<TeamRow>(selectTeams(workspaceId, sql`and t.id = ${id}`));
  if (!row) throw notFound("team");
  return row;
}

/** @throws AppError when one of the ids is no team (or member) of this workspace. */
export async function refuseForeign(
  tx: Tx,
  workspaceId: string,
  table: "teams" | "members",
  ids: readonly string[],
  field: string,
): Promise<void> {
  const wanted = new Set(ids);
  if (wanted.size === 0) return;
  const from = table === "teams" ? sql`teams` : sql`members`;
  const found = await tx.rows(
    sql`select id from ${from} where workspace_id = ${workspaceId} and id = any(${[...wanted]}::uuid[]) for key share`,
  );
  if (found.length === wanted.size) return;
  const message =
    table === "teams"
      ? "Not all of these are teams of this workspace."
      : "Not all of these are members of this workspace.";
  throw new AppError("validation_failed", message, { field });
}

/** @throws AppError version_conflict when somebody changed it since the caller looked. */
export function refuseStale(current: number, seen: number | undefined): void {
  if (seen === undefined || seen === current) return;
  throw new AppError(
    "version_conflict",
    "Somebody changed this meanwhile. Look at it again, then repeat your change.",
    {
      field: "version",
    },
  );
}
