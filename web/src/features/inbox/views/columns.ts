/** Columns of the table: their order and how wide each wants to be. */
import type { View } from "@omniflow/contract";

export type Column = View["columns"][number];

export const widths: Record<Column, string> = {
  customer: "minmax(190px,1.1fr)",
  subject: "minmax(220px,2.4fr)",
  assignee: "minmax(120px,0.8fr)",
  team: "minmax(100px,0.6fr)",
  status: "minmax(96px,0.5fr)",
  priority: "minmax(90px,0.4fr)",
  tags: "minmax(120px,1fr)",
  channel: "minmax(90px,0.4fr)",
  created_at: "minmax(80px,0.4fr)",
  last_message_at: "minmax(80px,0.4fr)",
  waiting_since: "minmax(80px,0.4fr)",
};
export const columnOrder = Object.keys(widths) as Column[];
/** When a view names none. */
export const usualColumns: readonly Column[] = ["customer", "subject", "assignee", "status", "tags"];
/** The first of them carries the link, so there is always one of the two. */
export const shownColumns = (chosen: readonly Column[] | undefined): readonly Column[] => {
  if (!chosen?.length) return usualColumns;
  return chosen.includes("subject") ? chosen : columnOrder.filter((one) => one === "subject" || chosen.includes(one));
};
export const template = (columns: readonly Column[]): string => columns.map((column) => widths[column]).join(" ");
