/** Lists that draw what is in sight keep a little more: what has the focus, or is being dragged, however far it is scrolled away. */
import { defaultRangeExtractor, type Range } from "@tanstack/react-virtual";

/** The ticket whose card or row has the focus. */
export function focusedIn(list: HTMLElement | null): string | null {
  const one = document.activeElement?.closest<HTMLElement>("[data-ticket]");
  return one && list?.contains(one) ? one.dataset.ticket! : null;
}

/** @returns which are drawn, in their order */
export function within(range: Range, items: readonly { id: string }[], kept: readonly (string | null)[]): number[] {
  const drawn = new Set(defaultRangeExtractor(range));
  for (const id of kept) {
    const at = id === null ? -1 : items.findIndex((one) => one.id === id);
    if (at >= 0) drawn.add(at);
  }
  return [...drawn].sort((a, b) => a - b);
}
