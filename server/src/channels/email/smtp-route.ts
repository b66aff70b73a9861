/** Through which server a mailbox sends: its own, else the installation's relay, else a reason that says what to set. */
import { ChannelError } from "../adapter.ts";
import { type ResolveHost, type Target, targetOf } from "./connect.ts";
import type { EmailConnection } from "./settings.ts";

export type SmtpRoute = Target & { user: string | null; password: string | null; verifyCertificate: boolean };

const nowhere =
  "This mailbox has no way to send: enter an SMTP server in its settings, or set OMNIFLOW_SMTP_URL for the whole installation.";

export async function findSmtpRoute(connection: EmailConnection, resolve: ResolveHost): Promise<SmtpRoute> {
  const { settings, secrets } = connection;
  const host = settings.smtp_host?.trim();
  if (host) {
    const server = {
      host,
      port: settings.smtp_port ?? 587,
      secure: settings.smtp_secure ?? settings.smtp_port === 465,
    };
    const user = settings.smtp_user?.trim() || null;
    return {
      ...(await targetOf(server, resolve)),
      user,
      password: secrets.smtp_password ?? null,
      verifyCertificate: true,
    };
  }
  if (!connection.host.mailRelay) throw new ChannelError(nowhere, { retry: false });
  return relayRoute(connection.host.mailRelay);
}

/** The relay is the operator's own choice: any address, and `?tls.rejectUnauthorized=false` for a self-signed one. */
function relayRoute(text: string): SmtpRoute {
  let url: URL;
  try {
    url = new URL(text);
  } catch (cause) {
    throw new ChannelError("OMNIFLOW_SMTP_URL is not an address like smtp://user:password@host:587.", {
      retry: false,
      cause,
    });
  }
  const secure = url.protocol === "smtps:";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return {
    address: host,
    host,
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    user: url.username ? decodeURIComponent(url.username) : null,
    password: url.password ? decodeURIComponent(url.password) : null,
    // A mail server beside us has a certificate nobody signed, and nobody is between.
    verifyCertificate:
      url.searchParams.get("tls.rejectUnauthorized") !== "false" && !/^(localhost|127\.|::1$)/.test(host),
  };
}
