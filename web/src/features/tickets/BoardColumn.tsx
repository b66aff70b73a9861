/** A column of the board: the cards in sight of the thousands it may hold, and more of them on scrolling down. */
import type { Ticket, TicketOwnStatus } from "@omniflow/contract";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { listTickets, type TicketFilter } from "../../api/tickets.ts";
import { useCan } from "../../frame/me.ts";
import { cn } from "../../lib/cn.ts";
import { useStable } from "../../lib/use-stable.ts";
import { ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { Card, type Held } from "./Card.tsx";
import { type Column, standsIn } from "./columns.ts";
import { focusedIn, within } from "./kept.ts";
import { More } from "./More.tsx";
import { TicketStatusIcon } from "./marks.tsx";

/** Cards that are read together: first what fills a screen, then as many as the server gives. */
const [first, onward] = [50, 100];
/** A card with one line of title, until it is measured; and what lies between two. */
const [cardHeight, gap] = [64, 8];

type Props = {
  column: Column;
  queryKey: readonly unknown[];
  filter: TicketFilter;
  own: readonly TicketOwnStatus[];
  moving: ReadonlyMap<string, Ticket>;
  /** What is being dragged may, or may not, be put here. */
  open: boolean;
  shut: boolean;
  held: Held;
  onDrag: (ticket: Ticket | null) => void;
  onDrop: () => void;
  onStep: (ticket: Ticket, by: 1 | -1) => void;
  targets: (ticket: Ticket, from: Column) => Column[];
  onMove: (ticket: Ticket, to: Column) => void;
};

export function BoardColumn({ column, queryKey, filter, own, moving, open, shut, onDrop, ...cards }: Props) {
  const [over, setOver] = useState(false);
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => listTickets(filter, pageParam, pageParam ? onward : first, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const { data, hasNextPage } = query;
  const items = useMemo(() => {
    const known = data?.pages.flatMap((page) => page.items) ?? [];
    const stands = (ticket: Ticket) => standsIn(ticket, column, own);
    return [...[...moving.values()].filter(stands), ...known.filter((one) => !moving.has(one.id) && stands(one))];
  }, [data, moving, column, own]);
  const scroller = useRef<HTMLDivElement>(null);
  return (
    <section
      aria-label={column.name}
      onDragOver={(event) => {
        if (!open) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={() => {
        setOver(false);
        onDrop();
      }}
      className={cn(
        "flex w-64 shrink-0 flex-col rounded-lg bg-sunken",
        over && "outline-2 outline-accent",
        shut && "opacity-45",
      )}
    >
      <h2 className="flex items-center gap-2 px-3 py-2 text-sm font-semibold text-ink">
        <TicketStatusIcon status={column.status} /> <bdi className="min-w-0 truncate">{column.name}</bdi>
        <span className="text-xs font-normal text-faint tabular">
          {items.length}
          {hasNextPage ? "+" : ""}
        </span>
      </h2>
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        {query.isPending && <SkeletonRows rows={2} />}
        {query.isError && !data && <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />}
        {items.length > 0 && <Cards {...cards} column={column} items={items} scroller={scroller} all={!hasNextPage} />}
        {hasNextPage && <More busy={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />}
      </div>
    </section>
  );
}

type CardsProps = Pick<Props, "column" | "held" | "onDrag" | "onStep" | "targets" | "onMove"> & {
  items: readonly Ticket[];
  scroller: React.RefObject<HTMLDivElement | null>;
  /** These are all there are. */
  all: boolean;
};

function Cards({ items, scroller, all, column, held, targets, ...on }: CardsProps) {
  const may = useCan()("tickets.update");
  const dragged = useRef<string | null>(null);
  const onStep = useStable(on.onStep);
  const onMove = useStable(on.onMove);
  const onDrag = useStable((ticket: Ticket | null) => {
    dragged.current = ticket?.id ?? null;
    on.onDrag(ticket);
  });
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => cardHeight,
    getItemKey: useCallback((index: number) => items[index]!.id, [items]),
    gap,
    overscan: 6,
    // What has the focus or is being dragged stays, however far it is scrolled away.
    rangeExtractor: (range) => within(range, items, [dragged.current, focusedIn(scroller.current)]),
  });
  // The card that was moved here by a key may stand where nothing is drawn yet.
  useEffect(() => {
    const at = items.findIndex((one) => one.id === held.current);
    if (at >= 0 && focusedIn(scroller.current) !== held.current) virtual.scrollToIndex(at);
  }, [items, held, scroller, virtual]);
  return (
    <ul className="relative" style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map(({ index, key, start }) => (
        <li
          key={key}
          ref={virtual.measureElement}
          data-index={index}
          data-ticket={items[index]!.id}
          aria-setsize={all ? items.length : -1}
          aria-posinset={index + 1}
          className="absolute inset-x-0 top-0"
          style={{ transform: `translateY(${start}px)` }}
        >
          <Card
            ticket={items[index]!}
            column={column}
            movable={may && !items[index]!.deleted_at}
            held={held}
            onDrag={onDrag}
            onStep={onStep}
            targets={targets}
            onMove={onMove}
          />
        </li>
      ))}
    </ul>
  );
}
