/** Which columns the table has: those of the open view, else the member's own choice. */
import type { TicketSavedView } from "@omniflow/contract";
import { useChosenColumns } from "../../frame/chosen-columns.ts";

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

/** In pixels; the title takes what is left. */
const widths: Record<Column, number> = {
  number: 68,
  title: 240,
  contact: 140,
  status: 124,
  priority: 100,
  assignee: 140,
  team: 130,
  type: 120,
  tags: 200,
  sla: 56,
  created_at: 88,
  updated_at: 88,
};

/** As a grid has it. */
export const widthOf = (column: Column): string =>
  column === "title" ? `minmax(${widths.title}px,1fr)` : `${widths[column]}px`;

const usual: Column[] = ["number", "title", "contact", "status", "priority", "assignee", "type", "sla", "updated_at"];

export function useTableColumns(view: TicketSavedView | undefined) {
  const [chosenBefore, choose] = useChosenColumns("ticket");
  const own = chosenBefore ? columnOrder.filter((one) => chosenBefore.includes(one)) : usual;
  const chosen = view?.columns.length ? (view.columns as Column[]) : own;
  return {
    chosen,
    /** A saved view says which it has; there is nothing to choose. */
    fixed: Boolean(view?.columns.length),
    shown: columnOrder.filter((one) => one === "title" || chosen.includes(one)),
    toggle: (column: Column) => choose(own.includes(column) ? own.filter((one) => one !== column) : [...own, column]),
  };
}
