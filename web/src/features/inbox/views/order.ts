/** The member's own order of views. Pure. */

/** Keys the order knows first, as it says; the others behind, as they come. */
export function inOrder(keys: readonly string[], order: readonly string[] | undefined): string[] {
  if (!order?.length) return [...keys];
  const place = new Map(order.map((key, index) => [key, index]));
  return keys.toSorted((a, b) => (place.get(a) ?? order.length) - (place.get(b) ?? order.length));
}

/** `key` put where `at` stands: before it when it comes from below, behind it when it comes from above. */
export function moved(keys: readonly string[], key: string, at: string): string[] {
  const to = keys.indexOf(at);
  if (to < 0 || key === at || !keys.includes(key)) return [...keys];
  const rest = keys.filter((one) => one !== key);
  return rest.toSpliced(to, 0, key);
}
