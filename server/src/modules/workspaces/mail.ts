/** The mail that brings an invitation. Its words are kept by a later module. */
import type { Context } from "../../platform/context.ts";

export type InvitationMail = {
  /** @param language null: the workspace's */
  words(ctx: Context, link: string, language: string | null): Promise<{ subject: string; text: string }>;
  /** Languages there are words in, the workspace's first. */
  languages(ctx: Context): Promise<string[]>;
};

/** @returns false when it could not be sent: whoever invites then passes the link on. */
export async function mailInvitation(
  ctx: Context,
  mail: InvitationMail,
  { to, link, language }: { to: string; link: string; language: string | null },
): Promise<boolean> {
  const { platform } = ctx;
  if (!platform.mailer.canSend) return false;
  try {
    await platform.mailer.send({ to, ...(await mail.words(ctx, link, language)) });
    return true;
  } catch (error) {
    platform.log.warn({ err: error }, "an invitation could not be mailed");
    return false;
  }
}
