/** The places a person is signed in at: seen and ended by that person only. */
import { AppError, notFound } from "../../errors.ts";
import type { Caller, Platform } from "../../platform/context.ts";
import { sql } from "../../platform/db.ts";

export type SessionRow = {
  id: string;
  token: string;
  ip_address: string | null;
  user_agent: string | null;
  created_at: Date;
  updated_at: Date;
};

/** @throws AppError for an API key, which is no person. */
export async function getUserId(ctx: Caller): Promise<string> {
  if (!ctx.memberId) throw new AppError("forbidden", "This is for signed-in people; an API key is not one.");
  const row = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
    tx.row<{ user_id: string }>(
      sql`select user_id from members where workspace_id = ${ctx.workspaceId} and id = ${ctx.memberId}`,
    ),
  );
  if (!row) throw notFound("member");
  return row.user_id;
}

export const listSessions = (platform: Platform, userId: string): Promise<SessionRow[]> =>
  platform.db.asSystem("sessions are global", (tx) =>
    tx.rows<SessionRow>(sql`select id, token, ip_address, user_agent, created_at, updated_at from sessions
      where user_id = ${userId} and expires_at > ${platform.clock.now()} order by updated_at desc, id limit 200`),
  );

export async function endSession(platform: Platform, userId: string, id: string): Promise<void> {
  const ended = await platform.db.asSystem("sessions are global", (tx) =>
    tx.run(sql`delete from sessions where user_id = ${userId} and id = ${id}`),
  );
  if (!ended) throw notFound("session");
  await tellSockets(platform, userId);
}

export async function endOtherSessions(platform: Platform, userId: string, token: string | null): Promise<number> {
  const ended = await platform.db.asSystem("sessions are global", (tx) =>
    tx.run(sql`delete from sessions where user_id = ${userId} and token is distinct from ${token}`),
  );
  await tellSockets(platform, userId);
  return ended;
}

/** Open sockets of this person look at once whether their session is still there, on whatever node they are. */
export async function tellSockets(platform: Platform, userId: string): Promise<void> {
  const seats = await platform.db.asSystem("a person sits in many workspaces", (tx) =>
    tx.rows<{ workspace_id: string; id: string }>(sql`select workspace_id, id from members where user_id = ${userId}`),
  );
  for (const seat of seats) platform.hub.signal(seat.workspace_id, { t: "sessions_ended", member: seat.id });
}

/** Whose session this is; null when it is none. */
export const findPersonOfSession = async (platform: Platform, token: string): Promise<string | null> =>
  (
    await platform.db.asSystem("sessions are global", (tx) =>
      tx.row<{ user_id: string }>(sql`select user_id from sessions where token = ${token}`),
    )
  )?.user_id ?? null;

/** For whom a reset link was made; null when it is spent or none of ours. */
export const findPersonOfReset = async (platform: Platform, token: string): Promise<string | null> =>
  (
    await platform.db.asSystem("reset links are global", (tx) =>
      tx.row<{ value: string }>(sql`select value from verifications where identifier = ${`reset-password:${token}`}`),
    )
  )?.value ?? null;

export const endSessionByToken = (platform: Platform, token: string): Promise<number> =>
  platform.db.asSystem("sessions are global", (tx) => tx.run(sql`delete from sessions where token = ${token}`));
