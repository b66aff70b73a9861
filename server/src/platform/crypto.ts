/**
 * Everything made from the installation's secret: encrypted values, signed tokens, signed addresses. Each purpose has its
 * own key, so that a value made for one place is worthless in another.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hash,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export type Crypto = {
  /** Encrypts for one purpose; `context` (a row id, say) must be given again to open it. */
  seal(purpose: string, plain: string | Uint8Array, context?: string): Buffer;
  /** The sealed bytes; throws when they were changed, or made for another purpose, context or secret. */
  open(purpose: string, sealed: Uint8Array, context?: string): Buffer;
  /** A short URL-safe text that carries `payload` and proves that we wrote it. Readable by anyone: put no secret in it. */
  signToken(purpose: string, payload: string, options?: { expiresAt?: Date }): string;
  /** The payload, or null when the token is not ours, was changed, is for another purpose, or has expired. */
  readToken(purpose: string, token: string, now?: Date): string | null;
  /** `path` with an expiring proof in its query. */
  signedUrl(path: string, expiresAt: Date): string;
  /** Whether `url` (path and query) came from signedUrl and has not expired. */
  isSignedUrl(url: string, now?: Date): boolean;
  /** URL-safe HMAC of any text, for proofs that carry nothing (webhook signatures, reply tokens). */
  sign(purpose: string, text: string, length?: number): string;
  /** 32 bytes for a library that wants its own secret. */
  keyFor(purpose: string): Buffer;
};

const version = 1;
const nonceLength = 12;
const tagLength = 16;

/** @param secret the installation's secret, 16 bytes or more of anything. */
export function createCrypto(secret: Buffer): Crypto {
  const keys = new Map<string, Buffer>();
  const keyFor = (purpose: string) => {
    let key = keys.get(purpose);
    if (!key) {
      key = Buffer.from(hkdfSync("sha256", secret, "omniflow", purpose, 32));
      keys.set(purpose, key);
    }
    return key;
  };
  const mac = (purpose: string, text: string) =>
    createHmac("sha256", keyFor(`sign:${purpose}`))
      .update(text)
      .digest();
  return {
    keyFor,
    seal: (purpose, plain, context = "") => seal(keyFor(`seal:${purpose}`), plain, context),
    open: (purpose, sealed, context = "") => open(keyFor(`seal:${purpose}`), sealed, context),
    sign: (purpose, text, length = 32) => mac(purpose, text).subarray(0, length).toString("base64url"),
    signToken(purpose, payload, options = {}) {
      const expiry = options.expiresAt ? Math.floor(options.expiresAt.getTime() / 1000).toString(36) : "";
      const body = `${Buffer.from(payload).toString("base64url")}.${expiry}`;
      return `${body}.${mac(purpose, body).toString("base64url")}`;
    },
    readToken(purpose, token, now = new Date()) {
      const [payload, expiry, proof, ...rest] = token.split(".");
      if (payload === undefined || expiry === undefined || proof === undefined || rest.length > 0) return null;
      if (!equal(proof, mac(purpose, `${payload}.${expiry}`).toString("base64url"))) return null;
      if (expiry !== "" && Number.parseInt(expiry, 36) * 1000 <= now.getTime()) return null;
      return Buffer.from(payload, "base64url").toString();
    },
    signedUrl(path, expiresAt) {
      const expires = Math.floor(expiresAt.getTime() / 1000).toString(36);
      const bare = `${path}${path.includes("?") ? "&" : "?"}expires=${expires}`;
      return `${bare}&signature=${mac("url", bare).toString("base64url")}`;
    },
    isSignedUrl(url, now = new Date()) {
      const match = /^(.*[?&]expires=([0-9a-z]{1,12}))&signature=([\w-]{43})$/s.exec(url);
      if (!match?.[1] || !match[2] || !match[3]) return false;
      return (
        equal(match[3], mac("url", match[1]).toString("base64url")) &&
        Number.parseInt(match[2], 36) * 1000 > now.getTime()
      );
    },
  };
}

function seal(key: Buffer, plain: string | Uint8Array, context: string): Buffer {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(`${version}:${context}`));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), body]);
}

function open(key: Buffer, sealed: Uint8Array, context: string): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes.length < 1 + nonceLength + tagLength || bytes[0] !== version)
    throw new Error("This sealed value has an unknown form.");
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(1, 1 + nonceLength), {
    authTagLength: tagLength,
  });
  decipher.setAAD(Buffer.from(`${version}:${context}`));
  decipher.setAuthTag(bytes.subarray(1 + nonceLength, 1 + nonceLength + tagLength));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(1 + nonceLength + tagLength)), decipher.final()]);
  } catch (cause) {
    throw new Error(
      "This sealed value cannot be opened: it was changed, or OMNIFLOW_SECRET is not the one it was sealed with.",
      { cause },
    );
  }
}

/** Constant-time comparison of two texts. */
export function equal(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** 256 random bits (or `bytes`), URL-safe. */
export const randomToken = (bytes = 32): string => randomBytes(bytes).toString("base64url");

/** What is stored instead of a random token. Not for passwords: those need a slow hash. */
export const hashToken = (token: string): Buffer => hash("sha256", token, "buffer");

/** The secret given in the environment, or else the one kept in the data directory, made there on the first start. */
export function loadSecret(given: string | undefined, dataDir: string): Buffer {
  if (given !== undefined) return Buffer.from(given);
  const path = join(dataDir, "secret");
  mkdirSync(dataDir, { recursive: true });
  try {
    return Buffer.from(readFileSync(path, "utf8").trim());
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  // Written aside and linked, so that two processes starting at once agree and a crash leaves no half a secret.
  const draft = `${path}.${process.pid}.${randomToken(6)}`;
  writeFileSync(draft, `${randomToken()}\n`, { mode: 0o600 });
  chmodSync(draft, 0o600);
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft);
  }
  return Buffer.from(readFileSync(path, "utf8").trim());
}
