/** The address customers write to: checked, or made up on our own mail domain. Keys and generated addresses are lower case, since mail is. */
import { randomInt } from "node:crypto";
import type { ChannelAdapter } from "../../channels/adapter.ts";
import { AppError } from "../../errors.ts";

const alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
const randomText = (length: number) => Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");

/** 100 random bits: in hook addresses and script tags, and a mail address of its own. */
export const newKey = (): string => randomText(20);

type Wanted = { name: string; address: string | null; settings: Record<string, unknown>; domain: string };

export function addressFor(adapter: ChannelAdapter, { name, address, settings, domain }: Wanted): string | null {
  const given = address?.trim() || null;
  if (!adapter.address) {
    if (given === null) return null;
    throw problem("This kind of channel has no address of its own; leave it out.");
  }
  if (given !== null) return adapter.address.kind === "email" ? mailAddress(given) : phoneNumber(given);
  if (!adapter.address.generated?.(settings)) throw problem("Enter the address that customers write to.");
  return `${slugOf(name) || "mail"}-${randomText(6)}@${domain}`;
}

function mailAddress(text: string): string {
  const address = text.toLowerCase();
  if (address.length <= 254 && /^[^\s@<>",;:\\()[\]]{1,64}@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(address))
    return address;
  throw problem("This is not a mail address. It is written like support@example.com.");
}

function phoneNumber(text: string): string {
  const number = text.replace(/[\s()./-]/g, "");
  if (/^\+\d{5,15}$/.test(number)) return number;
  throw problem("This is not a phone number. It is written with its country, like +4930123456.");
}

const slugOf = (name: string) =>
  name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40)
    .replace(/-+$/, "");

const problem = (words: string) => new AppError("validation_failed", words, { field: "address" });
