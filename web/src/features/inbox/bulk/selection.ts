/** Which rows are selected: some of them, or everything in the view but some. Pure, and the one store that holds it. */
import { createStore } from "../../../lib/store.ts";

export type Selection = {
  /** Everything the view finds; `ids` are then those left out. */
  all: boolean;
  ids: ReadonlySet<string>;
  /** Where a range begins. */
  anchor: string | null;
};

export const nothing: Selection = { all: false, ids: new Set(), anchor: null };
export const selection = createStore<Selection>(nothing);

export const isPicked = ({ all, ids }: Selection, id: string): boolean => ids.has(id) !== all;
export const isPicking = ({ all, ids }: Selection): boolean => all || ids.size > 0;

export function toggled(now: Selection, id: string): Selection {
  const ids = new Set(now.ids);
  if (!ids.delete(id)) ids.add(id);
  return ids.size === 0 && !now.all ? nothing : { ...now, ids, anchor: id };
}

/** Takes in everything between the anchor and `id` as the list shows it; without an anchor there, just `id`. */
export function ranged(now: Selection, order: readonly string[], id: string): Selection {
  const from = now.anchor === null ? -1 : order.indexOf(now.anchor);
  const to = order.indexOf(id);
  if (from < 0 || to < 0) return isPicked(now, id) ? { ...now, anchor: id } : toggled(now, id);
  const ids = new Set(now.ids);
  for (const one of order.slice(Math.min(from, to), Math.max(from, to) + 1)) {
    if (now.all) ids.delete(one);
    else ids.add(one);
  }
  return { ...now, ids };
}

export const pick = (id: string, order: readonly string[] | null): void =>
  selection.set((now) => (order ? ranged(now, order, id) : toggled(now, id)));
