/** Whether a conversation is being begun, and with whom to start. */
import { createStore } from "../../../lib/store.ts";

export type Writing = { contact?: { id: string; name: string } };
export const writing = createStore<Writing | null>(null);
