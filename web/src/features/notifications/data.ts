/** Notifications as the app holds them: count beside the bell, list in the panel, marking as read at once on screen. */
import type { Notification } from "@omniflow/contract";
import { type InfiniteData, type QueryClient, queryOptions } from "@tanstack/react-query";
import { ApiError, type Page } from "../../api/client.ts";
import { keys } from "../../api/keys.ts";
import { countNotifications, readNotifications } from "../../api/notifications.ts";

export const countQuery = queryOptions({
  queryKey: keys.notificationCount,
  queryFn: ({ signal }) => countNotifications(signal),
  staleTime: 60_000,
});

type Which = { ids?: string[]; conversation_id?: string; ticket_id?: string };
type Pages = InfiniteData<Page<Notification>>;

const meant = (which: Which, one: Notification) =>
  which.ids
    ? which.ids.includes(one.id)
    : (which.conversation_id === undefined || one.conversation?.id === which.conversation_id) &&
      (which.ticket_id === undefined || one.ticket?.id === which.ticket_id);

/** All without `which`. */
export async function markRead(client: QueryClient, which: Which = {}): Promise<void> {
  client.setQueryData<Pages>(keys.notificationList, (now) =>
    now
      ? {
          ...now,
          pages: now.pages.map((page) => ({
            ...page,
            items: page.items.map((one) => (meant(which, one) ? { ...one, read: true } : one)),
          })),
        }
      : now,
  );
  try {
    client.setQueryData(keys.notificationCount, await readNotifications(which));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    void client.invalidateQueries({ queryKey: keys.notifications });
  }
}

/** Who has the conversation or the ticket in front of them need not be told of it. Asks the server only when something is unread. */
async function markShown(client: QueryClient, which: Which): Promise<void> {
  const { unread } = client.getQueryData<{ unread: number }>(keys.notificationCount) ?? { unread: 1 };
  if (unread > 0) await markRead(client, which);
}
export const markConversationRead = (client: QueryClient, id: string) => markShown(client, { conversation_id: id });
export const markTicketRead = (client: QueryClient, id: string) => markShown(client, { ticket_id: id });
