/**
 * Signed marks in what we send, by which answers and bounces prove what they belong to. Mail proves nothing else.
 * They must survive case folding and fit into 64 characters, so they are base32 and their signature is cut to 80 bits.
 */
import { createHash } from "node:crypto";
import type { ConnectionView } from "../adapter.ts";
import { taggedAddress, tagOn } from "./addresses.ts";

type Signer = Pick<ConnectionView, "sign">;

const alphabet = "abcdefghijklmnopqrstuvwxyz234567";
const idLength = 26;
const macLength = 16;

function base32(bytes: Uint8Array): string {
  let out = "";
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out += alphabet[(value >>> bits) & 31];
    }
    value &= (1 << bits) - 1;
  }
  return bits > 0 ? out + alphabet[(value << (5 - bits)) & 31] : out;
}

function packId(id: string): string {
  const hex = id.replaceAll("-", "");
  if (!/^[0-9a-f]{32}$/i.test(hex)) throw new Error(`Not a UUID: ${id}`);
  return base32(Buffer.from(hex, "hex"));
}

function unpackId(text: string): string {
  let value = 0n;
  for (const char of text) value = (value << 5n) | BigInt(alphabet.indexOf(char));
  // 26 characters hold 130 bits; the last two are padding.
  const hex = (value >> 2n).toString(16).padStart(32, "0");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function macOf(signer: Signer, purpose: string, payload: string): string {
  const signed = signer.sign(`email.${purpose}`, payload);
  return base32(createHash("sha256").update(signed).digest()).slice(0, macLength);
}

function signIds(signer: Signer, purpose: string, ids: string[]): string {
  const payload = ids.map(packId).join("");
  return payload + macOf(signer, purpose, payload);
}

function readIds(signer: Signer, purpose: string, token: string, count: number): string[] | null {
  const text = token.toLowerCase();
  const length = count * idLength;
  if (text.length !== length + macLength || !/^[a-z2-7]+$/.test(text)) return null;
  const payload = text.slice(0, length);
  if (macOf(signer, purpose, payload) !== text.slice(length)) return null;
  return Array.from({ length: count }, (_, i) => unpackId(payload.slice(i * idLength, (i + 1) * idLength)));
}

/** Where answers of this thread go; null when the local part grows too long. */
export function replyAddress(signer: Signer, address: string, threadId: string): string | null {
  return taggedAddress(address, signIds(signer, "reply", [threadId]));
}

/** The thread a recipient address proves, or null. */
export function threadOfAddress(signer: Signer, address: string, candidate: string): string | null {
  const tag = tagOn(address, candidate);
  return tag ? (readIds(signer, "reply", tag, 1)?.[0] ?? null) : null;
}

/** Where the bounces of this message go (VERP); null when the local part grows too long. */
export function bounceAddress(signer: Signer, address: string, messageId: string): string | null {
  return taggedAddress(address, `b-${signIds(signer, "bounce", [messageId])}`);
}

/** The message whose bounce this recipient address proves, or null. */
export function messageOfBounceAddress(signer: Signer, address: string, candidate: string): string | null {
  const tag = tagOn(address, candidate);
  return tag?.startsWith("b-") ? (readIds(signer, "bounce", tag.slice(2), 1)?.[0] ?? null) : null;
}

/** Signed mark that carries both ids: the left side of our Message-IDs and a header of its own. */
export function messageMark(signer: Signer, messageId: string, threadId: string): string {
  return `omf.${signIds(signer, "message", [messageId, threadId])}`;
}

export type OwnMessage = { messageId: string; threadId: string };

const marks = /omf\.([a-z2-7]{68})(?![a-z2-7])/gi;

/** The first mark of ours in a text (a Message-ID, References, the headers a bounce returns), or null. */
export function findOwnMessage(signer: Signer, text: string): OwnMessage | null {
  for (const match of text.matchAll(marks)) {
    const ids = readIds(signer, "message", match[1]!, 2);
    if (ids) return { messageId: ids[0]!, threadId: ids[1]! };
  }
  return null;
}
