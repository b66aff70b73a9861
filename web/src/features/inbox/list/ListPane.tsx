/** The list of the current view: rows or table, virtual, live, paged; says so when it is empty, waiting or failed. */
import type { Conversation } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowUp } from "lucide-react";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { watchConversations } from "../../../api/presence.ts";
import { cn } from "../../../lib/cn.ts";
import { whenIdle } from "../../../lib/idle.ts";
import { afterPaint } from "../../../lib/paint.ts";
import { useStore } from "../../../lib/store.ts";
import { Button } from "../../../ui/button.tsx";
import { ErrorState } from "../../../ui/states.tsx";
import { isPicked, isPicking, nothing, pick, selection } from "../bulk/selection.ts";
import { useInbox } from "../context.ts";
import { useConversationHref } from "../href.ts";
import { useConversationList } from "../queries/lists.ts";
import { useTagsByName } from "../queries/lookups.ts";
import { prefetchConversation } from "../queries/messages.ts";
import { useFreshRows } from "./fresh.ts";
import { holdRows } from "./head.ts";
import { ListHeader } from "./ListHeader.tsx";
import { ListRow, rowHeight, tableRowHeight } from "./ListRow.tsx";
import { ListSkeleton } from "./ListSkeleton.tsx";
import { PickBox } from "./PickBox.tsx";
import { useReadAhead } from "./read-ahead.ts";

const noRows: Conversation[] = [];
const Table = lazy(() => import("./Table.tsx").then((module) => ({ default: module.Table })));
const EmptyView = lazy(() => import("./EmptyView.tsx").then((module) => ({ default: module.EmptyView })));
const ViewGone = lazy(() => import("../views/ViewGone.tsx").then((module) => ({ default: module.ViewGone })));
const FilterBar = lazy(() => import("../filter/FilterBar.tsx").then((module) => ({ default: module.FilterBar })));
const BulkBar = lazy(() => import("../bulk/BulkBar.tsx").then((module) => ({ default: module.BulkBar })));
const SearchPane = lazy(() => import("../search/SearchPane.tsx").then((module) => ({ default: module.SearchPane })));

export function ListPane() {
  const { t } = useTranslation("inbox");
  const inbox = useInbox();
  const { query, hasMore, loadMore, moreFailed } = useConversationList(inbox.filter);
  const loaded = useMemo(() => query.data?.flatMap((page) => page.rows) ?? noRows, [query.data]);
  const scroller = useRef<HTMLDivElement>(null);
  const { rows, held, release, onScroll } = useHeldRows(loaded, JSON.stringify(inbox.filter));
  const table = inbox.layout === "table";
  useReadAhead(scroller);

  const searching = inbox.search !== null;
  const picking = useStore(selection, isPicking);
  // What is selected belongs to the view it was selected in.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another view, another selection
  useEffect(() => () => selection.set(nothing), [inbox.view.key]);
  useEffect(() => {
    if (!searching) inbox.setOrder(rows.map((row) => row.id));
  }, [rows, inbox.setOrder, searching]);

  const showNew = () => {
    scroller.current?.scrollTo({ top: 0 });
    release();
  };

  return (
    <section aria-label={t("list.label")} className="relative flex h-full min-w-0 flex-col bg-surface">
      {searching && (
        <Suspense>
          <SearchPane />
        </Suspense>
      )}
      <ListHeader loading={query.isFetching && !query.isPending} />
      {inbox.view.kind === "filter" && (
        <Suspense>
          <FilterBar />
        </Suspense>
      )}
      <div inert={searching} className="relative min-h-0 flex-1">
        {held > 0 && (
          <div className="pointer-events-none absolute inset-x-0 top-2 z-10 flex justify-center">
            <Button
              look="primary"
              size="sm"
              className="pointer-events-auto animate-rise rounded-full shadow-float"
              onClick={showNew}
            >
              <ArrowUp /> {t("list.new", { count: held })}
            </Button>
          </div>
        )}
        <div
          ref={scroller}
          onScroll={onScroll}
          className={cn("h-full overflow-y-auto overscroll-contain", table && "overflow-x-auto")}
        >
          {query.isPending ? (
            <ListSkeleton table={table} />
          ) : query.isError && isGone(inbox.view.kind, query.error as { status?: number }) ? (
            <Suspense>
              <ViewGone error={query.error} />
            </Suspense>
          ) : query.isError && loaded.length === 0 ? (
            <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          ) : rows.length === 0 ? (
            <Suspense>
              <EmptyView />
            </Suspense>
          ) : (
            <Rows rows={rows} scroller={scroller} table={table} hasMore={hasMore} loadMore={loadMore} />
          )}
          {moreFailed && <ErrorState compact error={null} onRetry={() => void loadMore()} className="m-3" />}
        </div>
      </div>
      {picking && (
        <Suspense>
          <BulkBar rows={rows} hasMore={hasMore} />
        </Suspense>
      )}
      <LiveNews rows={loaded} />
    </section>
  );
}

