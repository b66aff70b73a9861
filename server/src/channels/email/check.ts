/** The test button of a mailbox: logs in wherever mail comes from and goes to, and says what it found. */
import { ChannelError } from "../adapter.ts";
import type { ResolveHost } from "./connect.ts";
import { imapFailure, openMailbox } from "./imap.ts";
import { checkSmtp } from "./send.ts";
import type { EmailConnection } from "./settings.ts";
import { findSmtpRoute } from "./smtp-route.ts";

export async function checkMailbox(
  connection: EmailConnection,
  resolve: ResolveHost,
  signal: AbortSignal,
): Promise<{ report: string[] }> {
  const incoming =
    connection.settings.mode === "imap" ? await checkImap(connection, resolve, signal) : builtinReport(connection);
  return { report: [incoming, await checkOutgoing(connection, resolve, signal)] };
}

function builtinReport(connection: EmailConnection): string {
  if (!connection.address)
    throw new ChannelError("This mailbox has no mail address; enter one in its settings.", { retry: false });
  return `Incoming: mail sent to ${connection.address} through this installation's mail listener arrives here.`;
}

async function checkImap(connection: EmailConnection, resolve: ResolveHost, signal: AbortSignal): Promise<string> {
  const host = connection.settings.imap_host ?? "";
  const client = await openMailbox(connection, resolve, signal);
  try {
    const folder = await client.mailboxOpen(connection.settings.imap_folder || "INBOX", { readOnly: true });
    return client.capabilities.has("IDLE")
      ? `Incoming: logged in to ${host}, folder ${folder.path} has ${folder.exists} mails; new mail arrives at once.`
      : `Incoming: logged in to ${host}, folder ${folder.path} has ${folder.exists} mails; the server cannot push, so it is asked every minute.`;
  } catch (error) {
    throw imapFailure(error, host);
  } finally {
    client.close();
  }
}

async function checkOutgoing(connection: EmailConnection, resolve: ResolveHost, signal: AbortSignal): Promise<string> {
  const route = await findSmtpRoute(connection, resolve);
  await checkSmtp(route, signal);
  const server = `${route.host}:${route.port}`;
  return connection.settings.smtp_host
    ? `Outgoing: this mailbox's server ${server} accepts us${route.user ? ` as ${route.user}` : ""}.`
    : `Outgoing: the relay of this installation ${server} accepts us${route.user ? ` as ${route.user}` : ""}.`;
}
