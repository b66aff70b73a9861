/** One conversation: header, timeline, composer. Keyed by its id, so nothing of another conversation lingers. */
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
import type { ConversationDetail } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { ArrowDown, MessagesSquare } from "lucide-react";
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../../api/client.ts";
import { setViewing, useVisitorTyping } from "../../../api/presence.ts";
import { useCan, useMe } from "../../../frame/me.ts";
import { addRecent, dropRecent } from "../../../frame/palette/recent.ts";
import { useAction } from "../../../keyboard/react.tsx";
import { afterPaint } from "../../../lib/paint.ts";
import { useStore } from "../../../lib/store.ts";
import { AfterPaint } from "../../../ui/after-paint.tsx";
import { Button } from "../../../ui/button.tsx";
import { EmptyState, ErrorState } from "../../../ui/states.tsx";
import { notify } from "../../../ui/toast.tsx";
import { forgetKeptUnread, readConversation } from "../actions/read.ts";
import { Composer } from "../composer/Composer.tsx";
import { outbox } from "../composer/outbox.ts";
import { useInbox } from "../context.ts";
import { useThread } from "../queries/messages.ts";
import { splitting } from "../split/splitting.ts";
import { useJump } from "./jump.ts";
import { OutgoingMessages } from "./OutgoingMessages.tsx";
import { ScheduledMessages } from "./ScheduledMessages.tsx";
import { isScheduled, wasTakenBack } from "./scheduled.ts";
import { useThreadScroll } from "./scroll.ts";
import { ThreadHeader } from "./ThreadHeader.tsx";
import { ThreadSkeleton } from "./ThreadSkeleton.tsx";
import { TimelineView } from "./TimelineView.tsx";
import { buildTimeline, firstUnread } from "./timeline.ts";

const noMessages: never[] = [];
const SplitDialog = lazy(() => import("../split/SplitDialog.tsx").then((module) => ({ default: module.SplitDialog })));

export function ThreadPane({ id }: { id: string }) {
  const { t } = useTranslation("inbox");
  const { open } = useInbox();
  const memberId = useMe().member?.id ?? null;
  const { detail, thread, timeline, loadOlder, showImages, imagesShown } = useThread(id);
  const loaded = thread.data?.messages ?? noMessages;
  // What was taken back is in the composer again; what is planned stands at the end until its time has come.
  const messages = useMemo(() => loaded.filter((message) => !wasTakenBack(message) && !isScheduled(message)), [loaded]);
  const planned = useMemo(() => loaded.filter(isScheduled), [loaded]);
  const sendingHere = useStore(outbox, (items) => items.filter((item) => item.conversationId === id).length);
  const visitorTyping = useVisitorTyping(id);

  // The mark of what was unread is set when the conversation is opened, and stays while it is looked at.
  const unreadId = useRef<string | null | undefined>(undefined);
  if (unreadId.current === undefined && detail.data && thread.data) {
    unreadId.current = detail.data.unread ? (firstUnread(messages, detail.data.read_at, memberId)?.id ?? null) : null;
  }
  const items = useMemo(
    () =>
      buildTimeline(messages, timeline.data ?? [], {
        complete: thread.data?.next === null,
        unreadId: unreadId.current,
      }),
    [messages, timeline.data, thread.data?.next],
  );
  const ready = Boolean(detail.data && thread.data);
  const { scroller, content, atEnd, onScroll, toEnd, rest } = useThreadScroll({
    id,
    ready,
    firstId: messages[0]?.id,
    lastId: `${messages.at(-1)?.id} ${planned.length} ${sendingHere} ${visitorTyping}`,
    onNearStart: () => void loadOlder(),
  });
  useJump(id, { ready, scroller, firstId: messages[0]?.id, complete: thread.data?.next === null, loadOlder, rest });
  useReading(id, ready, messages.at(-1)?.id);
  const missed = useMissed(messages.length, atEnd);

  useRecent(detail.data, detail.error);
  useRedirect(detail.data?.merged_into ?? null);
  const split = useSplitting(id, messages.filter((message) => message.kind === "message").length > 1);

  if (detail.isError && !detail.data)
    return <NotHere error={detail.error} onRetry={() => void detail.refetch()} onBack={() => open(null)} />;
  if (thread.isError && !thread.data) return <ErrorState error={thread.error} onRetry={() => void thread.refetch()} />;
  if (!ready || !detail.data) return <ThreadSkeleton />;

  return (
    <section aria-label={t("thread.label")} className="flex h-full min-w-0 flex-col bg-surface">
      <ThreadHeader detail={detail.data} />
      <div className="relative min-h-0 flex-1">
        <div
          ref={scroller}
          onScroll={onScroll}
          tabIndex={0}
          role="log"
          aria-label={t("thread.messages")}
          className="h-full overflow-y-auto overscroll-contain [overflow-anchor:none] -outline-offset-2"
        >
          <div
            ref={content}
            className="relative mx-auto grid max-w-[52rem] grid-cols-[minmax(0,1fr)] gap-4 px-4 py-4 md:px-6"
          >
            <TimelineView items={items} onShowImages={() => void showImages()} imagesShown={imagesShown} />
            <ScheduledMessages messages={planned} />
            <OutgoingMessages conversationId={id} known={loaded} />
            {visitorTyping && <VisitorTyping name={detail.data.contact.name} />}
          </div>
        </div>
        {!atEnd && (
          <div className="pointer-events-none absolute inset-x-0 bottom-3 flex justify-center">
            <Button size="sm" className="pointer-events-auto animate-rise rounded-full shadow-float" onClick={toEnd}>
              <ArrowDown /> {missed > 0 ? t("thread.new", { count: missed }) : t("thread.to_end")}
            </Button>
          </div>
        )}
      </div>
      <AfterPaint
        meanwhile={<div className="mx-3 mb-3 h-[42px] rounded-lg border border-line-strong md:mx-4 md:mb-4" />}
      >
        <Composer detail={detail.data} messages={messages} onSent={toEnd} />
      </AfterPaint>
      <Suspense>
        {split && (
          <SplitDialog
            detail={detail.data}
            messages={messages}
            from={split.from}
            onOlder={thread.data?.next ? () => void loadOlder() : null}
          />
        )}
      </Suspense>
    </section>
  );
}

