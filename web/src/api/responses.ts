/** Canned responses, signatures and previews of templates. */
import type { Signature, TemplatePreview, TemplatePreviewInput } from "@omniflow/contract";
import { get, post } from "./client.ts";

export const getSignature = (conversationId: string, channelId: string) =>
  get<Signature>(`/conversations/${conversationId}/signature`, { query: { channel_id: channelId } });
export const previewTemplate = (input: TemplatePreviewInput, signal?: AbortSignal) =>
  post<TemplatePreview>("/templates/preview", input, signal ? { signal } : {});
