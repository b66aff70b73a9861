/** Mail addresses as this channel handles them: normalising, plus addressing, and reading address headers. */
import { addressParser } from "postal-mime";
import type { Identity } from "../adapter.ts";

export type Mailbox = { address: string; name: string };

/** Longest local part a mail server must accept (RFC 5321 §4.5.3.1.1). */
const longestLocalPart = 64;

/** Control characters, and those that reorder or hide text; joiners stay, since emoji and some scripts need them. */
const controls = /[\p{Cc}\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** One line without control or hiding characters: what may go into a header or a name. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").replace(controls, "").trim();
}

/** Lower-case address, or null when it is not one a mail can be sent to. */
export function normalAddress(text: string | undefined | null): string | null {
  const address = oneLine(text ?? "")
    .replace(/^<|>$/g, "")
    .toLowerCase();
  const at = address.lastIndexOf("@");
  if (at < 1 || at === address.length - 1 || address.length > 320) return null;
  if (/[\s<>,;:()[\]\\"]/.test(address)) return null;
  return address.slice(0, at).includes("@") ? null : address;
}

export function splitAddress(address: string): { local: string; tag: string | null; domain: string } {
  const at = address.lastIndexOf("@");
  const local = address.slice(0, at);
  const plus = local.indexOf("+");
  const domain = address.slice(at + 1);
  return plus < 1 ? { local, tag: null, domain } : { local: local.slice(0, plus), tag: local.slice(plus + 1), domain };
}

/** `support+tag@example.com` → `support@example.com`. */
export function baseAddress(address: string): string {
  const { local, domain } = splitAddress(address);
  return `${local}@${domain}`;
}

/** The address with a plus tag, or null when the local part would grow too long for mail servers. */
export function taggedAddress(address: string, tag: string): string | null {
  const { local, tag: own, domain } = splitAddress(address);
  const tagged = `${own === null ? local : `${local}+${own}`}+${tag}`;
  return tagged.length > longestLocalPart ? null : `${tagged}@${domain}`;
}

/** The tag that `taggedAddress` put on, when `candidate` is this mailbox's address; "" without a tag, null when it is another address. */
export function tagOn(address: string, candidate: string): string | null {
  const own = normalAddress(address);
  const other = normalAddress(candidate);
  if (!own || !other) return null;
  if (own === other) return "";
  const at = own.lastIndexOf("@");
  const prefix = `${own.slice(0, at)}+`;
  const suffix = own.slice(at);
  const fits = other.startsWith(prefix) && other.endsWith(suffix) && other.length > prefix.length + suffix.length;
  return fits ? other.slice(prefix.length, -suffix.length) : null;
}

/** All mailboxes of an address header, groups unwrapped, unusable ones left out. */
export function readMailboxes(header: string | undefined, most = 200): Mailbox[] {
  const found: Mailbox[] = [];
  if (!header) return found;
  for (const entry of addressParser(header.slice(0, 200_000), { flatten: true })) {
    const address = normalAddress(entry.address);
    if (address) found.push({ address, name: oneLine(entry.name ?? "").slice(0, 200) });
    if (found.length >= most) break;
  }
  return found;
}

export function identityOf(mailbox: Mailbox): Identity {
  // A name that only repeats the address says nothing.
  const named = mailbox.name && mailbox.name.toLowerCase() !== mailbox.address;
  return { kind: "email", value: mailbox.address, ...(named ? { name: mailbox.name } : {}) };
}
