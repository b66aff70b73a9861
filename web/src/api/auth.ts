/** Signing in and out, passwords and second factors: the better-auth routes, with errors of the same kind as the rest. */
import { loadSaid } from "../said/index.ts";
import { ApiError, noAnswer } from "./client.ts";

async function call<T>(path: string, body: Record<string, unknown> = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`/api/auth${path}`, {
      method: "POST",
      credentials: "same-origin",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    throw noAnswer();
  }
  const answer = await response.json().catch(() => null);
  if (response.ok) return answer as T;
  const wait = response.headers.get("retry-after") ?? response.headers.get("x-retry-after");
  const code = answer?.code ?? answer?.error?.code ?? (response.status === 429 ? "rate_limited" : "internal");
  const message = answer?.message ?? answer?.error?.message ?? `The server answered ${response.status}.`;
  await loadSaid();
  throw new ApiError(String(code), message, { status: response.status, retryAfter: Number(wait) || null });
}

/** `second`: a code from the authenticator app is needed next. */
export async function signIn(email: string, password: string): Promise<{ second: boolean }> {
  const answer = await call<{ twoFactorRedirect?: boolean }>("/sign-in/email", { email, password });
  return { second: answer?.twoFactorRedirect === true };
}
export const verifyTotp = (code: string, trustDevice = false) => call("/two-factor/verify-totp", { code, trustDevice });
export const verifyBackupCode = (code: string) => call("/two-factor/verify-backup-code", { code });
export const signOut = () => call("/sign-out");
export const requestPasswordReset = (email: string) =>
  call("/request-password-reset", { email, redirectTo: "/reset-password" });
export const resetPassword = (token: string, newPassword: string) => call("/reset-password", { token, newPassword });
export const changePassword = (currentPassword: string, newPassword: string) =>
  call("/change-password", { currentPassword, newPassword, revokeOtherSessions: true });
export const enableTwoFactor = (password: string) =>
  call<{ totpURI: string; backupCodes: string[] }>("/two-factor/enable", { password });
export const disableTwoFactor = (password: string) => call("/two-factor/disable", { password });
