/** The mail that brings an invitation. */
import type { Platform } from "../../platform/context.ts";

/** @returns false when it could not be sent: whoever invites then passes the link on. */
export async function mailInvitation(
  platform: Platform,
  to: string,
  workspace: string,
  link: string,
): Promise<boolean> {
  if (!platform.mailer.canSend) return false;
  const name = workspace.replace(/\s+/g, " ");
  const text = `You are invited to work in ${name} on Omniflow.\n\nJoin here within 14 days; the link works once:\n${link}\n`;
  try {
    await platform.mailer.send({ to, subject: `Join ${name} on Omniflow`, text });
    return true;
  } catch (error) {
    platform.log.warn({ err: error }, "an invitation could not be mailed");
    return false;
  }
}
