/**
 * Signed marks in what we send, by which answers and bounces prove what they belong to. Mail proves nothing else.
 * They must survive case folding and, beside a key of 20 characters, fit into the 64 of a local part: so they are base32
 * and their signature is cut to 75 bits.
 */
import { createHash } from "node:crypto";
import type { ConnectionView } from "../adapter.ts";
import { type Owner, ownTagged, tagOnOwn } from "./own-address.ts";

type Signer = Pick<ConnectionView, "sign">;
type Box = Signer & Owner;

const alphabet = "abcdefghijklmnopqrstuvwxyz234567";
const idLength = 26;
const macLength = 15;

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
export function replyAddress(box: Box, threadId: string): string | null {
  return ownTagged(box, signIds(box, "reply", [threadId]));
}

/** The thread a recipient address proves, or null. */
export function threadOfAddress(box: Box, candidate: string): string | null {
  const tag = tagOnOwn(box, candidate);
  return tag ? (readIds(box, "reply", tag, 1)?.[0] ?? null) : null;
}

/** Where the bounces of this message go (VERP); null when the local part grows too long. */
export function bounceAddress(box: Box, messageId: string): string | null {
  return ownTagged(box, `b-${signIds(box, "bounce", [messageId])}`);
}

/** The message whose bounce this recipient address proves, or null. */
export function messageOfBounceAddress(box: Box, candidate: string): string | null {
  const tag = tagOnOwn(box, candidate);
  return tag?.startsWith("b-") ? (readIds(box, "bounce", tag.slice(2), 1)?.[0] ?? null) : null;
}

/** Signed mark that carries both ids: the left side of our Message-IDs and a header of its own. */
export function messageMark(signer: Signer, messageId: string, threadId: string): string {
  return `omf.${signIds(signer, "message", [messageId, threadId])}`;
}

export type OwnMessage = { messageId: string; threadId: string };

const marks = /omf\.([a-z2-7]{67})(?![a-z2-7])/gi;

/** The first mark of ours in a text (a Message-ID, References, the headers a bounce returns), or null. */
export function findOwnMessage(signer: Signer, text: string): OwnMessage | null {
  for (const match of text.matchAll(marks)) {
    const ids = readIds(signer, "message", match[1]!, 2);
    if (ids) return { messageId: ids[0]!, threadId: ids[1]! };
  }
  return null;
}
