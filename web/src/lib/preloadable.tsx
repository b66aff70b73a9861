/** A component in its own chunk that can be fetched ahead, and is then there in the same frame: nothing typed after its key is lost. */
import { type ComponentType, lazy } from "react";

export function preloadable<P extends object>(load: () => Promise<ComponentType<P>>) {
  let ready: ComponentType<P> | null = null;
  const fetched = () => load().then((component) => (ready = component));
  const Later = lazy(() => fetched().then((component) => ({ default: component })));
  // biome-ignore lint/correctness/noComponentHookFactories: called once per module, never while rendering
  function Preloadable(props: P) {
    const Now = ready ?? Later;
    return <Now {...(props as P & { key?: never })} />;
  }
  return { Component: Preloadable, preload: () => void fetched().catch(() => {}) };
}
