/** Teams and who is in them. */
import type { Team } from "@omniflow/contract";
import { AppError, notFound } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { isUniqueViolation, sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { newId } from "../../platform/uuid.ts";
import { recordAudit } from "../audit/index.ts";
import { getTeam, listTeamRows, refuseForeign, refuseStale } from "./queries.ts";
import { cleanName } from "./rules.ts";
import { showTeam } from "./views.ts";

export type TeamChange = { name?: string; description?: string; member_ids?: string[]; version?: number };

export const listTeams = async (ctx: Caller): Promise<Team[]> =>
  (await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => listTeamRows(tx, ctx.workspaceId))).map(showTeam);

export const createTeam = (ctx: Caller, input: TeamChange & { name: string }): Promise<Team> =>
  namingTeam(ctx, async (tx) => {
    const id = newId();
    await refuseForeign(tx, ctx.workspaceId, "members", input.member_ids ?? [], "member_ids");
    await tx.run(sql`insert into teams (workspace_id, id, name, description)
      values (${ctx.workspaceId}, ${id}, ${cleanName(input.name)}, ${input.description ?? ""})`);
    await setMembersOf(tx, ctx.workspaceId, id, input.member_ids ?? []);
    emit(ctx, tx, { type: "team.created", data: { team_id: id } });
    const made = showTeam(await getTeam(tx, ctx.workspaceId, id));
    recordAudit(ctx, tx, { action: "team.created", target: { type: "team", id, name: made.name }, after: made });
    return made;
  });

export const updateTeam = (ctx: Caller, id: string, change: TeamChange): Promise<Team> =>
  namingTeam(ctx, async (tx) => {
    await tx.run(sql`select 1 from teams where workspace_id = ${ctx.workspaceId} and id = ${id} for update`);
    const before = await getTeam(tx, ctx.workspaceId, id);
    refuseStale(before.version, change.version);
    await refuseForeign(tx, ctx.workspaceId, "members", change.member_ids ?? [], "member_ids");
    await tx.run(sql`update teams set name = ${change.name?.trim() || before.name},
        description = ${change.description ?? before.description}, version = version + 1
      where workspace_id = ${ctx.workspaceId} and id = ${id}`);
    if (change.member_ids) await setMembersOf(tx, ctx.workspaceId, id, change.member_ids);
    const fields = Object.keys(change).filter((key) => key !== "version");
    emit(ctx, tx, { type: "team.updated", data: { team_id: id, fields } });
    const after = showTeam(await getTeam(tx, ctx.workspaceId, id));
    const target = { type: "team", id, name: after.name };
    recordAudit(ctx, tx, { action: "team.updated", target, before: showTeam(before), after });
    return after;
  });

/** What it owned belongs to no team afterwards. */
export const removeTeam = (ctx: Caller, id: string): Promise<void> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const removed = await tx.row<{ name: string }>(
      sql`delete from teams where workspace_id = ${ctx.workspaceId} and id = ${id} returning name`,
    );
    if (!removed) throw notFound("team");
    recordAudit(ctx, tx, { action: "team.removed", target: { type: "team", id, name: removed.name } });
    emit(ctx, tx, { type: "team.removed", data: { team_id: id } });
  });

async function namingTeam<T>(ctx: Caller, work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await ctx.platform.db.inWorkspace(ctx.workspaceId, work);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("already_exists", "There is a team of this name already.", { field: "name", cause: error });
  }
}

async function setMembersOf(tx: Tx, workspaceId: string, teamId: string, memberIds: readonly string[]): Promise<void> {
  await tx.run(sql`delete from team_members where workspace_id = ${workspaceId} and team_id = ${teamId}
    and not member_id = any(${memberIds}::uuid[])`);
  await tx.run(sql`insert into team_members (workspace_id, team_id, member_id)
    select ${workspaceId}, ${teamId}, id from members where workspace_id = ${workspaceId} and id = any(${memberIds}::uuid[])
    on conflict do nothing`);
}
