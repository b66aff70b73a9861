/** A message to be looked at: set where it was found, taken by the thread once it is there. */
import { createStore } from "../../../lib/store.ts";

export type Jump = { conversationId: string; messageId: string };
export const jump = createStore<Jump | null>(null);
