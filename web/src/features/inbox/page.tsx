/** The inbox. */
export function InboxPage() {
  return null;
}
