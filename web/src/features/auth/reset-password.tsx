/** Reset password. */
export function ResetPasswordPage() {
  return null;
}
