/** "Write a reply here, now": asked by a key or a button, answered by the composer once it is on screen. */
import { createStore } from "../../../lib/store.ts";
import type { DraftKind } from "./drafts.ts";

type Wish = { conversationId: string; kind: DraftKind; at: number };
export const focusWish = createStore<Wish | null>(null);

export const focusComposer = (conversationId: string, kind: DraftKind): void =>
  focusWish.set({ conversationId, kind, at: Date.now() });
