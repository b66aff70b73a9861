/** Conversations, their messages, drafts and files. */
import type {
  Attachment,
  Conversation,
  ConversationChange,
  ConversationDetail,
  DefaultView,
  DeliveryAttempt,
  Draft,
  Folder,
  Message,
  MessageInput,
  OutboundConversation,
  ReplyRoute,
  Status,
  TimelineEvent,
  ViewCounts,
  ViewSort,
} from "@omniflow/contract";
import { del, get, getPage, type Page, patch, post, put } from "./client.ts";

export type ConversationFilter = {
  view?: DefaultView;
  status?: Status;
  folder?: Folder;
  assignee_id?: string;
  team_id?: string;
  contact_id?: string;
  channel?: string;
  tag?: string;
  q?: string;
  view_id?: string;
  filter?: string;
  sort?: ViewSort;
};
export type SavedDraft = Draft & { member_id: string; member_name: string };

const at = (id: string) => `/conversations/${id}`;

export const listConversations = (
  filter: ConversationFilter,
  cursor?: string | null,
  limit = 50,
  signal?: AbortSignal,
) => getPage<Conversation>("/conversations", { query: { ...filter, cursor, limit }, signal });
export const getCounts = (signal?: AbortSignal) => get<ViewCounts>("/conversations/counts", { signal });
export const getConversation = (id: string, signal?: AbortSignal) => get<ConversationDetail>(at(id), { signal });
/** `action_id` is what undoes it. */
export const changeConversation = (id: string, change: ConversationChange) =>
  patch<Conversation & { action_id?: string | null }>(at(id), change);
export const startConversation = (input: OutboundConversation) =>
  post<{ conversation: Conversation; message: Message }>("/conversations", input);
/** How a conversation can be begun with somebody. */
export const listFirstRoutes = (whom: { contact_id?: string; to?: string }, signal?: AbortSignal) =>
  get<ReplyRoute[]>("/reply-routes", { query: whom, signal });
export const markRead = (id: string) => post<{ read_at: string }>(`${at(id)}/read`);
export const markUnread = (id: string) => post<{ read_at: string | null }>(`${at(id)}/unread`);

/** Data is ascending in time; `nextCursor` leads to older messages. `images`: remote images as proxied addresses. */
export const listMessages = (
  id: string,
  options: { cursor?: string | null; limit?: number; images?: boolean; signal?: AbortSignal } = {},
): Promise<Page<Message>> =>
  getPage<Message>(`${at(id)}/messages`, {
    query: { cursor: options.cursor, limit: options.limit ?? 50, images: options.images || undefined },
    signal: options.signal,
  });
/** The message's own id makes a repeated send harmless. */
export const sendMessage = (id: string, input: MessageInput) =>
  post<Message>(`${at(id)}/messages`, input, input.id ? { idempotencyKey: input.id } : {});
export const cancelMessage = (id: string, messageId: string) => post<Message>(`${at(id)}/messages/${messageId}/cancel`);
export const retryMessage = (id: string, messageId: string) => post<Message>(`${at(id)}/messages/${messageId}/retry`);
export const editNote = (id: string, messageId: string, body: { text: string; html?: string }) =>
  patch<Message>(`${at(id)}/messages/${messageId}`, body);
export const deleteNote = (id: string, messageId: string) => del<unknown>(`${at(id)}/messages/${messageId}`);
export const follow = (id: string) => post<{ follower_ids: string[] }>(`${at(id)}/follow`);
export const unfollow = (id: string) => del<{ follower_ids: string[] }>(`${at(id)}/follow`);
/** For good, and only from the trash. */
export const deleteConversation = (id: string) => del<unknown>(at(id));
export const getDelivery = (id: string, messageId: string) =>
  get<DeliveryAttempt[]>(`${at(id)}/messages/${messageId}/delivery`);
/** Address of the mail as it arrived, as plain text. */
export const originalUrl = (id: string, messageId: string) => `/api/v1${at(id)}/messages/${messageId}/original`;
export const listTimeline = (id: string, cursor?: string | null, signal?: AbortSignal) =>
  getPage<TimelineEvent>(`${at(id)}/events`, { query: { cursor, limit: 100 }, signal });

export const listDrafts = (id: string, signal?: AbortSignal) => get<SavedDraft[]>(`${at(id)}/drafts`, { signal });
export const saveDraft = (id: string, draft: Draft) => put<Draft>(`${at(id)}/draft`, draft);
export const deleteDraft = (id: string, kind: Draft["kind"]) => del<unknown>(`${at(id)}/draft`, { query: { kind } });

export async function uploadFile(file: File, signal?: AbortSignal): Promise<Attachment> {
  const body = new FormData();
  body.set("file", file, file.name);
  return post<Attachment>("/files", body, { signal });
}
