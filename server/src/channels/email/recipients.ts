/** Who a mail was sent to: the addresses that may carry our tokens, and the people in it. */
import type { Participant, RawRequest } from "../adapter.ts";
import { identityOf, readMailboxes } from "./addresses.ts";
import { type Headers, headersNamed } from "./headers.ts";
import { isOwn, type Owner } from "./own-address.ts";

const carriers = [
  "to",
  "cc",
  "delivered-to",
  "x-original-to",
  "envelope-to",
  "x-envelope-to",
  "x-forwarded-to",
  "x-delivered-to",
];

/** Participants kept per mail; a mail to thousands is a mailing. */
const mostPeople = 100;

/** Every address this mail came to, envelope first, each once. */
export function recipientAddresses(headers: Headers, request: RawRequest): string[] {
  const values = [request.headers["x-envelope-to"] ?? "", ...carriers.flatMap((key) => headersNamed(headers, key))];
  return [...new Set(values.flatMap((value) => readMailboxes(value, 1000).map((mailbox) => mailbox.address)))];
}

/** The people of a mail without ourselves and without its author, each in their first role. */
export function participantsOf(headers: Headers, owner: Owner, sender: string): Participant[] {
  const seen = new Set<string>();
  const people: Participant[] = [];
  for (const [key, role] of [
    ["reply-to", "reply_to"],
    ["to", "to"],
    ["cc", "cc"],
  ] as const) {
    for (const mailbox of headersNamed(headers, key).flatMap((value) => readMailboxes(value, mostPeople))) {
      const own = isOwn(owner, mailbox.address);
      if (own || mailbox.address === sender || seen.has(mailbox.address) || people.length >= mostPeople) continue;
      seen.add(mailbox.address);
      people.push({ role, identity: identityOf(mailbox) });
    }
  }
  return people;
}
