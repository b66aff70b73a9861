/** What every component may use: the state it is drawn from, what the visitor can do, and the words. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Chat } from "../state/chat.ts";
import type { State } from "../state/store.ts";
import type { Words } from "../text/words.ts";

export type App = { state: State; chat: Chat; words: Words; language: string };

export const AppContext = createContext<App | null>(null);
export const useApp = (): App => useContext(AppContext)!;
