/** Our own mail listener, and which mailbox a mail is for. */
import { maxMailSize } from "../../channels/email/adapter.ts";
import { createMailListener, type MailListener } from "../../channels/email/listener.ts";
import type { Platform } from "../../platform/context.ts";
import { findByAddress } from "./find.ts";
import { acceptRaw } from "./raw/accept.ts";
import type { RawTarget } from "./raw/wake.ts";

/** The sender keeps the mail and comes again: the mailbox is there, only not now. */
const paused = () => Object.assign(new Error("4.2.1 This mailbox is paused, try again later"), { responseCode: 450 });

/**
 * The connection that receives for a lower-case address; null when it is nobody's here. A mailbox is reached by its own
 * address and, for forwarding, by its key at any domain that leads to this listener.
 * @throws an error with `responseCode` 450 while it is paused
 */
export async function resolveMailbox(platform: Platform, address: string): Promise<RawTarget | null> {
  const row = await findByAddress(platform, address);
  if (!row) return null;
  if (row.state === "paused") throw paused();
  return { workspaceId: row.workspace_id, id: row.id };
}

export const startListener = (platform: Platform): Promise<MailListener> =>
  createMailListener<RawTarget>({
    port: platform.env.smtpPort,
    host: platform.env.host,
    maxSize: maxMailSize,
    resolve: (address) => resolveMailbox(platform, address),
    accept: (target, raw) => acceptRaw(platform, target, raw),
    keyOf: (target) => target.id,
    log: platform.log,
  });
