/** Work that can wait until the browser has nothing else to do. */

/** Runs when the browser is idle, a little later where it cannot say so; returns the way to stop. */
export function whenIdle(run: () => void): () => void {
  if (typeof requestIdleCallback === "function") {
    const id = requestIdleCallback(run, { timeout: 4000 });
    return () => cancelIdleCallback(id);
  }
  const timer = setTimeout(run, 1500);
  return () => clearTimeout(timer);
}
