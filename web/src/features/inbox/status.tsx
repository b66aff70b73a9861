/** Status and priority as signs: the same shape and colour wherever they appear. */
import type { Priority, Status } from "@omniflow/contract";
import { cn } from "../../lib/cn.ts";

/** In the order of work, and from the most pressing down. */
export const statusOrder: readonly Status[] = ["open", "pending", "on_hold", "resolved"];
export const priorityOrder: readonly Priority[] = ["urgent", "high", "normal", "low"];

const colors: Record<Status, string> = {
  open: "text-status-open",
  pending: "text-status-pending",
  on_hold: "text-status-hold",
  resolved: "text-status-resolved",
};

/** A ring that fills as the work moves on; told apart without colour too. */
export function StatusIcon({ status, className }: { status: Status; className?: string }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden className={cn("size-3.5 shrink-0", colors[status], className)}>
      <circle
        cx="8"
        cy="8"
        r="6"
        fill={status === "resolved" ? "currentColor" : "none"}
        stroke="currentColor"
        strokeWidth="2"
      />
      {status === "pending" && <path d="M8 5a3 3 0 0 1 0 6z" fill="currentColor" stroke="currentColor" />}
      {status === "on_hold" && (
        <path d="M6.5 5.8v4.4M9.5 5.8v4.4" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
      )}
      {status === "resolved" && (
        <path
          d="m5.4 8.2 1.8 1.8 3.4-3.7"
          fill="none"
          className="stroke-surface"
          strokeWidth="1.7"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      )}
    </svg>
  );
}

const bars: Record<Priority, number> = { low: 1, normal: 2, high: 3, urgent: 3 };
const tints: Record<Priority, string> = {
  low: "text-priority-low",
  normal: "text-priority-normal",
  high: "text-priority-high",
  urgent: "text-priority-urgent",
};

/** Bars like a signal; urgent is a filled square with a mark, so that it is seen from afar. */
export function PriorityIcon({ priority, className }: { priority: Priority; className?: string }) {
  if (priority === "urgent") {
    return (
      <svg viewBox="0 0 16 16" aria-hidden className={cn("size-3.5 shrink-0", tints.urgent, className)}>
        <rect x="1" y="1" width="14" height="14" rx="3.5" fill="currentColor" />
        <path d="M8 4.4v4.4" className="stroke-surface" strokeWidth="2" strokeLinecap="round" />
        <circle cx="8" cy="11.6" r="1.1" className="fill-surface" />
      </svg>
    );
  }
  return (
    <svg viewBox="0 0 16 16" aria-hidden className={cn("size-3.5 shrink-0", tints[priority], className)}>
      {[0, 1, 2].map((bar) => (
        <rect
          key={bar}
          x={1.5 + bar * 5}
          y={10 - bar * 3.5}
          width="3.2"
          height={4.5 + bar * 3.5}
          rx="1"
          fill="currentColor"
          opacity={bar < bars[priority] ? 1 : 0.28}
        />
      ))}
    </svg>
  );
}
