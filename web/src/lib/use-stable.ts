/** Functions that keep their identity over renders. */
import { useCallback, useLayoutEffect, useRef } from "react";

/**
 * A function that stays the same and does what the last render said, so that what it is handed to need not render again. Not to be
 * called while rendering.
 */
export function useStable<A extends unknown[], R>(now: (...args: A) => R): (...args: A) => R {
  const last = useRef(now);
  useLayoutEffect(() => {
    last.current = now;
  });
  return useCallback((...args: A) => last.current(...args), []);
}
