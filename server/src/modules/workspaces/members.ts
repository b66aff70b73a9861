/** Members: role, teams, name, and being put out or taken back in. */
import type { Member, Role } from "@omniflow/contract";
import { AppError } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { recordAudit } from "../audit/index.ts";
import { endSessions, listTwoFactorUsers } from "../identity/index.ts";
import { getMember, listMemberRows, refuseForeign, refuseStale } from "./queries.ts";
import { refuseBeyondOwn } from "./rules.ts";
import { type MemberRow, showMember } from "./views.ts";

export type MemberChange = {
  name?: string;
  role?: Role;
  team_ids?: string[];
  deactivated?: boolean;
  version?: number;
};

export async function listMembers(ctx: Caller): Promise<Member[]> {
  const rows = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => listMemberRows(tx, ctx.workspaceId));
  const twoFactor = await listTwoFactorUsers(
    ctx.platform,
    rows.map((row) => row.user_id),
  );
  return rows.map((row) => showMember(row, twoFactor));
}

/** A changed role, or being put out, also ends that person's sessions. */
export async function updateMember(ctx: Caller, id: string, change: MemberChange): Promise<Member> {
  const { row, endsSessions } = await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const admins = await lockAdmins(tx, ctx.workspaceId);
    await tx.run(sql`select 1 from members where workspace_id = ${ctx.workspaceId} and id = ${id} for update`);
    const before = await getMember(tx, ctx.workspaceId, id);
    refuseStale(before.version, change.version);
    refuseChange(ctx, before, change, admins);
    await refuseForeign(tx, ctx.workspaceId, "teams", change.team_ids ?? [], "team_ids");
    const fields = changedFields(before, change);
    if (fields.length > 0) await writeMember(ctx, tx, before, change, fields);
    const row = fields.length > 0 ? await getMember(tx, ctx.workspaceId, id) : before;
    return {
      row,
      endsSessions: fields.includes("role") || (fields.includes("deactivated") && row.deactivated_at !== null),
    };
  });
  if (endsSessions) await endSessions(ctx.platform, row.user_id);
  return showMember(row, await listTwoFactorUsers(ctx.platform, [row.user_id]));
}

/** Locks them, so that two admins cannot put each other out at once. */
const lockAdmins = async (tx: Tx, workspaceId: string): Promise<string[]> =>
  (
    await tx.rows<{ id: string }>(sql`select id from members where workspace_id = ${workspaceId} and role = 'admin'
      and deactivated_at is null order by id for update`)
  ).map((row) => row.id);

function refuseChange(ctx: Caller, before: MemberRow, change: MemberChange, admins: readonly string[]): void {
  const rights = change.role !== undefined || change.deactivated !== undefined;
  if (rights) refuseBeyondOwn(ctx, before.role);
  if (change.role !== undefined) refuseBeyondOwn(ctx, change.role);
  const noLongerAdmin = (change.role !== undefined && change.role !== "admin") || change.deactivated === true;
  if (noLongerAdmin && admins.length === 1 && admins[0] === before.id) {
    throw new AppError("conflict", "This is the last admin. Make somebody else an admin first.", {
      field: change.deactivated ? "deactivated" : "role",
    });
  }
}

function changedFields(before: MemberRow, change: MemberChange): string[] {
  const fields: string[] = [];
  if (change.name !== undefined && change.name.trim() !== before.name) fields.push("name");
  if (change.role !== undefined && change.role !== before.role) fields.push("role");
  if (change.team_ids && [...new Set(change.team_ids)].sort().join() !== before.team_ids.join())
    fields.push("team_ids");
  if (change.deactivated !== undefined && change.deactivated !== (before.deactivated_at !== null))
    fields.push("deactivated");
  return fields;
}

async function writeMember(
  ctx: Caller,
  tx: Tx,
  before: MemberRow,
  change: MemberChange,
  fields: string[],
): Promise<void> {
  const out = change.deactivated ?? before.deactivated_at !== null;
  await tx.run(sql`update members set name = ${change.name?.trim() || before.name}, role = ${change.role ?? before.role},
      deactivated_at = case when ${out}::boolean then coalesce(deactivated_at, ${ctx.platform.clock.now()}::timestamptz) end,
      version = version + 1
    where workspace_id = ${ctx.workspaceId} and id = ${before.id}`);
  if (fields.includes("team_ids")) await setTeamsOf(tx, ctx.workspaceId, before.id, change.team_ids ?? []);
  const removed = fields.includes("deactivated") && out;
  emit(ctx, tx, { type: "member.updated", data: { member_id: before.id, fields } });
  const changed = (values: Record<string, unknown>) =>
    Object.fromEntries(fields.map((field) => [field, values[field] ?? null]));
  recordAudit(ctx, tx, {
    action: removed ? "member.removed" : "member.updated",
    target: { type: "member", id: before.id, name: before.name },
    summary: fields.join(", "),
    before: changed({ ...before, deactivated: before.deactivated_at !== null }),
    after: changed(change),
  });
  if (removed) emit(ctx, tx, { type: "member.removed", data: { member_id: before.id } });
}

/** Replaces the teams of a member. Ids that are no team of the workspace are passed over. */
export async function setTeamsOf(
  tx: Tx,
  workspaceId: string,
  memberId: string,
  teamIds: readonly string[],
): Promise<void> {
  await tx.run(sql`delete from team_members where workspace_id = ${workspaceId} and member_id = ${memberId}
    and not team_id = any(${teamIds}::uuid[])`);
  await tx.run(sql`insert into team_members (workspace_id, team_id, member_id)
    select ${workspaceId}, id, ${memberId} from teams where workspace_id = ${workspaceId} and id = any(${teamIds}::uuid[])
    on conflict do nothing`);
}
