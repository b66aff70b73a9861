/** "light" or "dark", live: for what cannot follow CSS variables by itself. */
import { useSyncExternalStore } from "react";

const read = () => document.documentElement.dataset.theme ?? "light";

function watch(run: () => void) {
  const observer = new MutationObserver(run);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}

export const useTheme = (): string => useSyncExternalStore(watch, read);
