/** Writes one conversation into everything that shows it: its detail and every loaded list. */
import type { Conversation, ConversationDetail } from "@omniflow/contract";
import type { QueryClient } from "@tanstack/react-query";
import type { ConversationFilter } from "../../../api/conversations.ts";
import { keys } from "../../../api/keys.ts";
import { orderOf, type Page, patchRow, placeRow } from "../list/head.ts";
import { belongs } from "../views/view.ts";
import { whoAmI } from "./who.ts";

/** The newest version of a conversation that is on screen anywhere, or null. */
export function findCached(client: QueryClient, id: string): Conversation | null {
  const detail = client.getQueryData<ConversationDetail>(keys.conversationDetail(id));
  if (detail) return detail;
  for (const [, pages] of client.getQueriesData<Page[]>({ queryKey: keys.conversationLists })) {
    for (const page of pages ?? []) {
      const row = page.rows.find((one) => one.id === id);
      if (row) return row;
    }
  }
  return null;
}

/** Puts the row where it now belongs in every list, and over the detail. Lists only the server can judge are patched in place. */
export function writeRow(client: QueryClient, row: Conversation): void {
  const who = whoAmI(client);
  client.setQueryData<ConversationDetail>(keys.conversationDetail(row.id), (detail) => detail && { ...detail, ...row });
  for (const [key, pages] of client.getQueriesData<Page[]>({ queryKey: keys.conversationLists })) {
    if (!pages) continue;
    const filter = (key[2] ?? {}) as ConversationFilter;
    const listed = belongs(filter, row, who, Date.now());
    const next =
      listed === null || (listed && orderOf(filter) === "given")
        ? patchRow(pages, row.id, () => row)
        : placeRow(pages, row, listed, orderOf(filter));
    client.setQueryData<Page[]>(key, next);
  }
}

/** A small change of what a row shows (read state), without moving it. */
export function patchEverywhere(
  client: QueryClient,
  id: string,
  patch: <Row extends Conversation>(row: Row) => Row,
): void {
  client.setQueryData<ConversationDetail>(keys.conversationDetail(id), (detail) => detail && patch(detail));
  for (const [key, pages] of client.getQueriesData<Page[]>({ queryKey: keys.conversationLists })) {
    if (pages) client.setQueryData<Page[]>(key, patchRow(pages, id, patch));
  }
}
