/** Which message a mail is and which it answers: by ids it names, which prove nothing, and by marks we signed, which do. */
import { createHash } from "node:crypto";
import type { InboundMessage, RawRequest } from "../adapter.ts";
import type { Mailbox } from "./addresses.ts";
import { returnedMessageId } from "./bounce.ts";
import { facts } from "./facts.ts";
import { type Headers, headerOf, messageIds, wordsOf } from "./headers.ts";
import type { Mime } from "./mime.ts";
import { isOwn } from "./own-address.ts";
import type { EmailConnection } from "./settings.ts";
import { findOwnMessage, messageOfBounceAddress, threadOfAddress } from "./tokens.ts";

/** What is known about a mail besides its content. */
export type Arrived = { sender: Mailbox; automatic: InboundMessage["automatic"]; recipients: string[] };

/** Our own Message-ID on a mail from our own address: a copy of what we sent. From alone would prove nothing. */
export function ownMark(mime: Mime, connection: EmailConnection, sender: Mailbox): string | null {
  const id = messageIds(headerOf(mime.headers, "message-id"))[0];
  if (!id || !isOwn(connection, sender.address)) return null;
  return findOwnMessage(connection, id) ? id : null;
}

/**
 * The Message-ID where it can tell mails apart. Else a hash: of the bytes, so that a sender who did not hear our 250 and
 * sends again adds nothing; with the time of arrival where the mail has no date of its own to differ in.
 */
export function externalIdOf(headers: Headers, request: RawRequest): string {
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
export function fingerprintOf(sender: Mailbox, headers: Headers, text: string): string {
  const date = headerOf(headers, "date") ?? "";
  const parts = [sender.address, date, wordsOf(headers, "subject"), text.replace(/\s+/g, " ").slice(0, 10_000)];
  return createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 16);
}

/** @param own our Message-ID on a copy of our own mail. */
export function threadOf(
  headers: Headers,
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
export function answeredIds(mime: Mime, known: Arrived, connection: EmailConnection): string[] {
  const direct = messageIds(headerOf(mime.headers, "in-reply-to"));
  const older = messageIds(headerOf(mime.headers, "references")).reverse();
  const returned = known.automatic === "bounce" ? returnedMessageId(mime) : null;
  // Out-of-office notes go to the envelope sender, often without any reference.
  const bounced = messageOfBounce(known.recipients, connection);
  const found = [...direct, ...older, returned, bounced && `message:${bounced}`];
  return [...new Set(found.filter((id) => id !== null))].slice(0, 50);
}

export function messageOfBounce(recipients: string[], connection: EmailConnection): string | null {
  return recipients.map((one) => messageOfBounceAddress(connection, one)).find((id) => id !== null) ?? null;
}
