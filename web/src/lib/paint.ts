/** What a key asked for is painted first; what only follows from it waits for that. */

/** A page nobody looks at draws no frames. */
const longestMs = 150;

/** Runs once the next frame is drawn; returns the way to stop. */
export function afterPaint(run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const go = () => {
    stop();
    run();
  };
  // The frame is drawn between its callback and the next task.
  const frame = requestAnimationFrame(() => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(go);
  });
  timer = setTimeout(go, longestMs);
  const stop = () => {
    cancelAnimationFrame(frame);
    if (timer !== null) clearTimeout(timer);
  };
  return stop;
}
