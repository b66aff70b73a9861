/** The mails of identity, and the address its links start with. */
import type { Platform } from "../../platform/context.ts";
import { sql } from "../../platform/db.ts";

/** Without a slash at the end. Never taken from a request: whoever sends one could choose the host. */
export const publicUrl = ({ env }: Platform): string => env.publicUrl ?? `http://localhost:${env.port}`;

type Words = { subject: string; text: (link: string) => string };
const english: Words = {
  subject: "Choose a new password",
  text: (link) =>
    `Somebody, hopefully you, wants a new password for your Omniflow account.\n\nChoose it here within an hour:\n${link}\n\nIf it was not you, ignore this mail; nothing has changed.\n`,
};
const german: Words = {
  subject: "Wähle ein neues Passwort",
  text: (link) =>
    `Jemand, hoffentlich du, möchte ein neues Passwort für dein Omniflow-Konto.\n\nWähle es hier innerhalb einer Stunde:\n${link}\n\nWarst du es nicht, dann lass diese Mail liegen; es hat sich nichts geändert.\n`,
};

/** As the person has chosen in one of their workspaces, or as one of these has it. */
const languageOf = async (platform: Platform, email: string): Promise<string | null> => {
  const chosen = await platform.db.asSystem("a person's language is chosen in their workspaces", (tx) =>
    tx.row<{
      language: string;
    }>(sql`select coalesce(nullif(m.settings->>'language', ''), w.settings->>'language') as language
      from members m join users u on u.id = m.user_id join workspaces w on w.id = m.workspace_id
      where lower(u.email) = lower(${email}) and m.deactivated_at is null
      order by nullif(m.settings->>'language', '') is null, m.created_at limit 1`),
  );
  return chosen?.language ?? null;
};

/** A failure is logged, not told: the answer must not show whether the address exists. */
export async function mailResetLink(platform: Platform, to: string, token: string): Promise<void> {
  const link = `${publicUrl(platform)}/reset-password?token=${encodeURIComponent(token)}`;
  try {
    const words = (await languageOf(platform, to)) === "de" ? german : english;
    await platform.mailer.send({ to, subject: words.subject, text: words.text(link) });
  } catch (error) {
    platform.log.error({ err: error }, "a password reset could not be mailed");
  }
}
