/**
 * Persons and their sessions: who can sign in, whatever workspaces they belong to. Everything here is global, so every query
 * takes a transaction of `asSystem`.
 */
import { hashPassword, verifyPassword } from "better-auth/crypto";
import { AppError } from "../../errors.ts";
import type { Platform } from "../../platform/context.ts";
import { randomToken } from "../../platform/crypto.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { newId } from "../../platform/uuid.ts";
import { sessionSeconds } from "./session-cookie.ts";

export type Person = { id: string; name: string; email: string; passwordHash: string | null; twoFactor: boolean };
export const shortestPassword = 10;

/** Slow by intent: call it before the transaction is opened. */
export const hashOf = (password: string): Promise<string> => hashPassword(password);

export const isPasswordOf = async (person: Person, password: string): Promise<boolean> =>
  person.passwordHash !== null && (await verifyPassword({ hash: person.passwordHash, password }));

export function refuseShortPassword(password: string): void {
  if (password.length >= shortestPassword) return;
  throw new AppError("validation_failed", `Choose a password of ${shortestPassword} characters or more.`, {
    field: "password",
  });
}

export const findPersonByEmail = (tx: Tx, email: string): Promise<Person | null> =>
  tx.row<Person>(sql`select u.id, u.name, u.email, u.two_factor_enabled as "twoFactor", a.password as "passwordHash"
    from users u left join accounts a on a.user_id = u.id and a.provider_id = 'credential'
    where u.email = ${email.toLowerCase()}`);

/** A new person with a password, in the form better-auth reads. Hits the unique key when the address is taken. */
export async function addPerson(
  tx: Tx,
  person: { name: string; email: string; passwordHash: string },
): Promise<{ id: string; email: string }> {
  const id = newId();
  const email = person.email.toLowerCase();
  await Promise.all([
    tx.run(sql`insert into users (id, name, email) values (${id}, ${person.name}, ${email})`),
    tx.run(sql`insert into accounts (id, account_id, provider_id, user_id, password)
      values (${newId()}, ${id}, 'credential', ${id}, ${person.passwordHash})`),
  ]);
  return { id, email };
}

/** A new session of a person who has just proven to be it. @returns its token, for `sessionCookie`. */
export async function startSession(
  platform: Platform,
  tx: Tx,
  userId: string,
  from: { ip: string; userAgent: string | undefined },
): Promise<string> {
  const token = randomToken();
  const now = platform.clock.now();
  await tx.run(sql`insert into sessions (id, user_id, token, expires_at, ip_address, user_agent, created_at, updated_at)
    values (${newId()}, ${userId}, ${token}, ${new Date(now.getTime() + sessionSeconds * 1000)}, ${from.ip},
      ${from.userAgent?.slice(0, 500) ?? null}, ${now}, ${now})`);
  return token;
}

/** Signs a person out everywhere: their rights have changed, or are gone. */
export const endSessions = (platform: Platform, userId: string): Promise<number> =>
  platform.db.asSystem("sessions are global", (tx) => tx.run(sql`delete from sessions where user_id = ${userId}`));

/** Which of these persons sign in with a second factor. */
export async function listTwoFactorUsers(platform: Platform, userIds: readonly string[]): Promise<Set<string>> {
  const rows = await platform.db.asSystem("persons are global", (tx) =>
    tx.rows<{ id: string }>(sql`select id from users where id = any(${userIds}) and two_factor_enabled`),
  );
  return new Set(rows.map((row) => row.id));
}
