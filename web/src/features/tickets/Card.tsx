/** A ticket as a card of the board. */
import type { Ticket } from "@omniflow/contract";
import { Link } from "@tanstack/react-router";
import { EllipsisVertical } from "lucide-react";
import { memo, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useSlug } from "../../frame/workspace-link.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { IconButton } from "../../ui/button.tsx";
import { Menu, MenuItem } from "../../ui/menu.tsx";
import { PriorityIcon } from "../inbox/status.tsx";
import type { Column } from "./columns.ts";
import { useOwnStatuses } from "./data.ts";
import { TicketStatusIcon } from "./marks.tsx";

/** The card that the focus goes along with. */
export type Held = { current: string | null };

type CardProps = {
  ticket: Ticket;
  /** The one it stands in. */
  column: Column;
  movable: boolean;
  held: Held;
  onDrag: (ticket: Ticket | null) => void;
  onStep: (ticket: Ticket, by: 1 | -1) => void;
  /** Where it may go from here, for whoever has neither mouse nor keys. */
  targets: (ticket: Ticket, from: Column) => readonly Column[];
  onMove: (ticket: Ticket, to: Column) => void;
};

/** Drawn again only when something of its own changes: a column may hold thousands. */
export const Card = memo(function Card({
  ticket,
  column,
  movable,
  held,
  onDrag,
  onStep,
  targets: targetsOf,
  onMove,
}: CardProps) {
  const { t } = useTranslation("tickets");
  const slug = useSlug();
  const statuses = useOwnStatuses();
  // Said where the column does not say it.
  const own = column.status_id === undefined ? statuses.find((status) => status.id === ticket.status_id) : undefined;
  const targets = movable ? targetsOf(ticket, column) : [];
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (held.current === ticket.id) link.current?.focus();
  }, [held, ticket.id]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: by keyboard the same is done with the link inside
    <div
      draggable={movable}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", String(ticket.number));
        onDrag(ticket);
      }}
      onDragEnd={() => onDrag(null)}
      className="group relative rounded-md border border-line bg-surface shadow-none"
    >
      <Link
        ref={link}
        to={`/w/${slug}/tickets/${ticket.id}` as string}
        draggable={false}
        onBlur={() => {
          // Whoever goes elsewhere is not called back; a card that is taken out of its column reports no blur.
          if (held.current === ticket.id) held.current = null;
        }}
        aria-keyshortcuts={movable ? "Alt+ArrowLeft Alt+ArrowRight" : undefined}
        title={movable ? t("board.keys") : undefined}
        onKeyDown={(event) => {
          if (!movable || !event.altKey || (event.key !== "ArrowLeft" && event.key !== "ArrowRight")) return;
          event.preventDefault();
          const forward = (event.key === "ArrowRight") === (document.documentElement.dir !== "rtl");
          onStep(ticket, forward ? 1 : -1);
        }}
        className="block rounded-md p-2.5 hover:bg-hover"
      >
        <span className="flex items-center gap-1.5 text-xs text-muted">
          <span className="tabular">#{ticket.number}</span>
          <PriorityIcon priority={ticket.priority} />
          <bdi className="min-w-0 flex-1 truncate">{ticket.contact?.name}</bdi>
          {ticket.assignee && <Avatar name={ticket.assignee.name} id={ticket.assignee.id} size="xs" />}
        </span>
        <bdi className="mt-1 line-clamp-2 text-sm text-ink pointer-coarse:pe-6">{ticket.title}</bdi>
        {(own || ticket.checklist_progress.total > 0) && (
          <span className="mt-1 flex gap-2 text-xs text-muted tabular">
            {own && <bdi className="truncate">{own.name}</bdi>}
            {ticket.checklist_progress.total > 0 && t("checklist.progress", ticket.checklist_progress)}
          </span>
        )}
      </Link>
      {targets.length > 0 && (
        <span className="absolute end-1 bottom-1 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 has-data-[state=open]:opacity-100 pointer-coarse:opacity-100">
          <Menu
            align="end"
            trigger={
              <IconButton size="sm" label={t("board.move", { number: ticket.number })}>
                <EllipsisVertical />
              </IconButton>
            }
          >
            {targets.map((to) => (
              <MenuItem
                key={to.key}
                icon={<TicketStatusIcon status={to.status} />}
                onSelect={() => {
                  held.current = ticket.id;
                  onMove(ticket, to);
                }}
              >
                <bdi>{to.name}</bdi>
              </MenuItem>
            ))}
          </Menu>
        </span>
      )}
    </div>
  );
});
