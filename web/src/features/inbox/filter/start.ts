/** The filter a view stands for: where the member begins to narrow it down. Pure. */
import type { Filter, FilterCondition, View as SavedView } from "@omniflow/contract";
import { emptyFilter, readable, startCondition } from "../../filters/filter-tree.ts";
import type { View } from "../views/view.ts";

const status = (...values: string[]): FilterCondition => ({ field: "status", op: "in", value: values });
const nobody: FilterCondition = { field: "assignee", op: "not_exists" };

const named: Record<string, FilterCondition[]> = {
  mine: [{ field: "assignee", op: "in", value: ["me"] }, status("open")],
  team: [{ field: "team", op: "in", value: ["mine"] }, nobody, status("open")],
  unassigned: [nobody, status("open")],
  mentions: [{ field: "mentions_me", op: "is", value: true }],
  vip: [{ field: "contact_tier", op: "is", value: "vip" }, status("open")],
  snoozed: [{ field: "snoozed", op: "is", value: true }],
  spam: [{ field: "folder", op: "in", value: ["spam"] }],
  trash: [{ field: "folder", op: "in", value: ["trash"] }],
  all: [],
};

export function filterOf(view: View, saved: readonly SavedView[]): Filter {
  const of = (nodes: FilterCondition[]): Filter => ({ op: "and", nodes });
  switch (view.kind) {
    case "filter":
      return readable(parseTree(view.filter) ?? emptyFilter());
    case "saved":
      return readable(saved.find((one) => one.id === view.key)?.filter ?? emptyFilter());
    case "channel":
      return of([{ field: "channel", op: "in", value: [view.channel] }, status("open")]);
    case "team":
      return of([{ field: "team", op: "in", value: [view.teamId] }, status("open")]);
    default: {
      const nodes = named[view.name] ?? [status(view.name)];
      return of(nodes.length > 0 ? nodes : [startCondition("status")]);
    }
  }
}

/** Null when it is no tree: the server would refuse it too. */
export function parseTree(text: string): Filter | null {
  try {
    const value: unknown = JSON.parse(text);
    return isTree(value) ? (value as Filter) : null;
  } catch {
    return null;
  }
}

const isTree = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  "nodes" in value &&
  Array.isArray(value.nodes) &&
  value.nodes.every((node) => isTree(node) || (typeof node?.field === "string" && typeof node?.op === "string"));
