/** The months of a chart. Pure. */

/** Twelve months up to this one, also those without any: a gap is part of the answer. */
export function lastYear(
  known: readonly { month: string; count: number }[],
  now: Date,
): { month: string; count: number }[] {
  const counts = new Map(known.map(({ month, count }) => [month, count]));
  return Array.from({ length: 12 }, (_, i) => {
    const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 11 + i, 1)).toISOString().slice(0, 7);
    return { month, count: counts.get(month) ?? 0 };
  });
}
