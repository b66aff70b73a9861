/** What makes many conversations manageable: search, saved views, actions on many with undo, merging. */
import type { Action, BulkInput, Conversation, TransferInput, View, ViewChange, ViewInput } from "@omniflow/contract";
import { del, get, getPage, patch, post, put } from "./client.ts";

export type SearchResult = {
  conversation: Conversation;
  message_id: string | null;
  at: string | null;
  snippet: { text: string; hit: boolean }[];
};

export const searchConversations = (q: string, limit: number, signal?: AbortSignal) =>
  get<SearchResult[]>("/search", { query: { q, limit }, signal });

export const listViews = (signal?: AbortSignal) => get<View[]>("/views", { signal });
export const createView = (input: ViewInput) => post<View>("/views", input);
export const changeView = (id: string, change: ViewChange) => patch<View>(`/views/${id}`, change);
export const deleteView = (id: string) => del<unknown>(`/views/${id}`);
export const orderViews = (keys: string[]) => put<{ keys: string[] }>("/views/order", { keys });
/** How many a filter finds, up to what one page holds. */
export const previewFilter = (filter: string, signal?: AbortSignal) =>
  getPage<Conversation>("/conversations", { query: { filter, limit: 100 }, signal });

export const performAction = (input: BulkInput) => post<Action>("/actions", input);
/** What can still be undone, newest first. */
export const listActions = (signal?: AbortSignal) => get<Action[]>("/actions", { query: { limit: 20 }, signal });
export const getAction = (id: string, signal?: AbortSignal) => get<Action>(`/actions/${id}`, { signal });
export const undoAction = (id: string) => post<Action>(`/actions/${id}/undo`);

export const mergeConversation = (id: string, into: string) =>
  post<Conversation>(`/conversations/${id}/merge`, { into });
/** To a member or a team, with a note; `action_id` takes both back. */
export const transferConversation = (id: string, input: TransferInput) =>
  post<Conversation & { action_id: string | null; note_id: string | null }>(`/conversations/${id}/transfer`, input);
/** Gives some messages a conversation of their own; answers the new one. */
export const splitConversation = (id: string, choice: { message_ids: string[]; subject: string }) =>
  post<Conversation>(`/conversations/${id}/split`, choice);
/** `id` is the conversation that was split off. */
export const unsplitConversation = (id: string) => post<Conversation>(`/conversations/${id}/unsplit`);
/** `id` is the conversation that was merged away. */
export const unmergeConversation = (id: string) => post<Conversation>(`/conversations/${id}/unmerge`);
