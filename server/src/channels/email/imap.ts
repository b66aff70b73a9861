/** Opening a mailbox by IMAP, and what its refusals mean to a person. */
import { ImapFlow } from "imapflow";
import { ChannelError } from "../adapter.ts";
import { isChannelError, type ResolveHost, targetOf, wordsOfError } from "./connect.ts";
import type { EmailConnection } from "./settings.ts";

/** IDLE is asked for anew this often: connections that died silently are found out by it. */
const idleMilliseconds = 4 * 60_000;

export async function openMailbox(
  connection: EmailConnection,
  resolve: ResolveHost,
  signal: AbortSignal,
): Promise<ImapFlow> {
  const { settings, secrets } = connection;
  const host = settings.imap_host?.trim();
  if (!host) throw new ChannelError("Enter the IMAP server of this mailbox in its settings.", { retry: false });
  const server = { host, port: settings.imap_port ?? 993, secure: settings.imap_secure ?? true };
  const target = await targetOf(server, resolve);
  if (signal.aborted) throw new ChannelError("It was stopped before it began.", { retry: true });
  const client = new ImapFlow({
    host: target.address,
    port: target.port,
    secure: target.secure,
    ...(/[a-z]/i.test(host) && !host.includes(":") ? { servername: host } : {}),
    auth: { user: settings.imap_user || connection.address || "", pass: secrets.imap_password ?? "" },
    logger: false,
    maxIdleTime: idleMilliseconds,
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: idleMilliseconds + 60_000,
    disableAutoIdle: true,
  });
  // Reported through the command that fails; without a listener it would end the process.
  client.on("error", () => {});
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.close();
    throw imapFailure(error, host);
  }
}

type ImapError = Error & { authenticationFailed?: boolean; responseText?: string; mailboxMissing?: boolean };

/** The reader of `reason` is a member: say which server said what. */
export function imapFailure(error: unknown, host: string): ChannelError {
  if (isChannelError(error)) return error;
  const { authenticationFailed, responseText, mailboxMissing } = error as ImapError;
  if (authenticationFailed) {
    const refused = responseText
      ? `${host} refused the user name or password: ${responseText}`
      : `${host} refused the user name or password.`;
    return new ChannelError(refused, { retry: false, cause: error });
  }
  if (mailboxMissing) return new ChannelError(`This folder does not exist on ${host}.`, { retry: false, cause: error });
  return new ChannelError(`${host}: ${responseText ?? wordsOfError(error)}`, { retry: true, cause: error });
}
