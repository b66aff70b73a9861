/** What the member was told, newest first. Each leads to its message and is read with it. */
import type { Notification } from "@omniflow/contract";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import {
  AtSign,
  Bell,
  CalendarClock,
  CheckCheck,
  CircleAlert,
  FileCheck,
  FileX,
  Hand,
  Reply,
  Settings2,
  Ticket,
  UserRoundCheck,
} from "lucide-react";
import { type ReactNode, type RefObject, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { listNotifications } from "../../api/notifications.ts";
import { useGo } from "../../frame/workspace-link.ts";
import { cn } from "../../lib/cn.ts";
import { useSaid } from "../../said/index.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Popover } from "../../ui/popover.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { EmptyState, ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { jump } from "../inbox/search/jump.ts";
import { markRead } from "./data.ts";
import { aboutOf, detailOf, lineOf } from "./line.ts";
import { placeOf } from "./wishes.ts";

type PanelProps = { anchor: RefObject<HTMLButtonElement | null>; label: string; onClose: () => void };

export function Panel({ anchor, label, onClose }: PanelProps) {
  return (
    <Popover
      anchor={anchor}
      label={label}
      open
      onOpenChange={(open) => !open && onClose()}
      side="end"
      align="end"
      className="w-[min(25rem,calc(100vw-1rem))] p-0"
    >
      <Suspense fallback={<div className="h-64" />}>
        <List onClose={onClose} />
      </Suspense>
    </Popover>
  );
}

function List({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(["notifications", "common"]);
  const client = useQueryClient();
  const go = useGo();
  const list = useInfiniteQuery({
    queryKey: keys.notificationList,
    queryFn: ({ pageParam, signal }) => listNotifications({ cursor: pageParam, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const all = list.data?.pages.flatMap((page) => page.items) ?? [];
  const open = (one: Notification) => {
    onClose();
    if (!one.read) void markRead(client, { ids: [one.id] });
    const { conversation, message_id: messageId } = one;
    jump.set(conversation && messageId ? { conversationId: conversation.id, messageId } : null);
    go(placeOf(one));
  };
  return (
    <section aria-label={t("title")} className="flex max-h-[min(36rem,80dvh)] flex-col">
      <header className="flex h-11 shrink-0 items-center gap-1 border-b border-line ps-3.5 pe-1.5">
        <h2 className="me-auto text-sm font-semibold text-ink">{t("title")}</h2>
        <Button size="sm" look="ghost" disabled={all.every((one) => one.read)} onClick={() => void markRead(client)}>
          <CheckCheck /> {t("read_all")}
        </Button>
        <IconButton
          label={t("settings")}
          onClick={() => {
            onClose();
            go("/settings/notifications");
          }}
        >
          <Settings2 />
        </IconButton>
      </header>
      {list.isPending && <SkeletonRows className="p-4" />}
      {list.isError && !list.data && <ErrorState compact error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && all.length === 0 && (
        <EmptyState icon={<Bell />} title={t("empty")} className="py-10">
          {t("empty_hint")}
        </EmptyState>
      )}
      {all.length > 0 && (
        <ul className="min-h-0 overflow-y-auto p-1">
          {all.map((one) => (
            <Line
              key={one.id}
              one={one}
              onOpen={() => open(one)}
              onRead={() => void markRead(client, { ids: [one.id] })}
            />
          ))}
          {list.hasNextPage && (
            <li className="grid p-1">
              <Button look="ghost" size="sm" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                {t("showMore", { ns: "common" })}
              </Button>
            </li>
          )}
        </ul>
      )}
    </section>
  );
}

const icons: Record<Notification["kind"], ReactNode> = {
  mention: <AtSign />,
  assigned: <UserRoundCheck />,
  reply: <Reply className="rtl:-scale-x-100" />,
  failed: <CircleAlert className="text-danger-ink" />,
  not_sent: <Hand className="text-warning-ink" />,
  review_wanted: <FileCheck />,
  review_due: <CalendarClock className="text-warning-ink" />,
  review_done: <FileCheck />,
  review_returned: <FileX />,
  ticket_updated: <Ticket />,
  ticket_customer: <Ticket className="text-warning-ink" />,
};

type LineProps = { one: Notification; onOpen: () => void; onRead: () => void };

function Line({ one, onOpen, onRead }: LineProps) {
  const { t } = useTranslation(["notifications", "common"] as const);
  useSaid();
  const detail = detailOf(t, one);
  return (
    <li className="group relative">
      <button
        type="button"
        onClick={onOpen}
        className="flex w-full items-start gap-2.5 rounded-md px-2.5 py-2 pe-9 text-start hover:bg-hover"
      >
        <span aria-hidden className={cn("mt-0.5 [&_svg]:size-4", one.read ? "text-faint" : "text-accent-ink")}>
          {icons[one.kind]}
        </span>
        <span className="min-w-0 flex-1">
          <span className={cn("line-clamp-2 text-sm", one.read ? "text-muted" : "font-medium text-ink")}>
            {!one.read && <span className="sr-only">{t("unread")} </span>}
            {lineOf(t, one)}
          </span>
          {detail && (
            <bdi className={cn("block truncate text-xs", one.read ? "text-faint" : "text-muted")}>{detail}</bdi>
          )}
          <span className="flex gap-1.5 text-xs text-faint">
            <bdi className="truncate">{aboutOf(one)}</bdi>
            <span aria-hidden>·</span>
            <RelativeTime at={one.created_at} className="shrink-0" />
          </span>
        </span>
      </button>
      {!one.read && (
        <span className="absolute end-1.5 top-1.5">
          <IconButton size="sm" label={t("read_one")} onClick={onRead}>
            <span className="size-2 rounded-full bg-accent" />
          </IconButton>
        </span>
      )}
    </li>
  );
}
