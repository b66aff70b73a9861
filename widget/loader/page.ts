/** Where the visitor is. Tells when a single-page application changes its address without loading a page. */
import type { WidgetPage } from "@omniflow/contract/widget";

export const currentPage = (): WidgetPage => ({
  url: location.href.slice(0, 2000),
  title: document.title.slice(0, 300),
});

/**
 * Calls back within a second of a change of address, when the application has set the new title too. Asking costs nothing;
 * wrapping the page's own history functions would change things that are not ours. Returns how to stop.
 */
export function watchPage(changed: () => void): () => void {
  let last = location.href;
  const timer = setInterval(() => {
    if (last === location.href) return;
    last = location.href;
    changed();
  }, 1000);
  return () => clearInterval(timer);
}
