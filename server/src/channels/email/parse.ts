/** One raw mail → the message or the receipts it is. Reads; decides nothing about contacts, threads or storage. */
import { createHash } from "node:crypto";
import { ChannelError, type Inbound, type InboundFile, type InboundMessage, type RawRequest } from "../adapter.ts";
import { identityOf, type Mailbox, normalAddress, readMailboxes } from "./addresses.ts";
import { automaticKind } from "./automatic.ts";
import { readBody } from "./body.ts";
import { readReports, reasonOf, returnedMessageId, returnedText } from "./bounce.ts";
import { nameOf } from "./file-names.ts";
import { headerOf, messageIds, wordsOf } from "./headers.ts";
import type { Mime } from "./mime.ts";
import { isOwn } from "./own-address.ts";
import { readMail } from "./read-mail.ts";
import { participantsOf, recipientAddresses } from "./recipients.ts";
import type { EmailConnection } from "./settings.ts";
import { findOwnMessage, messageOfBounceAddress, threadOfAddress } from "./tokens.ts";
import type { Verdict } from "./verdict.ts";

/** Header names by which the listener and the IMAP poll say what they know beyond the mail itself. */
export const facts = {
  envelopeFrom: "x-envelope-from",
  envelopeTo: "x-envelope-to",
  remoteAddress: "x-remote-address",
  helo: "x-helo",
  receivedAt: "x-received-at",
  imapUid: "x-imap-uid",
  /** Why the mail could not be fetched, for people: it is quarantined with these words. */
  problem: "x-mail-problem",
  /** Nothing arrived; only the cursor moved. */
  cursorOnly: "x-cursor-only",
} as const;

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

type Known = { sender: Mailbox; automatic: InboundMessage["automatic"]; recipients: string[]; verdict: Verdict };

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

/** Our own Message-ID on a mail from our own address: a copy of what we sent. From alone would prove nothing. */
function ownMark(mime: Mime, connection: EmailConnection, sender: Mailbox): string | null {
  const id = messageIds(headerOf(mime.headers, "message-id"))[0];
  if (!id || !isOwn(connection, sender.address)) return null;
  return findOwnMessage(connection, id) ? id : null;
}

/**
 * The Message-ID where it can tell mails apart. Else a hash: of the bytes, so that a sender who did not hear our 250 and
 * sends again adds nothing; with the time of arrival where the mail has no date of its own to differ in.
 */
function externalIdOf(headers: Mime["headers"], request: RawRequest): string {
  const id = messageIds(headerOf(headers, "message-id"))[0];
  if (id && isTellingId(id)) return id;
  const hash = createHash("sha256").update(request.body);
  if (!headerOf(headers, "date"))
    hash.update(request.headers[facts.imapUid] ?? request.headers[facts.receivedAt] ?? "");
  return `made-up:${hash.digest("hex").slice(0, 40)}`;
}

/** Ids like <>, <null@host> or <message@localhost> come again and again from broken programs; Outlook's have no digits. */
function isTellingId(id: string): boolean {
  const at = id.lastIndexOf("@");
  const left = at < 0 ? "" : id.slice(0, at);
  return left.length >= (/\d/.test(left) ? 8 : 16) && id.length <= 500 && !/^(0+|1234567890?)$/.test(left);
}

/** Differs between two mails that wrongly share one Message-ID; equal when one mail arrives twice. */
function fingerprintOf(sender: Mailbox, headers: Mime["headers"], text: string): string {
  const date = headerOf(headers, "date") ?? "";
  const parts = [sender.address, date, wordsOf(headers, "subject"), text.replace(/\s+/g, " ").slice(0, 10_000)];
  return createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 16);
}

/** @param own our Message-ID on a copy of our own mail. */
function threadOf(
  headers: Mime["headers"],
  recipients: string[],
  connection: EmailConnection,
  own: string,
): string | null {
  for (const address of recipients) {
    const thread = threadOfAddress(connection, address);
    if (thread) return `thread:${thread}`;
  }
  const named = [
    own,
    headerOf(headers, "in-reply-to"),
    messageIds(headerOf(headers, "references")).reverse().join(" "),
  ];
  const found = findOwnMessage(connection, named.join(" ").slice(0, 100_000));
  return found ? `thread:${found.threadId}` : null;
}

/** Nearest first: In-Reply-To, then References from the last to the first; for automatic mail also what came back. */
function answeredIds(mime: Mime, known: Known, connection: EmailConnection): string[] {
  const direct = messageIds(headerOf(mime.headers, "in-reply-to"));
  const older = messageIds(headerOf(mime.headers, "references")).reverse();
  const returned = known.automatic === "bounce" ? returnedMessageId(mime) : null;
  // Out-of-office notes go to the envelope sender, often without any reference.
  const bounced = messageOfBounce(known.recipients, connection);
  const found = [...direct, ...older, returned, bounced && `message:${bounced}`];
  return [...new Set(found.filter((id) => id !== null))].slice(0, 50);
}

function messageOfBounce(recipients: string[], connection: EmailConnection): string | null {
  return recipients.map((one) => messageOfBounceAddress(connection, one)).find((id) => id !== null) ?? null;
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
  const stated = Date.parse((headerOf(headers, "date") ?? "").replace(/\([^)]*\)/g, ""));
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
