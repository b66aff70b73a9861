/** Tickets, what is on them, their types and statuses. */
import type {
  Action,
  Broadcast,
  BroadcastInput,
  ChecklistItem,
  CustomField,
  Ticket,
  TicketBulkChange,
  TicketChange,
  TicketCounts,
  TicketDetail,
  TicketInput,
  TicketLink,
  TicketLinkKind,
  TicketMergePreview,
  TicketNote,
  TicketNoteInput,
  TicketOwnStatus,
  TicketSettings,
  TicketSort,
  TicketStatus,
  TicketType,
  TicketTypeChange,
  TicketTypeInput,
  TicketView,
  TimelineEvent,
} from "@omniflow/contract";
import { del, get, getPage, patch, post } from "./client.ts";

export type TicketFilter = {
  view?: TicketView;
  view_id?: string;
  status?: TicketStatus;
  status_id?: string;
  assignee_id?: string;
  team_id?: string;
  contact_id?: string;
  company_id?: string;
  conversation_id?: string;
  q?: string;
  filter?: string;
  sort?: TicketSort;
};
export type ChangedTicket = Ticket & { action_id: string | null };

const at = (id: string) => `/tickets/${id}`;

export const listTickets = (filter: TicketFilter, cursor?: string | null, limit = 50, signal?: AbortSignal) =>
  getPage<Ticket>("/tickets", { query: { ...filter, cursor, limit }, signal });
export const countTickets = (signal?: AbortSignal) => get<TicketCounts>("/tickets/counts", { signal });
export const getTicket = (id: string, signal?: AbortSignal) => get<TicketDetail>(at(id), { signal });
export const createTicket = (input: TicketInput) => post<Ticket>("/tickets", input);
export const changeTicket = (id: string, change: TicketChange) => patch<ChangedTicket>(at(id), change);
export const removeTicket = (id: string) => del<ChangedTicket>(at(id));
export const restoreTicket = (id: string) => post<ChangedTicket>(`${at(id)}/restore`);
export const undoTickets = (actionId: string) => post<Action>(`/ticket-actions/${actionId}/undo`);
export const changeTickets = (target: { ids: string[] } | { select: TicketFilter }, change: TicketBulkChange) =>
  post<Action>("/ticket-actions", { ...target, change });
export const getTicketAction = (id: string, signal?: AbortSignal) => get<Action>(`/ticket-actions/${id}`, { signal });
export const exportAddress = (filter: TicketFilter): string =>
  `/api/v1/tickets/export?${new URLSearchParams(filter as Record<string, string>)}`;

export const listConversationTickets = (id: string, signal?: AbortSignal) =>
  get<Ticket[]>(`/conversations/${id}/tickets`, { signal });
export const linkConversation = (id: string, conversationId: string) =>
  post<unknown>(`${at(id)}/conversations`, { conversation_id: conversationId });
export const unlinkConversation = (id: string, conversationId: string) =>
  del<unknown>(`${at(id)}/conversations/${conversationId}`);

export const listNotes = (id: string, signal?: AbortSignal) => get<TicketNote[]>(`${at(id)}/notes`, { signal });
export const addNote = (id: string, input: TicketNoteInput) => post<TicketNote>(`${at(id)}/notes`, input);
export const editNote = (id: string, noteId: string, change: { html: string; version: number }) =>
  patch<TicketNote>(`${at(id)}/notes/${noteId}`, change);
export const removeNote = (id: string, noteId: string) => del<unknown>(`${at(id)}/notes/${noteId}`);
export const restoreNote = (id: string, noteId: string) => post<TicketNote>(`${at(id)}/notes/${noteId}/restore`);
export const listActivity = (id: string, signal?: AbortSignal) => get<TimelineEvent[]>(`${at(id)}/events`, { signal });
export const keepFiles = (id: string, fileIds: string[]) => post<unknown>(`${at(id)}/files`, { file_ids: fileIds });
export const removeFile = (id: string, fileId: string) => del<unknown>(`${at(id)}/files/${fileId}`);
export const addItem = (id: string, text: string) => post<ChecklistItem[]>(`${at(id)}/checklist`, { text });
export const changeItem = (id: string, itemId: string, change: { done?: boolean; text?: string }) =>
  patch<ChecklistItem[]>(`${at(id)}/checklist/${itemId}`, change);
export const addContact = (id: string, contactId: string) =>
  post<unknown>(`${at(id)}/contacts`, { contact_id: contactId });
export const removeContact = (id: string, contactId: string) => del<unknown>(`${at(id)}/contacts/${contactId}`);
export const addFollower = (id: string, memberId: string) =>
  post<unknown>(`${at(id)}/followers`, { member_id: memberId });
export const removeFollower = (id: string, memberId: string) => del<unknown>(`${at(id)}/followers/${memberId}`);
export const removeItem = (id: string, itemId: string) => del<ChecklistItem[]>(`${at(id)}/checklist/${itemId}`);
export const addLink = (id: string, kind: TicketLinkKind, ticketId: string) =>
  post<TicketLink[]>(`${at(id)}/links`, { kind, ticket_id: ticketId });
export const removeLink = (id: string, linkId: string) => del<TicketLink[]>(`${at(id)}/links/${linkId}`);
export const followTicket = (id: string, on: boolean) =>
  on ? post<unknown>(`${at(id)}/follow`) : del<unknown>(`${at(id)}/follow`);
/** For the ticket's contact, and nobody else. */
export const makeCustomerLink = (id: string) => post<{ url: string }>(`${at(id)}/customer-link`);
export const previewMerge = (id: string, into: string, signal?: AbortSignal) =>
  get<TicketMergePreview>(`${at(id)}/merge-preview`, { query: { into }, signal });
export const mergeTicket = (id: string, into: string) => post<Ticket>(`${at(id)}/merge`, { into });
export const unmergeTicket = (id: string) => post<Ticket>(`${at(id)}/unmerge`);
export const listBroadcasts = (id: string, signal?: AbortSignal) =>
  get<Broadcast[]>(`${at(id)}/broadcasts`, { signal });
export const sendBroadcast = (id: string, input: BroadcastInput) => post<Broadcast>(`${at(id)}/broadcasts`, input);

export const listTypes = (signal?: AbortSignal) => get<TicketType[]>("/ticket-types", { signal });
export const createType = (input: TicketTypeInput) => post<TicketType>("/ticket-types", input);
export const changeType = (id: string, change: TicketTypeChange) => patch<TicketType>(`/ticket-types/${id}`, change);
export const listStatuses = (signal?: AbortSignal) => get<TicketOwnStatus[]>("/ticket-statuses", { signal });
export const createStatus = (input: { category: TicketStatus; name: string }) =>
  post<TicketOwnStatus>("/ticket-statuses", input);
export const changeStatus = (id: string, change: { name?: string; archived?: boolean; version?: number }) =>
  patch<TicketOwnStatus>(`/ticket-statuses/${id}`, change);
export const getSettings = (signal?: AbortSignal) => get<TicketSettings>("/ticket-settings", { signal });
export const changeSettings = (change: Partial<TicketSettings>) => patch<TicketSettings>("/ticket-settings", change);
export const listTicketFields = (signal?: AbortSignal) =>
  get<CustomField[]>("/fields", { query: { record: "ticket" }, signal });
