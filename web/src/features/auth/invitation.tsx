/** Invitation. */
export function InvitationPage() {
  return null;
}
