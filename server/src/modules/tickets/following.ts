/** Following: who wants to see and hear of a ticket that is not theirs. */
import { AppError } from "../../errors.ts";
import type { Caller, Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { about, audienceOf, lockLiving, ticketSet } from "./scope.ts";

type Followers = { follower_ids: string[] };

export function follow(ctx: Caller, ticketId: string, following: boolean): Promise<Followers> {
  if (!ctx.memberId) throw new AppError("forbidden", "Following is for members; an API key follows nothing.");
  return setFollower(ctx, ticketId, ctx.memberId, following);
}

/** A colleague is asked to follow: they see the ticket from then on. @throws unprocessable when there is no such member */
export async function setFollower(
  ctx: Caller,
  ticketId: string,
  member: string,
  following: boolean,
): Promise<Followers> {
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const ticket = await lockLiving(ctx, tx, ticketId);
    if (following) await requireMember(ctx, tx, member);
    const set = await ticketSet(ctx, tx, ticketId);
    const changed = following
      ? await tx.run(
          sql`insert into ticket_followers (workspace_id, ticket_id, member_id) values (${ctx.workspaceId}, ${ticketId}, ${member}) on conflict do nothing`,
        )
      : await tx.run(
          sql`delete from ticket_followers where workspace_id = ${ctx.workspaceId} and ticket_id = any(${set}::uuid[]) and member_id = ${member}`,
        );
    if (changed) {
      const data = { ...about(ticket), member_id: member, following };
      const audience = audienceOf(ticket);
      const memberIds = [...audience.memberIds, member];
      emit(ctx, tx, { type: "ticket.followers_changed", data, ticketId, audience: { ...audience, memberIds } });
    }
    return { follower_ids: await listFollowers(ctx, tx, set) };
  });
}

async function requireMember(ctx: Context, tx: Tx, id: string): Promise<void> {
  const row = await tx.row(
    sql`select 1 from members where workspace_id = ${ctx.workspaceId} and id = ${id} and deactivated_at is null`,
  );
  if (!row)
    throw new AppError("unprocessable", "This member does not exist or is deactivated.", { field: "member_id" });
}

export const listFollowers = async (ctx: Context, tx: Tx, set: string[]): Promise<string[]> =>
  (
    await tx.rows<{ member_id: string }>(sql`select member_id from ticket_followers
      where workspace_id = ${ctx.workspaceId} and ticket_id = any(${set}::uuid[]) group by member_id order by min(created_at)`)
  ).map((row) => row.member_id);
