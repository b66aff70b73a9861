/** Tickets as a board: a column per status. A card is dragged, or moved by Alt and an arrow key. */
import type { Ticket } from "@omniflow/contract";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ticketKeys } from "../../api/ticket-keys.ts";
import { listTickets, type TicketFilter } from "../../api/tickets.ts";
import { useCan } from "../../frame/me.ts";
import { cn } from "../../lib/cn.ts";
import { useStable } from "../../lib/use-stable.ts";
import { ErrorState, SkeletonRows } from "../../ui/states.tsx";
import { Card, type Held } from "./Card.tsx";
import { type Column, columnFilter, columnsOf, mayMove, placeIn, standsIn } from "./columns.ts";
import { useChangeTicket, useOwnStatuses, useTicketSettings } from "./data.ts";
import { More } from "./More.tsx";
import { TicketStatusIcon } from "./marks.tsx";

/** Cards of a column that are read together. */
const atOnce = 50;
const none: ReadonlyMap<string, Ticket> = new Map();

/** @param apart own statuses are columns of their own */
export function TicketBoard({ filter, apart }: { filter: TicketFilter; apart: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const own = useOwnStatuses();
  const moves = useTicketSettings()?.moves;
  const columns = useMemo(() => columnsOf(own, apart, (status) => t(`status.${status}`)), [own, apart, t]);
  const [dragged, setDragged] = useState<Ticket | null>(null);
  // On screen where they were put, until the server has answered and the lists are right.
  const [moving, setMoving] = useState(none);
  // The card that was moved by a key: the focus goes along with it into its new column.
  const held = useRef<string | null>(null);
  const change = useChangeTicket();
  const keyOf = (column: Column) => [...ticketKeys.lists, "board", columnFilter(filter, column)];

  const move = async (ticket: Ticket, column: Column) => {
    if (standsIn(ticket, column, own)) return;
    const placed = { ...ticket, ...placeIn(column) };
    setMoving((now) => new Map(now).set(ticket.id, placed));
    const wanted = column.status_id ? { status_id: column.status_id } : { status: column.status };
    await change(ticket, wanted, t("moved_to", { ns: "tickets", status: column.name }));
    await client.invalidateQueries({ queryKey: [...ticketKeys.lists, "board"] });
    // Moved again meanwhile: that move takes itself off.
    setMoving((now) => {
      if (now.get(ticket.id) !== placed) return now;
      const rest = new Map(now);
      rest.delete(ticket.id);
      return rest;
    });
  };
  const next = (ticket: Ticket, from: Column, by: 1 | -1): Column | undefined => {
    const at = columns.indexOf(from);
    const onward = by > 0 ? columns.slice(at + 1) : columns.slice(0, at).reverse();
    return onward.find((column) => mayMove(ticket, placeIn(column), moves));
  };
  const targets = useCallback(
    (ticket: Ticket, from: Column) =>
      columns.filter((to) => to !== from && !standsIn(ticket, to, own) && mayMove(ticket, placeIn(to), moves)),
    [columns, own, moves],
  );
  return (
    <div className="flex min-h-0 flex-1 gap-3 overflow-x-auto bg-canvas p-4">
      {columns.map((column) => (
        <ColumnList
          key={column.key}
          column={column}
          queryKey={keyOf(column)}
          filter={columnFilter(filter, column)}
          stands={(ticket) => standsIn(ticket, column, own)}
          moving={moving}
          open={dragged !== null && mayMove(dragged, placeIn(column), moves)}
          shut={dragged !== null && !mayMove(dragged, placeIn(column), moves)}
          held={held}
          targets={targets}
          onMove={(ticket, to) => void move(ticket, to)}
          onDrag={setDragged}
          onDrop={() => {
            if (dragged) void move(dragged, column);
            setDragged(null);
          }}
          onStep={(ticket, by) => {
            const to = next(ticket, column, by);
            if (!to) return;
            held.current = ticket.id;
            void move(ticket, to);
          }}
        />
      ))}
    </div>
  );
}

type ColumnProps = {
  column: Column;
  queryKey: readonly unknown[];
  filter: TicketFilter;
  stands: (ticket: Ticket) => boolean;
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

function ColumnList({ column, queryKey, filter, stands, moving, open, shut, held, targets, ...on }: ColumnProps) {
  const [over, setOver] = useState(false);
  const onStep = useStable(on.onStep);
  const onMove = useStable(on.onMove);
  const may = useCan()("tickets.update");
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => listTickets(filter, pageParam, atOnce, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
  const known = query.data?.pages.flatMap((page) => page.items) ?? [];
  const read = known.filter((one) => !moving.has(one.id) && stands(one));
  const items = [...[...moving.values()].filter(stands), ...read];
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
        on.onDrop();
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
          {query.hasNextPage ? "+" : ""}
        </span>
      </h2>
      <ul className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] content-start gap-2 overflow-y-auto px-2 pb-2">
        {query.isPending && <SkeletonRows rows={2} />}
        {query.isError && !query.data && (
          <li>
            <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
          </li>
        )}
        {items.map((ticket) => (
          <Card
            key={ticket.id}
            ticket={ticket}
            column={column}
            movable={may && !ticket.deleted_at}
            held={held}
            onDrag={on.onDrag}
            onStep={onStep}
            targets={targets}
            onMove={onMove}
          />
        ))}
        {query.hasNextPage && (
          <li>
            <More busy={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
          </li>
        )}
      </ul>
    </section>
  );
}
