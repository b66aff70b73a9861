/** What the listener and the IMAP poll know beyond the mail itself, as headers of the raw request. */

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
