/** Forgot password. */
export function ForgotPasswordPage() {
  return null;
}
