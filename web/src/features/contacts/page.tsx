/** The contacts. */
export function ContactsPage() {
  return null;
}
