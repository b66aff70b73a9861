/** Set-up. */
export function SetupPage() {
  return null;
}
