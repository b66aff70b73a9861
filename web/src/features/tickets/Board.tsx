/** Tickets as a board: a column per status. A card is dragged, or moved by Alt and an arrow key. */
import type { Ticket } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ticketKeys } from "../../api/ticket-keys.ts";
import type { TicketFilter } from "../../api/tickets.ts";
import { BoardColumn } from "./BoardColumn.tsx";
import { type Column, columnFilter, columnsOf, mayMove, placeIn, standsIn } from "./columns.ts";
import { useChangeTicket, useOwnStatuses, useTicketSettings } from "./data.ts";

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
        <BoardColumn
          key={column.key}
          column={column}
          queryKey={keyOf(column)}
          filter={columnFilter(filter, column)}
          own={own}
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
