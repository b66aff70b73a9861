/** The people on the other end. */
import type { Contact, ContactInput, Conversation } from "@omniflow/contract";
import { get, getPage, patch, post } from "./client.ts";

export const listContacts = (query: { q?: string }, cursor?: string | null, signal?: AbortSignal) =>
  getPage<Contact>("/contacts", { query: { ...query, cursor, limit: 50 }, signal });
export const getContact = (id: string, signal?: AbortSignal) => get<Contact>(`/contacts/${id}`, { signal });
export const createContact = (input: ContactInput) => post<Contact>("/contacts", input);
export const changeContact = (id: string, input: ContactInput) => patch<Contact>(`/contacts/${id}`, input);
export const listContactConversations = (id: string, cursor?: string | null, signal?: AbortSignal) =>
  getPage<Conversation>(`/contacts/${id}/conversations`, { query: { cursor, limit: 20 }, signal });
