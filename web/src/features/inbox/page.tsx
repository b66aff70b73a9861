/** The inbox: views, list, thread, contact. Three panes and a panel on a wide screen, one at a time on a narrow one. */
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { lazy, memo, Suspense, useDeferredValue, useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { whenIdle } from "../../lib/idle.ts";
import { ResizablePane } from "../../ui/panes.tsx";
import { Pickers } from "./actions/lazy.tsx";
import { InboxContext, PlaceContext, useInbox } from "./context.ts";
import { ListPane } from "./list/ListPane.tsx";
import { whoAmI } from "./queries/who.ts";
import { useInboxState } from "./state.ts";
import { NothingOpen } from "./thread/NothingOpen.tsx";
import { ThreadSkeleton } from "./thread/ThreadSkeleton.tsx";
import { ViewsPane } from "./views/ViewsPane.tsx";
import "./inbox.css";

/** The list is there first; what it leads to follows while the member reads it. */
const loadThread = () => import("./thread/ThreadPane.tsx");
const loadContact = () => import("../contacts/ContactPanel.tsx");
/** After everything else: what was begun before a reload, and what can be undone of it. */
const Progress = lazy(async () => {
  await new Promise<void>((later) => whenIdle(later));
  return { default: (await import("./bulk/Progress.tsx")).Progress };
});
/** Fetched beside the first rows, so that its keys are there with them. */
const loadActions = import("./actions/InboxActions.tsx");
const InboxActions = lazy(() => loadActions.then((module) => ({ default: module.InboxActions })));
const LazyThread = lazy(() => loadThread().then((module) => ({ default: module.ThreadPane })));
const LazyContact = lazy(() => loadContact().then((module) => ({ default: module.ContactPanel })));

/** What was written before a reload, or without a network, goes out once the list is there. */
function sendWhatWaits(client: QueryClient, memberId: string): () => void {
  let stop: (() => void) | null = null;
  let over = false;
  void import("./composer/start.ts").then(
    ({ startSending }) => {
      if (!over) stop = startSending(client, memberId);
    },
    () => {},
  );
  return () => {
    over = true;
    stop?.();
  };
}

function Thread({ id }: { id: string }) {
  return (
    <Suspense fallback={<ThreadSkeleton />}>
      <LazyThread key={id} id={id} />
    </Suspense>
  );
}

const ContactPanel = memo(function ContactPanel({ conversationId }: { conversationId: string }) {
  return (
    <Suspense>
      <LazyContact conversationId={conversationId} />
    </Suspense>
  );
});

export function InboxPage() {
  const inbox = useInboxState();
  const { t } = useTranslation("inbox");
  const client = useQueryClient();
  const { memberId } = whoAmI(client);
  const { view, narrow, showView, togglePanel } = inbox;
  const place = useMemo(() => ({ view, narrow, showView, togglePanel }), [view, narrow, showView, togglePanel]);
  useEffect(() => (memberId ? sendWhatWaits(client, memberId) : undefined), [client, memberId]);
  useEffect(
    () =>
      whenIdle(() => {
        void loadThread();
        void loadContact();
      }),
    [],
  );
  return (
    <InboxContext value={inbox}>
      <PlaceContext value={place}>
        <h1 className="sr-only">{t("title")}</h1>
        <Suspense>
          <InboxActions />
        </Suspense>
        {inbox.narrow ? <OneColumn /> : inbox.layout === "table" ? <TableLayout /> : <Panes />}
        <Pickers />
        <Suspense>
          <Progress />
        </Suspense>
      </PlaceContext>
    </InboxContext>
  );
}

function Panes() {
  const { t } = useTranslation("inbox");
  const { openId, panels } = useInbox();
  return (
    <div className="flex h-full min-h-0">
      {panels.views && <Views />}
      <ResizablePane
        name="list"
        label={t("list.resize")}
        initial={348}
        min={280}
        max={560}
        className="border-e border-line"
      >
        <ListPane />
      </ResizablePane>
      <div className="min-w-0 flex-1">{openId ? <Thread id={openId} /> : <NothingOpen />}</div>
      {openId && panels.contact && <Contact id={openId} />}
    </div>
  );
}

/** The table needs the width: an opened conversation takes its place, and Escape brings it back. */
function TableLayout() {
  const { openId, panels } = useInbox();
  return (
    <div className="flex h-full min-h-0">
      {panels.views && <Views />}
      <div className="min-w-0 flex-1">{openId ? <Thread id={openId} /> : <ListPane />}</div>
      {openId && panels.contact && <Contact id={openId} />}
    </div>
  );
}

function OneColumn() {
  const { openId, panels } = useInbox();
  if (openId && panels.contact) return <ContactPanel conversationId={openId} />;
  if (openId) return <Thread id={openId} />;
  return panels.views ? <ViewsPane /> : <ListPane />;
}

const Views = memo(function Views() {
  const { t } = useTranslation("inbox");
  return (
    <ResizablePane
      name="views"
      label={t("views.resize")}
      initial={212}
      min={180}
      max={320}
      className="border-e border-line"
    >
      <ViewsPane />
    </ResizablePane>
  );
});

/** Beside the thread, and after it: who goes through a list reads the message first, and skips the panels of what they pass. */
function Contact({ id }: { id: string }) {
  const { t } = useTranslation("inbox");
  const shown = useDeferredValue(id);
  return (
    <ResizablePane
      name="contact"
      label={t("thread.resize_contact")}
      initial={300}
      min={260}
      max={440}
      handle="start"
      className="border-s border-line"
    >
      <ContactPanel conversationId={shown} />
    </ResizablePane>
  );
}
