/** Which addresses are a mailbox's own: the one customers know, and its key at any domain, where others forward its mail to. */
import type { ConnectionView } from "../adapter.ts";
import { normalAddress, splitAddress, taggedAddress, tagOn } from "./addresses.ts";

export type Owner = Pick<ConnectionView, "address" | "key" | "host">;

/** The plus tag on an address of this mailbox; "" without one, null when the address is not its own. */
export function tagOnOwn(owner: Owner, candidate: string): string | null {
  const tag = owner.address ? tagOn(owner.address, candidate) : null;
  if (tag !== null) return tag;
  const address = normalAddress(candidate);
  const parts = address ? splitAddress(address) : null;
  return parts?.local === owner.key.toLowerCase() ? (parts.tag ?? "") : null;
}

export const isOwn = (owner: Owner, candidate: string): boolean => tagOnOwn(owner, candidate) !== null;

/** The mailbox's address with a tag; where its local part would grow too long, its key's; null when that is too long as well. */
export function ownTagged(owner: Owner, tag: string): string | null {
  const address = normalAddress(owner.address);
  if (!address) return null;
  return taggedAddress(address, tag) ?? taggedAddress(`${owner.key.toLowerCase()}@${owner.host.mailDomain}`, tag);
}
