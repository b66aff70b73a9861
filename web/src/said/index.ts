/**
 * What the server says, in the member's language. The server speaks English; the words of another language are loaded when
 * the first such sentence is shown. What no catalogue knows stays as it came.
 */
import i18next from "i18next";
import { useSyncExternalStore } from "react";
import type { Say } from "./match.ts";

type Saying = (text: string) => string;

const loaders: Record<string, () => Promise<{ createGerman: () => Say }>> = { de: () => import("./german.ts") };
const known = new Map<string, Saying>();
const loading = new Map<string, Promise<void>>();
const listeners = new Set<() => void>();

/** Loads the words of the member's language; nothing to do when that is English or they are here. Never fails: then it stays English. */
export function loadSaid(language = i18next.language): Promise<void> {
  const load = loaders[language];
  if (!load || known.has(language)) return Promise.resolve();
  const begun = loading.get(language) ?? fetchWords(language, load);
  loading.set(language, begun);
  return begun;
}

async function fetchWords(language: string, load: () => Promise<{ createGerman: () => Say }>): Promise<void> {
  try {
    const say = (await load()).createGerman();
    known.set(language, (text) => say(text) ?? text);
    for (const listener of listeners) listener();
  } catch {
    // Asked for again with the next sentence.
  } finally {
    loading.delete(language);
  }
}

const untilLoaded: Saying = (text) => {
  if (text) void loadSaid();
  return text;
};
const current = (): Saying => known.get(i18next.language) ?? untilLoaded;

/** A sentence of the server for a person. English until the words are loaded: in a component use `useSaid`. */
export const said: Saying = (text) => current()(text);

/** `said` for components: draws again when the words arrive. */
export const useSaid = (): Saying => useSyncExternalStore(subscribe, current);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** A sentence of the server as an element. */
export const Said = ({ children }: { children: string }): string => useSaid()(children);
