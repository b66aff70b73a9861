/**
 * better-auth, set up for us: passwords, second factors and resets on our own tables. It never sees a request that
 * auth-doors.ts does not name. Sign-up is closed: people come in by set-up and by invitation.
 */
import { betterAuth } from "better-auth";
import { twoFactor } from "better-auth/plugins";
import type { Platform } from "../../platform/context.ts";
import { newId } from "../../platform/uuid.ts";
import { mailResetLink } from "./mail.ts";
import { shortestPassword } from "./persons.ts";
import { authSecret, cookiePrefix, sessionSeconds } from "./session-cookie.ts";
import { signInByAddress } from "./sign-in.ts";

/** The header we put the caller's address in; whatever a client sends under this name is dropped. */
export const addressHeader = "x-omniflow-address";

/** Whoever talks to better-auth needs no more of it than this. */
export type Auth = { handler(request: Request): Promise<Response> };

export function openBetterAuth(platform: Platform): Auth {
  return betterAuth({
    appName: "Omniflow",
    baseURL: platform.env.publicUrl ?? "http://localhost",
    basePath: "/api/auth",
    secret: authSecret(platform),
    database: platform.db.ownerPool,
    telemetry: { enabled: false },
    logger: { level: "error", log: (level, message) => platform.log[level]({ component: "better-auth" }, message) },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: shortestPassword,
      maxPasswordLength: 200,
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: 3600,
      // Not awaited: the answer must not take longer for an address that exists.
      sendResetPassword: async ({ user, token }) => void mailResetLink(platform, user.email, token),
    },
    session: {
      modelName: "sessions",
      fields: snake(["userId", "expiresAt", "ipAddress", "userAgent", "createdAt", "updatedAt"]),
      expiresIn: sessionSeconds,
      updateAge: 24 * 3600,
      cookieCache: { enabled: false },
    },
    user: { modelName: "users", fields: snake(["emailVerified", "createdAt", "updatedAt"]) },
    account: {
      modelName: "accounts",
      fields: snake([
        "accountId",
        "providerId",
        "userId",
        "accessToken",
        "refreshToken",
        "idToken",
        "accessTokenExpiresAt",
        "refreshTokenExpiresAt",
        "createdAt",
        "updatedAt",
      ]),
    },
    verification: { modelName: "verifications", fields: snake(["expiresAt", "createdAt", "updatedAt"]) },
    plugins: [
      signInByAddress(platform),
      twoFactor({
        issuer: "Omniflow",
        schema: {
          user: { fields: { twoFactorEnabled: "two_factor_enabled" } },
          twoFactor: {
            modelName: "two_factors",
            fields: snake(["userId", "backupCodes", "failedVerificationCount", "lockedUntil"]),
          },
        },
      }),
    ],
    // Ours (attempts.ts, limits.ts) count over all nodes, and origin.ts decides about forgery before it is asked.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix,
      useSecureCookies: false,
      disableCSRFCheck: true,
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", path: "/" },
      ipAddress: { ipAddressHeaders: [addressHeader], ipv6Subnet: 128 },
      database: { generateId: () => newId() },
    },
  });
}

/** better-auth's field names and our column names. */
const snake = <const F extends string>(fields: readonly F[]): Record<F, string> =>
  Object.fromEntries(
    fields.map((field) => [field, field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)]),
  ) as Record<F, string>;
