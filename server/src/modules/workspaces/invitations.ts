/** Invitations: a one-time link by mail, or handed over by whoever invites when the installation cannot send mail. */
import type { Invitation, Role } from "@omniflow/contract";
import { AppError, notFound } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { hashToken, randomToken } from "../../platform/crypto.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { newId } from "../../platform/uuid.ts";
import { recordAudit } from "../audit/index.ts";
import { publicUrl } from "../identity/index.ts";
import { type InvitationMail, mailInvitation } from "./mail.ts";
import { refuseForeign } from "./queries.ts";
import { refuseBeyondOwn } from "./rules.ts";
import { type InvitationRow, showInvitation } from "./views.ts";

const validMs = 14 * 24 * 3600_000;

export const listInvitations = async (ctx: Caller): Promise<Invitation[]> => {
  const rows = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
    tx.rows<InvitationRow>(sql`select id, email, role, team_ids, expires_at, created_at from invitations
      where workspace_id = ${ctx.workspaceId} and accepted_at is null order by created_at desc, id`),
  );
  return rows.map(showInvitation);
};

/** Inviting an address again replaces its earlier link. */
export async function invite(
  ctx: Caller,
  mail: InvitationMail,
  input: { email: string; role: Role; team_ids?: string[]; language?: string },
): Promise<Invitation> {
  refuseBeyondOwn(ctx, input.role);
  const token = randomToken();
  const email = input.email.toLowerCase();
  const row = await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    await refuseMember(tx, ctx.workspaceId, email);
    await refuseForeign(tx, ctx.workspaceId, "teams", input.team_ids ?? [], "team_ids");
    const row = await writeInvitation(ctx, tx, { ...input, email }, token);
    emit(ctx, tx, { type: "member.invited", data: { email, role: input.role } });
    recordAudit(ctx, tx, {
      action: "invitation.created",
      target: { type: "invitation", id: row.id, name: email },
      after: { role: input.role, team_ids: row.team_ids },
    });
    return row;
  });
  const link = `${publicUrl(ctx.platform)}/invite/${token}`;
  const mailed = await mailInvitation(ctx, mail, { to: email, link, language: input.language ?? null });
  return { ...showInvitation(row), link, mailed };
}

async function refuseMember(tx: Tx, workspaceId: string, email: string): Promise<void> {
  const member = await tx.row<{ deactivated_at: Date | null }>(
    sql`select deactivated_at from members where workspace_id = ${workspaceId} and email = ${email}`,
  );
  if (!member) return;
  const message = member.deactivated_at
    ? "This person was a member and is deactivated. Activate them again under Members."
    : "This person is a member already.";
  throw new AppError("already_exists", message, { field: "email" });
}

async function writeInvitation(
  ctx: Caller,
  tx: Tx,
  input: { email: string; role: Role; team_ids?: string[] },
  token: string,
): Promise<InvitationRow> {
  const now = ctx.platform.clock.now();
  const row = await tx.row<InvitationRow>(sql`insert into invitations
      (workspace_id, id, email, role, team_ids, token_hash, invited_by, expires_at, created_at)
    values (${ctx.workspaceId}, ${newId()}, ${input.email}, ${input.role}, ${[...new Set(input.team_ids ?? [])]}::uuid[],
      ${hashToken(token)}, ${ctx.memberId}, ${new Date(now.getTime() + validMs)}, ${now})
    on conflict (workspace_id, lower(email)) where accepted_at is null
    do update set role = excluded.role, team_ids = excluded.team_ids, token_hash = excluded.token_hash,
      invited_by = excluded.invited_by, expires_at = excluded.expires_at, created_at = excluded.created_at
    returning id, email, role, team_ids, expires_at, created_at`);
  return row!;
}

export const withdrawInvitation = (ctx: Caller, id: string): Promise<void> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const gone = await tx.row<{ email: string }>(sql`delete from invitations
      where workspace_id = ${ctx.workspaceId} and id = ${id} and accepted_at is null returning email`);
    if (!gone) throw notFound("invitation");
    emit(ctx, tx, { type: "member.uninvited", data: { email: gone.email } });
    recordAudit(ctx, tx, { action: "invitation.withdrawn", target: { type: "invitation", id, name: gone.email } });
  });
