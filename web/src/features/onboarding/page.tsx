/** Onboarding. */
export function WelcomePage() {
  return null;
}
