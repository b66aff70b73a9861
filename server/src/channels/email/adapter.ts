/** The e-mail channel: mail by our own SMTP listener or by IMAP, out by SMTP. */
import type { ChannelAdapter, Limits, RawRequest } from "../adapter.ts";
import { checkMailbox } from "./check.ts";
import type { ResolveHost } from "./connect.ts";
import { facts } from "./facts.ts";
import { parseMail } from "./parse.ts";
import { pollMailbox } from "./poll.ts";
import { type MailPart, renderMail } from "./render.ts";
import { sendMail } from "./send.ts";
import { type EmailSecrets, type EmailSettings, emailForm, emailSecrets, emailSettings } from "./settings.ts";
import { findSmtpRoute } from "./smtp-route.ts";
import { type ResolveDns, senderVerdict, systemDns } from "./verdict.ts";

/** Bytes of one mail, arriving; base64 makes files a third bigger. */
export const maxMailSize = 40 * 1024 * 1024;

const limits: Limits = {
  html: true,
  subject: true,
  cc: true,
  maxText: null,
  maxFiles: 50,
  maxFileBytes: 25 * 1024 * 1024,
  startsConversations: true,
  reaches: ["email"],
  receipts: ["delivered"],
  typing: false,
  idempotentSend: false,
};

/** What the channel needs from outside. */
export type EmailWorld = {
  /** `resolvePublic` of the egress client: every server a mailbox names goes through it. */
  resolveHost: ResolveHost;
  /** DNS for sender verdicts; the system's by default. */
  resolveDns?: ResolveDns;
  /** Milliseconds a sender verdict may take; 4 s by default. */
  verdictTime?: number;
  /** Milliseconds between looks into a mailbox that cannot push; a minute by default. */
  lookEvery?: number;
};

type Adapter = ChannelAdapter<EmailSettings, EmailSecrets, MailPart>;
export type EmailAdapter = Adapter & Required<Pick<Adapter, "poll" | "test">>;

export function createEmailAdapter(world: EmailWorld): EmailAdapter {
  const { resolveHost, resolveDns = systemDns(), verdictTime = 4_000, lookEvery = 60_000 } = world;
  const judge = (raw: Uint8Array, headers: Parameters<typeof senderVerdict>[1], request: RawRequest) => {
    const envelope = {
      from: request.headers[facts.envelopeFrom] ?? null,
      address: request.headers[facts.remoteAddress] ?? null,
      helo: request.headers[facts.helo] ?? null,
    };
    return senderVerdict(raw, headers, envelope, resolveDns, verdictTime);
  };
  return {
    kind: "email",
    label: "E-mail",
    summary: "A mailbox: forward its mail to us, or connect it by IMAP and SMTP.",
    limits,
    settings: emailSettings,
    secrets: emailSecrets,
    form: emailForm,
    address: { kind: "email", generated: (settings) => settings.mode !== "imap" },
    parse: (request, connection) => parseMail(request, connection, judge),
    render: renderMail,
    async send(part, connection, signal) {
      return sendMail(part, await findSmtpRoute(connection, resolveHost), signal);
    },
    polls: (connection) => connection.settings.mode === "imap",
    poll: (connection, cursor, signal) =>
      pollMailbox(connection, cursor, signal, {
        resolve: resolveHost,
        maxSize: maxMailSize,
        lookEvery: lookEvery,
      }),
    test: (connection, signal) => checkMailbox(connection, resolveHost, signal),
  };
}
