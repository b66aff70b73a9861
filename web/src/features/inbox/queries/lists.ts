/** The list of a view: first page kept live, further pages asked for as the member scrolls. */
import type { Conversation, Hint } from "@omniflow/contract";
import { type QueryClient, type QueryKey, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { type ConversationFilter, getConversation, getCounts, listConversations } from "../../../api/conversations.ts";
import { keys } from "../../../api/keys.ts";
import { onHints } from "../../../api/realtime.ts";
import { isPending, withPending } from "../actions/pending.ts";
import { mergeHead, orderOf, type Page } from "../list/head.ts";
import { belongs } from "../views/view.ts";
import { writeRow } from "./cache.ts";
import { whoAmI } from "./who.ts";

const pageSize = 50;
/** More than this at once is somebody's bulk change: the next look will show it. */
const mostSingles = 20;

/** Lays changes that are still on their way over rows just read, and drops those that will have left. */
export function asShown(client: QueryClient, filter: ConversationFilter, rows: Conversation[]): Conversation[] {
  const who = whoAmI(client);
  return rows
    .map((row) => (isPending(row.id) ? withPending(row) : row))
    .filter((row) => !isPending(row.id) || belongs(filter, row, who, Date.now()) !== false);
}

async function readPage(client: QueryClient, filter: ConversationFilter, cursor: string | null, signal?: AbortSignal) {
  const page = await listConversations(filter, cursor, pageSize, signal);
  return { rows: asShown(client, filter, page.items), next: page.nextCursor } satisfies Page;
}

export function listOptions(client: QueryClient, filter: ConversationFilter) {
  const queryKey = keys.conversationList(filter);
  return {
    queryKey,
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Page[]> => {
      const head = await readPage(client, filter, null, signal);
      const loaded = client.getQueryData<Page[]>(queryKey);
      return loaded ? mergeHead(loaded, head, orderOf(filter)) : [head];
    },
  };
}

export function useConversationList(filter: ConversationFilter) {
  const client = useQueryClient();
  const query = useQuery(listOptions(client, filter));
  const loading = useRef(false);
  const [moreFailed, setMoreFailed] = useState(false);
  const key = JSON.stringify(filter);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for the filter's content
  const loadMore = useCallback(async () => {
    const queryKey = keys.conversationList(filter);
    const cursor = client.getQueryData<Page[]>(queryKey)?.at(-1)?.next;
    if (!cursor || loading.current) return;
    loading.current = true;
    try {
      const page = await readPage(client, filter, cursor);
      client.setQueryData<Page[]>(queryKey, (pages) => pages && appendPage(pages, page, cursor));
      setMoreFailed(false);
    } catch {
      setMoreFailed(true);
    } finally {
      loading.current = false;
    }
  }, [client, key]);

  useEffect(() => onHints((hints) => void refreshBeyondHead(client, filterKey(key), hints)), [client, key]);

  return { query, hasMore: Boolean(query.data?.at(-1)?.next), loadMore, moreFailed };
}

const filterKey = (key: string) => keys.conversationList(JSON.parse(key) as ConversationFilter);

/** The first page is read anew by itself; rows further down that something happened to are read one by one. */
async function refreshBeyondHead(client: QueryClient, queryKey: QueryKey, hints: readonly Hint[]): Promise<void> {
  const beyond = new Set(
    client
      .getQueryData<Page[]>(queryKey)
      ?.slice(1)
      .flatMap((page) => page.rows.map((row) => row.id)),
  );
  const touched = new Set(
    hints.flatMap((hint) => (hint.conversation_id && beyond.has(hint.conversation_id) ? [hint.conversation_id] : [])),
  );
  for (const id of [...touched].slice(0, mostSingles)) {
    const row = await getConversation(id).catch(() => null);
    if (row) writeRow(client, withPending(row));
  }
}

/** Adds a page that was asked for with `cursor`; dropped when the list has been read anew meanwhile. */
function appendPage(pages: Page[], page: Page, cursor: string): Page[] {
  if (pages.at(-1)?.next !== cursor) return pages;
  const known = new Set(pages.flatMap((one) => one.rows).map((row) => row.id));
  return [...pages, { ...page, rows: page.rows.filter((row) => !known.has(row.id)) }];
}

export const useCounts = () =>
  useQuery({ queryKey: keys.counts, queryFn: ({ signal }) => getCounts(signal), placeholderData: (before) => before });