/** The palette offers what was open lately; what is no longer theirs to see is forgotten. */
function useRecent(detail: ConversationDetail | undefined, error: unknown) {
  const me = useMe();
  const { openId } = useInbox();
  const { id, subject, preview, contact } = detail ?? {};
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each that is opened
  useEffect(() => {
    if (!id || !contact) return;
    return afterPaint(() =>
      addRecent(me, { kind: "conversation", id, name: contact.name, subject: subject || preview || "" }),
    );
  }, [id, subject]);
  useEffect(() => {
    if (openId && error instanceof ApiError && error.status === 404) dropRecent(me, openId);
  }, [error, openId, me]);
}

/** What is being split off here; by key the choice begins with nothing. */
function useSplitting(id: string, possible: boolean) {
  const { t } = useTranslation("inbox");
  const may = useCan()("conversations.update");
  useAction({
    id: "split",
    label: t("action.split"),
    group: t("group.conversation"),
    when: () => may && possible,
    run: () => splitting.set({ conversationId: id, from: null }),
  });
  return useStore(splitting, (what) => (what?.conversationId === id ? what : null));
}

/** A conversation that was merged away leads to the one it went into. */
function useRedirect(mergedInto: string | null) {
  const { t } = useTranslation("inbox");
  const { open } = useInbox();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it turns out to be elsewhere
  useEffect(() => {
    if (!mergedInto) return;
    open(mergedInto);
    notify({ text: t("thread.redirected"), ms: 6000 });
  }, [mergedInto]);
}

/** Tells the team who looks here, and the server that it has been read: on opening and for each new message while in view. */
function useReading(id: string, ready: boolean, lastId: string | undefined) {
  const client = useQueryClient();
  useEffect(() => {
    forgetKeptUnread(id);
    setViewing(id);
    return () => setViewing(null);
  }, [id]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `lastId` is the news
  useEffect(() => {
    if (!ready) return;
    const read = () => document.visibilityState === "visible" && void readConversation(client, id);
    const stop = afterPaint(read);
    // Focus too: what came in behind another window is seen, and its badge goes, when the member comes back.
    document.addEventListener("visibilitychange", read);
    addEventListener("focus", read);
    return () => {
      stop();
      document.removeEventListener("visibilitychange", read);
      removeEventListener("focus", read);
    };
  }, [client, id, ready, lastId]);
}

/** Messages that came in below while the member was reading further up. */
function useMissed(count: number, atEnd: boolean): number {
  const [seen, setSeen] = useState(count);
  useEffect(() => {
    if (atEnd) setSeen(count);
  }, [atEnd, count]);
  const first = useRef(true);
  useEffect(() => {
    if (first.current && count > 0) {
      first.current = false;
      setSeen(count);
    }
  }, [count]);
  return Math.max(0, count - seen);
}

function VisitorTyping({ name }: { name: string }) {
  const { t } = useTranslation("inbox");
  return (
    <p role="status" className="flex items-center gap-2 text-xs text-muted">
      <span aria-hidden className="flex gap-1 rounded-full bg-sunken px-2.5 py-2">
        {[0, 150, 300].map((delay) => (
          <span
            key={delay}
            className="size-1.5 animate-pulse rounded-full bg-faint"
            style={{ animationDelay: `${delay}ms` }}
          />
        ))}
      </span>
      {t("presence.visitor_typing", { name })}
    </p>
  );
}

type NotHereProps = { error: unknown; onRetry: () => void; onBack: () => void };

function NotHere({ error, onRetry, onBack }: NotHereProps) {
  const { t } = useTranslation("inbox");
  const gone = error instanceof ApiError && (error.status === 404 || error.status === 403 || error.status === 400);
  if (!gone) return <ErrorState error={error} onRetry={onRetry} />;
  return (
    <EmptyState
      icon={<MessagesSquare />}
      title={t("thread.not_found")}
      action={<Button onClick={onBack}>{t("thread.back")}</Button>}
      className="pt-24"
    >
      {t("thread.not_found_hint")}
    </EmptyState>
  );
}
