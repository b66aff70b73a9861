/** One raw mail → the message or the receipts it is. Reads; decides nothing about contacts, threads or storage. */
import { ChannelError, type Inbound, type InboundFile, type InboundMessage, type RawRequest } from "../adapter.ts";
import { identityOf, type Mailbox, normalAddress, readMailboxes } from "./addresses.ts";
import { automaticKind } from "./automatic.ts";
import { readBody } from "./body.ts";
import { readReports, reasonOf, returnedText } from "./bounce.ts";
import { facts } from "./facts.ts";
import { nameOf } from "./file-names.ts";
import { headerOf, wordsOf } from "./headers.ts";
import type { Mime } from "./mime.ts";
import { readMail } from "./read-mail.ts";
import { participantsOf, recipientAddresses } from "./recipients.ts";
import type { EmailConnection } from "./settings.ts";
import { findOwnMessage } from "./tokens.ts";
import type { Verdict } from "./verdict.ts";
import {
  type Arrived,
  answeredIds,
  externalIdOf,
  fingerprintOf,
  messageOfBounce,
  ownMark,
  threadOf,
} from "./which-message.ts";

export type JudgeSender = (raw: Uint8Array, headers: Mime["headers"], request: RawRequest) => Promise<Verdict>;

export async function parseMail(
  request: RawRequest,
  connection: EmailConnection,
  judge: JudgeSender,
): Promise<Inbound[]> {
  if (request.headers[facts.cursorOnly]) return [];
  const problem = request.headers[facts.problem];
  if (problem) throw new ChannelError(problem, { retry: false });
  const mime = await readMail(request.body);
  const envelopeFrom = request.headers[facts.envelopeFrom] ?? null;
  const sender = senderOf(mime, envelopeFrom);
  const automatic = automaticKind(mime.headers, sender?.address ?? null, envelopeFrom);
  const recipients = recipientAddresses(mime.headers, request);
  const receipts = automatic === "bounce" ? receiptsOf(mime, recipients, connection) : [];
  if (receipts.length > 0) return receipts;
  if (!sender) throw new ChannelError("This mail names no sender, so there is nobody to answer.", { retry: false });
  return [
    await messageOf(mime, request, connection, {
      sender,
      automatic,
      recipients,
      verdict: await judge(request.body, mime.headers, request),
    }),
  ];
}

type Known = Arrived & { verdict: Verdict };

async function messageOf(
  mime: Mime,
  request: RawRequest,
  connection: EmailConnection,
  known: Known,
): Promise<InboundMessage> {
  const { headers } = mime;
  const own = ownMark(mime, connection, known.sender);
  const subject = wordsOf(headers, "subject").slice(0, 1000);
  const body = readBody(mime, subject);
  const answers = answeredIds(mime, known, connection);
  return {
    kind: "message",
    externalId: own ?? externalIdOf(headers, request),
    fingerprint: fingerprintOf(known.sender, headers, body.text),
    thread: threadOf(headers, known.recipients, connection, own ?? ""),
    from: identityOf(known.sender),
    others: participantsOf(headers, connection, known.sender.address),
    sentAt: sentAt(headers, request),
    text: body.text,
    ...(body.html ? { html: body.html } : {}),
    ...(body.quoted ? { quoted: body.quoted } : {}),
    ...(body.quotedHtml ? { quotedHtml: body.quotedHtml } : {}),
    ...(subject ? { subject } : {}),
    files: [...(await filesOf(mime)), ...body.files],
    ...(answers.length > 0 ? { inReplyTo: answers } : {}),
    ...(own ? { ours: true } : {}),
    ...(known.automatic ? { automatic: known.automatic } : {}),
    verdict: { ...known.verdict, ...(isMarkedSpam(headers) ? { spam: true } : {}) },
    details: detailsOf(mime),
  };
}

/** The visible author; where a program left From unusable, the next best that says who it was. */
function senderOf(mime: Mime, envelopeFrom: string | null): Mailbox | null {
  for (const key of ["from", "sender", "reply-to", "return-path"]) {
    const found = readMailboxes(headerOf(mime.headers, key), 1)[0];
    if (found) return found;
  }
  const envelope = normalAddress(envelopeFrom);
  if (envelope) return { address: envelope, name: "" };
  const daemon = /mailer-daemon|postmaster/i.test(headerOf(mime.headers, "from") ?? "");
  return daemon ? { address: "mailer-daemon@unknown.invalid", name: "Mail delivery system" } : null;
}

function receiptsOf(mime: Mime, recipients: string[], connection: EmailConnection): Inbound[] {
  const reports = readReports(mime);
  const messageId =
    messageOfBounce(recipients, connection) ?? findOwnMessage(connection, returnedText(mime))?.messageId;
  if (!messageId) return [];
  return reports.map((report) => ({
    kind: "receipt",
    externalId: `message:${messageId}`,
    state: report.state,
    ...(report.recipient ? { recipient: report.recipient } : {}),
    ...(report.state === "delivered" ? {} : { reason: reasonOf(report) }),
  }));
}

function sentAt(headers: Mime["headers"], request: RawRequest): Date {
  const received = Date.parse(request.headers[facts.receivedAt] ?? "") || Date.now();
  const stated = Date.parse((headerOf(headers, "date") ?? "").slice(0, 200).replace(/\([^)]*\)/g, ""));
  // A clock that runs ahead must not keep a conversation on top for days.
  return new Date(Number.isNaN(stated) || stated > received + 3600_000 || stated < 0 ? received : stated);
}

async function filesOf(mime: Mime): Promise<InboundFile[]> {
  return Promise.all(
    mime.files.map(async (file, index) => ({
      name: await nameOf(file, index + 1),
      contentType: /^[\w.+-]+\/[\w.+-]+$/.test(file.contentType) ? file.contentType : "application/octet-stream",
      ...(file.contentId ? { contentId: file.contentId } : {}),
      body: file.body,
    })),
  );
}

const isMarkedSpam = (headers: Mime["headers"]) =>
  /^\s*yes\b/i.test(headerOf(headers, "x-spam-flag") ?? headerOf(headers, "x-spam-status") ?? "");

function detailsOf(mime: Mime): Record<string, string> {
  const details: Record<string, string> = {};
  for (const key of ["message-id", "date", "user-agent", "x-mailer", "list-id", "auto-submitted", "importance"]) {
    const value = wordsOf(mime.headers, key).slice(0, 500);
    if (value) details[key] = value;
  }
  if (mime.damage) details.damage = mime.damage;
  return details;
}
