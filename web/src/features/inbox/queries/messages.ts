/** A thread's messages: the newest page kept live, older ones loaded upward. */
import type { Message } from "@omniflow/contract";
import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import { getConversation, listDrafts, listMessages, listTimeline } from "../../../api/conversations.ts";
import { keys } from "../../../api/keys.ts";
import { mergeNewest, type Thread, withMessage } from "./thread-pages.ts";

const pageSize = 40;
/** Conversations whose remote images the member asked for; until the page is closed. */
const withImages = new Set<string>();

export const detailOptions = (id: string) => ({
  queryKey: keys.conversationDetail(id),
  queryFn: ({ signal }: { signal: AbortSignal }) => getConversation(id, signal),
});

export function messageOptions(client: QueryClient, id: string) {
  const queryKey = keys.messages(id);
  return {
    queryKey,
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Thread> => {
      const images = withImages.has(id);
      const page = await listMessages(id, { limit: pageSize, images, signal });
      return mergeNewest(client.getQueryData<Thread>(queryKey), { messages: page.items, next: page.nextCursor });
    },
  };
}

export const timelineOptions = (id: string) => ({
  queryKey: keys.timeline(id),
  queryFn: async ({ signal }: { signal: AbortSignal }) => (await listTimeline(id, null, signal)).items,
});

export const draftOptions = (id: string) => ({
  queryKey: keys.drafts(id),
  queryFn: ({ signal }: { signal: AbortSignal }) => listDrafts(id, signal),
});

export function useThread(id: string) {
  const client = useQueryClient();
  const detail = useQuery(detailOptions(id));
  const thread = useQuery(messageOptions(client, id));
  const timeline = useQuery(timelineOptions(id));
  const loading = useRef(false);
  const [imagesShown, setImagesShown] = useState(() => withImages.has(id));

  const loadOlder = useCallback(async () => {
    const cursor = client.getQueryData<Thread>(keys.messages(id))?.next;
    if (!cursor || loading.current) return;
    loading.current = true;
    try {
      const page = await listMessages(id, { cursor, limit: pageSize, images: withImages.has(id) });
      client.setQueryData<Thread>(keys.messages(id), (now) =>
        now?.next === cursor ? { messages: [...page.items, ...now.messages], next: page.nextCursor } : now,
      );
    } catch {
      // Scrolling up again asks again; what is on screen stays readable.
    } finally {
      loading.current = false;
    }
  }, [client, id]);

  const showImages = useCallback(async () => {
    withImages.add(id);
    setImagesShown(true);
    const wanted = client.getQueryData<Thread>(keys.messages(id))?.messages.length ?? pageSize;
    const fresh = await readNewest(id, wanted);
    client.setQueryData<Thread>(keys.messages(id), fresh);
  }, [client, id]);

  return { detail, thread, timeline, loadOlder, showImages, imagesShown };
}

/** At least `count` of the newest messages, with images. */
async function readNewest(id: string, count: number): Promise<Thread> {
  let messages: Message[] = [];
  let next: string | null = null;
  do {
    const page = await listMessages(id, { cursor: next, limit: 100, images: true });
    messages = [...page.items, ...messages];
    next = page.nextCursor;
  } while (next && messages.length < count);
  return { messages, next };
}

/** Reads a conversation before it is opened, so that J and K are instant. */
export function prefetchConversation(client: QueryClient, id: string): void {
  const staleTime = 30_000;
  void client.prefetchQuery({ ...detailOptions(id), staleTime });
  void client.prefetchQuery({ ...messageOptions(client, id), staleTime });
  void client.prefetchQuery({ ...timelineOptions(id), staleTime });
}

/** A message that is gone: deleted, or taken back into the composer. */
export function dropMessage(client: QueryClient, conversationId: string, messageId: string): void {
  client.setQueryData<Thread>(
    keys.messages(conversationId),
    (now) => now && { ...now, messages: now.messages.filter((message) => message.id !== messageId) },
  );
}

/** A message the server just confirmed, put into the thread without reading it again. */
export function writeMessage(client: QueryClient, message: Message): void {
  client.setQueryData<Thread>(keys.messages(message.conversation_id), (now) => (now ? withMessage(now, message) : now));
}