/** A saved view that is not there, or an address that asks for what cannot be listed. */
const isGone = (kind: string, { status }: { status?: number }) =>
  kind === "saved" ? status === 404 : status === 400 || status === 422;

/** Holds back what arrives above while the member has scrolled down. */
function useHeldRows(loaded: Conversation[], key: string) {
  const shownIds = useRef<string[]>([]);
  const [scrolled, setScrolled] = useState(false);
  const [lastKey, setLastKey] = useState(key);
  if (lastKey !== key) {
    setLastKey(key);
    setScrolled(false);
  }
  const { shown, held } = useMemo(
    () => (scrolled && lastKey === key ? holdRows(shownIds.current, loaded) : { shown: loaded, held: 0 }),
    [scrolled, loaded, key, lastKey],
  );
  useEffect(() => {
    shownIds.current = shown.map((row) => row.id);
  }, [shown]);
  const onScroll = useCallback((event: React.UIEvent<HTMLDivElement>) => {
    setScrolled(event.currentTarget.scrollTop > rowHeight / 2);
  }, []);
  return { rows: shown, held, release: () => setScrolled(false), onScroll };
}

type RowsProps = {
  rows: Conversation[];
  scroller: React.RefObject<HTMLDivElement | null>;
  table: boolean;
  hasMore: boolean;
  loadMore: () => Promise<void>;
};

function Rows({ rows, scroller, table, hasMore, loadMore }: RowsProps) {
  const { t } = useTranslation("inbox");
  const inbox = useInbox();
  const client = useQueryClient();
  const tags = useTagsByName();
  const href = useConversationHref();
  const fresh = useFreshRows(rows);
  const chosen = useStore(selection);
  const picking = isPicking(chosen);
  const order = useRef<string[]>([]);
  order.current = rows.map((row) => row.id);
  const onPick = useCallback((id: string, range: boolean) => pick(id, range ? order.current : null), []);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (table ? tableRowHeight : rowHeight),
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const onScreen = items.map((item) => rows[item.index]?.id ?? "").join(" ");

  // biome-ignore lint/correctness/useExhaustiveDependencies: another layout has another height
  useEffect(() => virtual.measure(), [table, virtual]);
  useEffect(() => {
    if (hasMore && last >= rows.length - 15) void loadMore();
  }, [hasMore, last, rows.length, loadMore]);
  useEffect(() => watchConversations(onScreen.split(" ").filter(Boolean)), [onScreen]);

  const target = inbox.targetId;
  const targetIndex = rows.findIndex((row) => row.id === target);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new target scrolls, not a row that moved
  useEffect(() => {
    if (targetIndex < 0) return;
    // After the member has what they asked for.
    const stops = [
      afterPaint(() => virtual.scrollToIndex(targetIndex, { align: "auto" })),
      whenIdle(() => {
        for (const next of [rows[targetIndex + 1], rows[targetIndex - 1]]) {
          if (next) prefetchConversation(client, next.id);
        }
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [target]);

  const style = (start: number, size: number) => ({ transform: `translateY(${start}px)`, height: size });
  if (table) {
    return (
      <Suspense fallback={<ListSkeleton table />}>
        <Table
          rows={rows}
          items={items}
          height={virtual.getTotalSize()}
          href={href}
          target={target}
          tags={tags}
          picked={(id) => isPicked(chosen, id)}
          onPick={onPick}
        />
      </Suspense>
    );
  }
  return (
    <ul
      aria-label={t("list.label")}
      data-picking={picking || undefined}
      className="relative"
      style={{ height: virtual.getTotalSize() }}
    >
      {items.map(({ index, start, size, key }) => {
        const row = rows[index]!;
        return (
          <li
            key={key}
            aria-setsize={hasMore ? -1 : rows.length}
            aria-posinset={index + 1}
            className={cn("group absolute inset-x-0 top-0", fresh.has(row.id) && "animate-fade")}
            style={style(start, size)}
          >
            <ListRow
              row={row}
              href={href(row.id)}
              selected={row.id === inbox.openId}
              cursor={row.id === target}
              picked={isPicked(chosen, row.id)}
              tags={tags}
              onOpen={inbox.open}
              onPick={onPick}
            />
            <span
              className={cn(
                "absolute start-4 top-3 grid size-8 place-items-center",
                picking ? "opacity-100" : "opacity-0 group-hover:opacity-100",
              )}
            >
              <PickBox row={row} picked={isPicked(chosen, row.id)} onPick={onPick} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** Says to screen readers that something arrived, once for all that arrived together. */
function LiveNews({ rows }: { rows: Conversation[] }) {
  const { t } = useTranslation("inbox");
  const fresh = useFreshRows(rows);
  const newest = rows.find((row) => fresh.has(row.id));
  return (
    <p aria-live="polite" className="sr-only">
      {newest && t("list.arrived", { name: newest.contact.name || t("unknown_contact"), count: fresh.size })}
    </p>
  );
}
