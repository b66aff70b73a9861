/** Accepting an invitation: a new person chooses a password, an existing one proves to be that person. Works once. */
import type { Role } from "@omniflow/contract";
import type { FastifyRequest } from "fastify";
import { AppError, notFound } from "../../errors.ts";
import type { Context, Platform } from "../../platform/context.ts";
import { hashToken } from "../../platform/crypto.ts";
import { isUniqueViolation, sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { newId } from "../../platform/uuid.ts";
import { recordAudit } from "../audit/index.ts";
import {
  addPerson,
  findPersonByEmail,
  hashOf,
  type Identity,
  type Person,
  refuseShortPassword,
} from "../identity/index.ts";
import { setTeamsOf } from "./members.ts";
import { getWorkspace } from "./queries.ts";
import { showWorkspace } from "./views.ts";

type Found = {
  workspace_id: string;
  workspace_name: string;
  id: string;
  email: string;
  role: Role;
  team_ids: string[];
  expires_at: Date;
  accepted_at: Date | null;
};

/** What the accept page shows. @throws AppError not_found, or expired for a link that was used or is too old. */
export async function previewInvitation(platform: Platform, token: string) {
  const { invitation, person } = await findInvitation(platform, token);
  return {
    workspace_name: invitation.workspace_name,
    email: invitation.email,
    role: invitation.role,
    has_account: person !== null,
  };
}

/** Makes the person a member. @returns who that is, for signing in. */
export async function acceptInvitation(
  identity: Identity,
  token: string,
  input: { name?: string; password: string },
  request: FastifyRequest,
) {
  const { platform } = identity;
  const { invitation, person } = await findInvitation(platform, token);
  if (person) await proveToBe(identity, person, input.password, request);
  else refuseShortPassword(input.password);
  const passwordHash = person ? null : await hashOf(input.password);
  const name = input.name?.trim() || person?.name || invitation.email.split("@")[0]!;
  try {
    return await platform.db.asSystem("an invitation's token names its workspace", async (tx) => {
      await claim(tx, invitation, token, platform.clock.now());
      const userId =
        person?.id ?? (await addPerson(tx, { name, email: invitation.email, passwordHash: passwordHash! })).id;
      await join(platform, tx, invitation, userId, name);
      return { userId, workspace: showWorkspace(await getWorkspace(tx, invitation.workspace_id)) };
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("already_exists", "This person has an account or is a member already. Sign in instead.", {
      cause: error,
    });
  }
}

async function findInvitation(
  platform: Platform,
  token: string,
): Promise<{ invitation: Found; person: Person | null }> {
  const found = await platform.db.asSystem("an invitation's token names its workspace", async (tx) => {
    const invitation =
      await tx.row<Found>(sql`select i.workspace_id, w.name as workspace_name, i.id, i.email, i.role, i.team_ids,
        i.expires_at, i.accepted_at
      from invitations i join workspaces w on w.id = i.workspace_id where i.token_hash = ${hashToken(token)}`);
    return invitation && { invitation, person: await findPersonByEmail(tx, invitation.email) };
  });
  if (!found) throw notFound("invitation");
  if (found.invitation.accepted_at || found.invitation.expires_at <= platform.clock.now()) throw usedUp();
  return found;
}

/** A password alone does not stand in for a second factor. */
async function proveToBe(identity: Identity, person: Person, password: string, request: FastifyRequest): Promise<void> {
  if (await identity.isSignedInAs(person.id, request)) return;
  await identity.provePassword(person, password, request.ip);
  if (!person.twoFactor) return;
  throw new AppError(
    "two_factor_required",
    "Your account has two-factor sign-in. Sign in first, then open this link again.",
  );
}

/** Of several at once, one gets it. */
async function claim(tx: Tx, invitation: Found, token: string, now: Date): Promise<void> {
  const mine = await tx.run(sql`update invitations set accepted_at = ${now}
    where workspace_id = ${invitation.workspace_id} and id = ${invitation.id} and token_hash = ${hashToken(token)}
      and accepted_at is null and expires_at > ${now}`);
  if (!mine) throw usedUp();
}

async function join(platform: Platform, tx: Tx, invitation: Found, userId: string, name: string): Promise<void> {
  const { workspace_id: workspaceId } = invitation;
  const id = newId();
  const ctx: Context = { platform, workspaceId, actor: { type: "member", id }, cause: null, requestId: "invitation" };
  await tx.run(sql`insert into members (workspace_id, id, user_id, name, email, role)
    values (${workspaceId}, ${id}, ${userId}, ${name}, ${invitation.email}, ${invitation.role})`);
  await setTeamsOf(tx, workspaceId, id, invitation.team_ids);
  emit(ctx, tx, { type: "member.joined", data: { member_id: id } });
  recordAudit(ctx, tx, {
    action: "member.joined",
    target: { type: "member", id, name },
    after: { email: invitation.email, role: invitation.role },
  });
}

const usedUp = () =>
  new AppError("expired", "This invitation was used already or is too old. Ask for a new one, or sign in.");
