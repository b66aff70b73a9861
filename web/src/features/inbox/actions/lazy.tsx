/** The pickers come when one is first opened (or when the browser has nothing else to do). */
import { lazy, Suspense, useEffect } from "react";
import { useInbox } from "../context.ts";

const load = () => import("./Pickers.tsx");
const LazyPickers = lazy(() => load().then((module) => ({ default: module.Pickers })));

export function Pickers() {
  const { picker } = useInbox();
  useEffect(() => whenIdle(() => void load()), []);
  return <Suspense>{picker && <LazyPickers />}</Suspense>;
}

/** Runs when the browser is idle, a little later where it cannot say so; returns the way to stop. */
export function whenIdle(run: () => void): () => void {
  if (typeof requestIdleCallback === "function") {
    const id = requestIdleCallback(run, { timeout: 4000 });
    return () => cancelIdleCallback(id);
  }
  const timer = setTimeout(run, 1500);
  return () => clearTimeout(timer);
}
