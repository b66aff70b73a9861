/** Read and unread: quiet changes that move nothing and need no version. */
import type { ConversationDetail } from "@omniflow/contract";
import type { QueryClient } from "@tanstack/react-query";
import { markRead, markUnread } from "../../../api/conversations.ts";
import { keys } from "../../../api/keys.ts";
import { markConversationRead } from "../../notifications/data.ts";
import { patchEverywhere } from "../queries/cache.ts";

/** Marked unread by hand: looking at it does not make it read again until it is opened anew. */
const keptUnread = new Set<string>();

export const forgetKeptUnread = (id: string) => keptUnread.delete(id);

export async function readConversation(client: QueryClient, id: string): Promise<void> {
  if (keptUnread.has(id)) return;
  patchEverywhere(client, id, (row) => (row.unread ? { ...row, unread: false } : row));
  void markConversationRead(client, id);
  try {
    const { read_at } = await markRead(id);
    client.setQueryData<ConversationDetail>(
      keys.conversationDetail(id),
      (now) => now && { ...now, read_at, unread: false },
    );
  } catch {
    // Not worth a word: it is marked again the next time it is looked at.
  }
}

export async function unreadConversation(client: QueryClient, id: string): Promise<void> {
  keptUnread.add(id);
  patchEverywhere(client, id, (row) => ({ ...row, unread: true }));
  try {
    await markUnread(id);
  } catch {
    patchEverywhere(client, id, (row) => ({ ...row, unread: false }));
  }
}
