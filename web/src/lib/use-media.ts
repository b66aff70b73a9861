/** Whether a media query holds, live. `useNarrow()` is the one-column layout below 900 px. */
import { useSyncExternalStore } from "react";

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (run) => {
      const media = matchMedia(query);
      media.addEventListener("change", run);
      return () => media.removeEventListener("change", run);
    },
    () => matchMedia(query).matches,
  );
}

export const useNarrow = (): boolean => useMedia("(max-width: 899.98px)");
