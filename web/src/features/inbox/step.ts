/** Next and previous in a list that changes under the member's hands. Pure. */

/**
 * The neighbour of `current` in `ids`. When it is no longer there (resolved, moved on), `lastIndex` is where it stood: what is
 * there now is next. Null at either end.
 */
export function neighbour(
  ids: readonly string[],
  current: string | null,
  by: 1 | -1,
  lastIndex: number,
): string | null {
  if (ids.length === 0) return null;
  if (current === null) return (by === 1 ? ids[0] : ids.at(-1)) ?? null;
  const index = ids.indexOf(current);
  if (index >= 0) return ids[index + by] ?? null;
  const place = by === 1 ? lastIndex : lastIndex - 1;
  return ids[Math.min(Math.max(place, 0), ids.length - 1)] ?? null;
}
