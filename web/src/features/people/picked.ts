/** Which rows are taken: some by their ids, or everything the list finds. */
import { useMemo, useRef, useState } from "react";

export type Picked = {
  ids: ReadonlySet<string>;
  /** Everything the query finds, also what is not read yet. */
  all: boolean;
  has(id: string): boolean;
  toggle(id: string, index?: number): void;
  takeTo(rows: readonly { id: string }[], index: number): void;
  take(ids: readonly string[]): void;
  takeAll(): void;
  clear(): void;
};

/** @param scope another list is another selection */
export function usePicked(scope: string): Picked {
  const [state, setState] = useState<{ scope: string; ids: ReadonlySet<string>; all: boolean }>({
    scope,
    ids: new Set(),
    all: false,
  });
  const anchor = useRef(0);
  const now = state.scope === scope ? state : { scope, ids: new Set<string>(), all: false };
  return useMemo(() => {
    const set = (ids: Iterable<string>, all = false) => setState({ scope, ids: new Set(ids), all });
    return {
      ids: now.ids,
      all: now.all,
      has: (id) => now.all || now.ids.has(id),
      toggle(id, index) {
        if (index !== undefined) anchor.current = index;
        const ids = new Set(now.all ? [] : now.ids);
        if (!ids.delete(id)) ids.add(id);
        set(ids);
      },
      takeTo(rows, index) {
        const [from, to] = [Math.min(anchor.current, index), Math.max(anchor.current, index)];
        set([...now.ids, ...rows.slice(from, to + 1).map((row) => row.id)]);
      },
      take: (ids) => set(ids),
      takeAll: () => set([], true),
      clear: () => set([]),
    };
  }, [scope, now.ids.has, now.ids, now.all]);
}
