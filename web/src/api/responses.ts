/** Canned responses, signatures and previews of templates. */
import type {
  Beginning,
  CannedResponse,
  MailPreview,
  MailPreviewInput,
  MailText,
  MailTextInput,
  PickItem,
  RenderedResponse,
  RenderInput,
  ResponseAttention,
  ResponseChange,
  ResponseFolder,
  ResponseImport,
  ResponseImportResult,
  ResponseInput,
  ResponseItem,
  ResponseQuery,
  ResponseUsage,
  Signature,
  TemplatePreview,
  TemplatePreviewInput,
} from "@omniflow/contract";
import { queryOptions } from "@tanstack/react-query";
import { del, get, getPage, getText, patch, post, put } from "./client.ts";
import { keys } from "./keys.ts";

export const getSignature = (conversationId: string, channelId: string, ticketId?: string) =>
  get<Signature>(`/conversations/${conversationId}/signature`, {
    query: { channel_id: channelId, ...spoken(ticketId) },
  });
/** Which of the conversation's tickets is spoken of. */
const spoken = (ticketId: string | undefined) => (ticketId ? { ticket_id: ticketId } : {});
/** Of a first message: `conversation_id` is the id the conversation will have. */
export const getFirstSignature = (query: Beginning & { conversation_id: string }) =>
  get<Signature>("/reply-routes/signature", { query });
export const previewTemplate = (input: TemplatePreviewInput, signal?: AbortSignal) =>
  post<TemplatePreview>("/templates/preview", input, signal ? { signal } : {});

export const listResponses = (query: ResponseQuery, cursor: string | null, signal?: AbortSignal) =>
  getPage<ResponseItem>("/canned-responses", {
    query: { ...query, limit: 100, ...(cursor ? { cursor } : {}) },
    ...(signal ? { signal } : {}),
  });
export const listFolders = () => get<ResponseFolder[]>("/canned-responses/folders");
export const getResponse = (id: string) => get<CannedResponse>(`/canned-responses/${id}`);
export const createResponse = (input: ResponseInput) => post<CannedResponse>("/canned-responses", input);
export const changeResponse = (id: string, change: ResponseChange) =>
  patch<CannedResponse>(`/canned-responses/${id}`, change);
export const deleteResponse = (id: string) => del<unknown>(`/canned-responses/${id}`);
export const restoreResponse = (id: string) => post<CannedResponse>(`/canned-responses/${id}/restore`);
export const approveResponse = (id: string, version: number) =>
  post<CannedResponse>(`/canned-responses/${id}/approve`, { version });
export const discardProposal = (id: string) => post<CannedResponse>(`/canned-responses/${id}/discard`);
export const renderResponse = (id: string, input: RenderInput) =>
  post<RenderedResponse>(`/canned-responses/${id}/render`, input);
export const addStarters = () => post<{ created: number }>("/canned-responses/starters");
export const listAttention = () => get<ResponseAttention[]>("/canned-responses/attention");
export const getUsage = (by: "response" | "folder" | "member", days: number) =>
  get<ResponseUsage[]>("/canned-responses/usage", { query: { by, days } });
export const importResponses = (input: ResponseImport) => post<ResponseImportResult>("/canned-responses/import", input);
export const exportResponses = (format: "csv" | "json") => getText(`/canned-responses/export?format=${format}`);

/** What can be inserted; what was typed before shows until the next answer is here. */
export const pickOptions = (q: string) =>
  queryOptions({
    queryKey: keys.responsePick(q),
    queryFn: () => get<PickItem[]>("/canned-responses/picker", { query: { q, limit: 20 } }),
    placeholderData: (before) => before,
    staleTime: 20_000,
  });

/** A response with this customer's data, for looking at. */
export const renderOptions = (id: string, whom: Omit<RenderInput, "language" | "insert">, language?: string) =>
  queryOptions({
    queryKey: keys.responseRender(id, whom, language ?? ""),
    queryFn: () => renderResponse(id, { ...whom, ...(language ? { language } : {}) }),
    staleTime: 20_000,
  });

export const mailTextKey = ["mail-texts"];
export const listMailTexts = () => get<MailText[]>("/mail-texts");
export const changeMailText = (input: MailTextInput) => put<MailText>("/mail-texts", input);
export const previewMailText = (input: MailPreviewInput, signal?: AbortSignal) =>
  post<MailPreview>("/mail-texts/preview", input, signal ? { signal } : {});
