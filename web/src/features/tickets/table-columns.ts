/** Which columns the table has: those of the open view, else the member's own choice. */
import type { TicketSavedView } from "@omniflow/contract";
import { useState } from "react";

export const columnOrder = [
  "number",
  "title",
  "contact",
  "status",
  "priority",
  "assignee",
  "team",
  "type",
  "tags",
  "sla",
  "created_at",
  "updated_at",
] as const satisfies readonly TicketSavedView["columns"][number][];
export type Column = (typeof columnOrder)[number];

const usual: Column[] = ["number", "title", "contact", "status", "priority", "assignee", "type", "sla", "updated_at"];
const stored = "omniflow.tickets.columns";

function read(): Column[] {
  try {
    const kept = JSON.parse(localStorage.getItem(stored) ?? "null") as unknown;
    return Array.isArray(kept) ? columnOrder.filter((one) => kept.includes(one)) : usual;
  } catch {
    return usual;
  }
}

export function useTableColumns(view: TicketSavedView | undefined) {
  const [own, setOwn] = useState(read);
  const chosen = view?.columns.length ? (view.columns as Column[]) : own;
  return {
    chosen,
    /** A saved view says which it has; there is nothing to choose. */
    fixed: Boolean(view?.columns.length),
    shown: columnOrder.filter((one) => one === "title" || chosen.includes(one)),
    toggle(column: Column) {
      const next = own.includes(column) ? own.filter((one) => one !== column) : [...own, column];
      localStorage.setItem(stored, JSON.stringify(next));
      setOwn(next);
    },
  };
}
