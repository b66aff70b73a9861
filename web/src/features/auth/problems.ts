/** What better-auth says, in our words and the person's language. */
import type { TFunction } from "i18next";
import { ApiError } from "../../api/client.ts";
import { errorText } from "../../ui/states.tsx";

export function authProblem(error: unknown, t: TFunction<"auth">): string {
  if (!(error instanceof ApiError)) return errorText(error);
  if (error.status === 429 || error.code === "rate_limited") {
    return error.retryAfter
      ? t("problem.throttledFor", { count: Math.ceil(error.retryAfter / 60) })
      : t("problem.throttled");
  }
  switch (error.code) {
    case "INVALID_EMAIL_OR_PASSWORD":
      return t("problem.credentials");
    case "INVALID_CODE":
      return t("problem.code");
    case "INVALID_BACKUP_CODE":
      return t("problem.backupCode");
    case "INVALID_TWO_FACTOR_COOKIE":
      return t("problem.startAgain");
    case "INVALID_PASSWORD":
      return t("problem.password");
    case "INVALID_TOKEN":
      return t("problem.link");
    case "PASSWORD_TOO_SHORT":
      return t("problem.short");
    default:
      return errorText(error);
  }
}
