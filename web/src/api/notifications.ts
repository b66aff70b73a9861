/** What a member is told: list, count, mark as read. */
import type { Notification, NotificationCount } from "@omniflow/contract";
import type { Static } from "typebox";
import { get, getPage, type Page, post } from "./client.ts";

type Count = Static<typeof NotificationCount>;

export const listNotifications = (
  options: { cursor?: string | null; unread?: boolean; limit?: number; signal?: AbortSignal } = {},
): Promise<Page<Notification>> =>
  getPage<Notification>("/notifications", {
    query: { cursor: options.cursor, unread: options.unread || undefined, limit: options.limit },
    signal: options.signal,
  });
export const countNotifications = (signal?: AbortSignal) => get<Count>("/notifications/count", { signal });
/** Some, those of one conversation or ticket, or all. */
export const readNotifications = (which: { ids?: string[]; conversation_id?: string; ticket_id?: string } = {}) =>
  post<Count>("/notifications/read", which);
