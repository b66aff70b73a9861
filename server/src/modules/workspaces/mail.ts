/** The mail that brings an invitation. */
import type { Context } from "../../platform/context.ts";

export type InvitationMail = { subject: string; text: string };
/** The workspace's own words, which a later module keeps. Filled by composition.ts; null: ours. */
export const invitationWords: { of: ((ctx: Context, link: string) => Promise<InvitationMail | null>) | null } = {
  of: null,
};

/** @returns false when it could not be sent: whoever invites then passes the link on. */
export async function mailInvitation(ctx: Context, to: string, workspace: string, link: string): Promise<boolean> {
  const { platform } = ctx;
  if (!platform.mailer.canSend) return false;
  const name = workspace.replace(/\s+/g, " ");
  const text = `You are invited to work in ${name} on Omniflow.\n\nJoin here within 14 days; the link works once:\n${link}\n`;
  try {
    const own = { subject: `Join ${name} on Omniflow`, text };
    await platform.mailer.send({ to, ...((await invitationWords.of?.(ctx, link)) ?? own) });
    return true;
  } catch (error) {
    platform.log.warn({ err: error }, "an invitation could not be mailed");
    return false;
  }
}
