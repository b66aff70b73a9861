/** A value that components can watch. The smallest thing that keeps state outside React readable inside it. */
import { useSyncExternalStore } from "react";

export type Store<T> = { get(): T; set(next: T | ((now: T) => T)): void; subscribe(run: () => void): () => void };

export function createStore<T>(first: T): Store<T> {
  let value = first;
  const watchers = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      const after = typeof next === "function" ? (next as (now: T) => T)(value) : next;
      if (Object.is(after, value)) return;
      value = after;
      for (const run of watchers) run();
    },
    subscribe(run) {
      watchers.add(run);
      return () => watchers.delete(run);
    },
  };
}

export function useStore<T>(store: Store<T>): T;
/** `pick` must give the same thing for the same value: a primitive or a part of it, never a new object. */
export function useStore<T, P>(store: Store<T>, pick: (value: T) => P): P;
export function useStore<T, P>(store: Store<T>, pick?: (value: T) => P): T | P {
  const read = () => (pick ? pick(store.get()) : store.get());
  return useSyncExternalStore(store.subscribe, read, read);
}
