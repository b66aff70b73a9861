/** What hot paths ask for with every request, kept for a moment. */

export type Memory<T> = {
  /** Who asks while it is being read waits for that one answer: a hundred requests at once would take all connections of the pool. */
  get(key: string, read: () => Promise<T>): Promise<T>;
  /** Everything, or that of which `which` is true. */
  forget(which?: (value: T) => boolean): void;
};

/** @param options `ms`: how old an answer may be; `most`: with more than this all are forgotten. A failure is not kept. */
export function createMemory<T>({ ms, most }: { ms: number; most: number }): Memory<T> {
  const kept = new Map<string, { value: Promise<T>; until: number }>();
  const drop = (key: string, value: Promise<T>) => {
    if (kept.get(key)?.value === value) kept.delete(key);
  };
  return {
    get(key, read) {
      const now = performance.now();
      const known = kept.get(key);
      if (known && known.until > now) return known.value;
      if (kept.size >= most) kept.clear();
      const value = read();
      kept.set(key, { value, until: now + ms });
      value.catch(() => drop(key, value));
      return value;
    },
    forget(which) {
      if (!which) return kept.clear();
      for (const [key, { value }] of kept) {
        value.then(
          (found) => which(found) && drop(key, value),
          () => {},
        );
      }
    },
  };
}
