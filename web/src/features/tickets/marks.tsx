/** Small signs of a ticket: its status as icon and word, its number. */
import type { Ticket, TicketStatus } from "@omniflow/contract";
import { Archive, Circle, CircleCheck, CircleDot, CirclePause } from "lucide-react";
import { useTranslation } from "react-i18next";
import { cn } from "../../lib/cn.ts";
import { useOwnStatuses } from "./data.ts";

const icons = {
  open: [Circle, "text-accent-ink"],
  in_progress: [CircleDot, "text-accent-ink"],
  waiting: [CirclePause, "text-warning-ink"],
  resolved: [CircleCheck, "text-success-ink"],
  closed: [Archive, "text-faint"],
} as const;

export function TicketStatusIcon({ status, className }: { status: TicketStatus; className?: string }) {
  const [Icon, tone] = icons[status];
  return <Icon aria-hidden className={cn("size-3.5 shrink-0", tone, className)} />;
}

/** The status in words: the workspace's own when there is one. */
export function StatusWord({ ticket }: { ticket: Pick<Ticket, "status" | "status_id"> }) {
  const { t } = useTranslation();
  const own = useOwnStatuses().find((status) => status.id === ticket.status_id);
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5">
      <TicketStatusIcon status={ticket.status} />
      <bdi className="truncate">{own?.name ?? t(`status.${ticket.status}`)}</bdi>
    </span>
  );
}
