/** Tickets as a board: a column per status. A card is dragged, or moved by Alt and an arrow key. */
import type { Ticket, TicketStatus } from "@omniflow/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Page } from "../../api/client.ts";
import { ticketKeys } from "../../api/ticket-keys.ts";
import { listTickets, type TicketFilter } from "../../api/tickets.ts";
import { useSlug } from "../../frame/workspace-link.ts";
import { cn } from "../../lib/cn.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { SkeletonRows } from "../../ui/states.tsx";
import { PriorityIcon } from "../inbox/status.tsx";
import { statusOrder, useChangeTicket } from "./data.ts";
import { TicketStatusIcon } from "./marks.tsx";

const shown = 50;

export function TicketBoard({ filter }: { filter: TicketFilter }) {
  const [dragged, setDragged] = useState<Ticket | null>(null);
  // The card that was moved by a key: the focus goes along with it into its new column.
  const held = useRef<string | null>(null);
  const { t } = useTranslation();
  const client = useQueryClient();
  const change = useChangeTicket();
  const move = async (ticket: Ticket, status: TicketStatus) => {
    if (ticket.status === status) return;
    // On screen at once; what the server says comes after it.
    const put = (column: TicketStatus, edit: (items: Ticket[]) => Ticket[]) =>
      client.setQueryData<Page<Ticket>>(
        columnKey(filter, column),
        (page) => page && { ...page, items: edit(page.items) },
      );
    put(ticket.status, (items) => items.filter((one) => one.id !== ticket.id));
    put(status, (items) => [{ ...ticket, status, status_id: null }, ...items]);
    await change(ticket, { status }, t("moved_to", { ns: "tickets", status: t(`status.${status}`) }));
  };
  return (
    <div className="flex min-h-0 flex-1 gap-3 overflow-x-auto bg-canvas p-4">
      {statusOrder.map((status) => (
        <Column
          key={status}
          status={status}
          filter={filter}
          dragged={dragged}
          onDrag={setDragged}
          held={held}
          onMove={(ticket, to) => void move(ticket, to)}
        />
      ))}
    </div>
  );
}

/** The board has every status as a column, so a view of one status shows its other columns too. */
const columnFilter = (filter: TicketFilter, status: TicketStatus): TicketFilter => {
  const { view, ...rest } = filter;
  const within = view === "mine" ? { assignee_id: "me" } : view === "unassigned" ? { assignee_id: "none" } : {};
  const kept = view === "team" || view === "followed" || view === "deleted" ? { view } : {};
  return { ...rest, ...within, ...kept, status };
};
const columnKey = (filter: TicketFilter, status: TicketStatus) => [
  ...ticketKeys.lists,
  "board",
  columnFilter(filter, status),
];

type Held = { current: string | null };
type ColumnProps = {
  status: TicketStatus;
  filter: TicketFilter;
  dragged: Ticket | null;
  held: Held;
  onDrag: (ticket: Ticket | null) => void;
  onMove: (ticket: Ticket, to: TicketStatus) => void;
};

function Column({ status, filter, dragged, held, onDrag, onMove }: ColumnProps) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const query = useQuery({
    queryKey: columnKey(filter, status),
    queryFn: ({ signal }) => listTickets(columnFilter(filter, status), null, shown, signal),
  });
  const items = query.data?.items ?? [];
  const place = statusOrder.indexOf(status);
  return (
    <section
      aria-label={t(`status.${status}`)}
      onDragOver={(event) => {
        if (!dragged) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={() => {
        setOver(false);
        if (dragged) onMove(dragged, status);
        onDrag(null);
      }}
      className={cn("flex w-64 shrink-0 flex-col rounded-lg bg-sunken", over && "outline-2 outline-accent")}
    >
      <h2 className="flex items-center gap-2 px-3 py-2 text-sm font-semibold text-ink">
        <TicketStatusIcon status={status} /> {t(`status.${status}`)}
        <span className="text-xs font-normal text-faint tabular">
          {items.length}
          {query.data?.nextCursor ? "+" : ""}
        </span>
      </h2>
      <ul className="grid min-h-0 flex-1 content-start gap-2 overflow-y-auto px-2 pb-2">
        {query.isPending && <SkeletonRows rows={2} />}
        {items.map((ticket) => (
          <Card
            key={ticket.id}
            ticket={ticket}
            held={held}
            onDrag={onDrag}
            onStep={(by) => {
              const to = statusOrder[place + by];
              if (!to) return;
              held.current = ticket.id;
              onMove(ticket, to);
            }}
          />
        ))}
      </ul>
    </section>
  );
}

type CardProps = {
  ticket: Ticket;
  held: Held;
  onDrag: (ticket: Ticket | null) => void;
  onStep: (by: 1 | -1) => void;
};

function Card({ ticket, held, onDrag, onStep }: CardProps) {
  const { t } = useTranslation("tickets");
  const slug = useSlug();
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (held.current === ticket.id) link.current?.focus();
  }, [held, ticket.id]);
  return (
    <li
      draggable
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", String(ticket.number));
        onDrag(ticket);
      }}
      onDragEnd={() => onDrag(null)}
      className="rounded-md border border-line bg-surface shadow-none"
    >
      <Link
        ref={link}
        to={`/w/${slug}/tickets/${ticket.id}` as string}
        draggable={false}
        onBlur={() => {
          // Whoever goes elsewhere is not called back; a card that is taken out of its column reports no blur.
          if (held.current === ticket.id) held.current = null;
        }}
        aria-keyshortcuts="Alt+ArrowLeft Alt+ArrowRight"
        title={t("board.keys")}
        onKeyDown={(event) => {
          if (!event.altKey || (event.key !== "ArrowLeft" && event.key !== "ArrowRight")) return;
          event.preventDefault();
          const forward = (event.key === "ArrowRight") === (document.documentElement.dir !== "rtl");
          onStep(forward ? 1 : -1);
        }}
        className="block rounded-md p-2.5 hover:bg-hover"
      >
        <span className="flex items-center gap-1.5 text-xs text-muted">
          <span className="tabular">#{ticket.number}</span>
          <PriorityIcon priority={ticket.priority} />
          <bdi className="min-w-0 flex-1 truncate">{ticket.contact?.name}</bdi>
          {ticket.assignee && <Avatar name={ticket.assignee.name} id={ticket.assignee.id} size="xs" />}
        </span>
        <bdi className="mt-1 line-clamp-2 text-sm text-ink">{ticket.title}</bdi>
        {ticket.checklist_progress.total > 0 && (
          <span className="mt-1 block text-xs text-faint tabular">
            {t("checklist.progress", ticket.checklist_progress)}
          </span>
        )}
      </Link>
    </li>
  );
}
