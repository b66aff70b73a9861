/**
 * The session cookie: a random token and our signature over it, in better-auth's form, so that both of us read and write it.
 * A cookie we did not sign costs no look-up.
 */
import { createHmac } from "node:crypto";
import type { FastifyRequest } from "fastify";
import type { Platform } from "../../platform/context.ts";
import { equal } from "../../platform/crypto.ts";

export const cookiePrefix = "omniflow";
const cookieName = `${cookiePrefix}.session_token`;
export const sessionSeconds = 30 * 24 * 3600;

/** What better-auth signs its cookies and tokens with. */
export const authSecret = (platform: Platform): string => platform.crypto.keyFor("better-auth").toString("base64url");

const signature = (platform: Platform, token: string) =>
  createHmac("sha256", authSecret(platform)).update(token).digest("base64");

/** The token of the request's session cookie, or null when there is none of ours. It may have ended: only the database knows. */
export function readSessionToken(platform: Platform, request: FastifyRequest): string | null {
  const value = findCookie(request.headers.cookie, cookieName);
  if (!value) return null;
  const dot = value.lastIndexOf(".");
  const token = value.slice(0, dot);
  return dot > 0 && equal(value.slice(dot + 1), signature(platform, token)) ? token : null;
}

/** A `Set-Cookie` value that signs its holder in. */
export function sessionCookie(platform: Platform, token: string, request: FastifyRequest): string {
  const value = encodeURIComponent(`${token}.${signature(platform, token)}`);
  return secured(
    platform,
    request,
    `${cookieName}=${value}; Max-Age=${sessionSeconds}; Path=/; HttpOnly; SameSite=Lax`,
  );
}

/** `Secure`, wherever the browser reaches us by https. */
export function secured(platform: Platform, request: FastifyRequest, cookie: string): string {
  const https = request.protocol === "https" || platform.env.publicUrl?.startsWith("https:");
  return https && !/;\s*secure/i.test(cookie) ? `${cookie}; Secure` : cookie;
}

function findCookie(header: string | undefined, name: string): string | null {
  for (const part of header?.split(";") ?? []) {
    const [key, ...value] = part.split("=");
    if (key?.trim() !== name) continue;
    try {
      return decodeURIComponent(value.join("=").trim());
    } catch {
      return null;
    }
  }
  return null;
}
