/** The mails of identity, and the address its links start with. */
import type { Platform } from "../../platform/context.ts";

/** Without a slash at the end. Never taken from a request: whoever sends one could choose the host. */
export const publicUrl = ({ env }: Platform): string => env.publicUrl ?? `http://localhost:${env.port}`;

/** A failure is logged, not told: the answer must not show whether the address exists. */
export async function mailResetLink(platform: Platform, to: string, token: string): Promise<void> {
  const link = `${publicUrl(platform)}/reset-password?token=${encodeURIComponent(token)}`;
  const text = `Somebody, hopefully you, wants a new password for your Omniflow account.\n\nChoose it here within an hour:\n${link}\n\nIf it was not you, ignore this mail; nothing has changed.\n`;
  try {
    await platform.mailer.send({ to, subject: "Choose a new password", text });
  } catch (error) {
    platform.log.error({ err: error }, "a password reset could not be mailed");
  }
}
