/** Editing a filter: every change gives a new tree. A node is named by its path of places from the root. Pure. */
import type { Filter, FilterCondition, FilterNode, FilterOperator, FilterValueKind } from "@omniflow/contract";
import { editorOf, operatorsOf } from "./fields.ts";

export type Path = readonly number[];
/** As the server has it. */
export const maxDepth = 4;
export const maxNodes = 100;

export const isGroup = (node: FilterNode): node is Filter => "nodes" in node;
export const emptyFilter = (): Filter => ({ op: "and", nodes: [] });

/** The node at `path` replaced; null takes it out. */
export function replaceAt(filter: Filter, path: Path, next: FilterNode | null): Filter {
  const [first, ...rest] = path;
  if (first === undefined) return next && isGroup(next) ? next : emptyFilter();
  const child = filter.nodes[first];
  if (!child) return filter;
  const changed = rest.length === 0 ? next : isGroup(child) ? replaceAt(child, rest, next) : child;
  const nodes = filter.nodes.flatMap((node, index) => (index === first ? (changed ? [changed] : []) : [node]));
  return { ...filter, nodes };
}

export function groupAt(filter: Filter, path: Path): Filter | null {
  let node: FilterNode = filter;
  for (const index of path) {
    const next: FilterNode | undefined = isGroup(node) ? node.nodes[index] : undefined;
    if (!next) return null;
    node = next;
  }
  return isGroup(node) ? node : null;
}

/** Adds to the end of the group at `path`; the same filter when there is no room left or it would be too deep. */
export function addTo(filter: Filter, path: Path, node: FilterNode): Filter {
  const group = groupAt(filter, path);
  if (!group || countNodes(filter) >= maxNodes || (isGroup(node) && path.length + 2 > maxDepth)) return filter;
  return replaceAt(filter, path, { ...group, nodes: [...group.nodes, node] });
}

export const mayNest = (path: Path): boolean => path.length + 2 <= maxDepth;

export function countNodes(node: FilterNode): number {
  return isGroup(node) ? 1 + node.nodes.reduce((sum, child) => sum + countNodes(child), 0) : 1;
}

/** A new condition on a field, with its first comparison and no value yet. */
export function startCondition(field: string, custom?: FilterValueKind): FilterCondition {
  const op = operatorsOf(field, custom)[0]!;
  return changeOperator({ field, op }, op, custom);
}

/** The value stays when the new comparison asks for the same kind of one. */
export function changeOperator(
  condition: FilterCondition,
  op: FilterOperator,
  custom?: FilterValueKind,
): FilterCondition {
  const editor = editorOf(condition.field, op, custom);
  const { field } = condition;
  if (editor === "none") return { field, op };
  const kept = editorOf(field, condition.op, custom) === editor ? condition.value : undefined;
  if (kept !== undefined) return { field, op, value: kept };
  if (editor === "flag") return { field, op, value: true };
  if (editor === "list") return { field, op, value: [] };
  if (editor === "span") return { field, op, value: "7d" };
  return { field, op };
}

/** Whether it asks something: an empty value is a condition still being written. */
export function isComplete({ field, op, value }: FilterCondition): boolean {
  if (/\.custom\.$/.test(field)) return false;
  const editor = editorOf(field, op);
  if (editor === "none") return true;
  if (editor === "list") return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== "";
  if (editor === "number") return value !== "" && value !== undefined && Number.isFinite(Number(value));
  if (editor === "span") return /^[1-9]\d{0,4}[mhdw]$/.test(String(value));
  return value !== undefined && String(value).trim() !== "";
}

/** What can be sent: without unfinished conditions and without groups that hold nothing. */
export function finished(filter: Filter): Filter {
  const nodes = filter.nodes.flatMap((node): FilterNode[] => {
    if (!isGroup(node)) return isComplete(node) ? [node] : [];
    const group = finished(node);
    return group.nodes.length > 0 ? [group] : [];
  });
  return { ...filter, nodes };
}

export function countUnfinished(node: FilterNode): number {
  if (!isGroup(node)) return isComplete(node) ? 0 : 1;
  return node.nodes.reduce((sum, child) => sum + countUnfinished(child), 0);
}

/** A filter made elsewhere, in the words the builder speaks: single values become lists. */
export function readable(filter: Filter): Filter {
  return {
    ...filter,
    nodes: filter.nodes.map((node): FilterNode => {
      if (isGroup(node)) return readable(node);
      const listed = editorOf(node.field, node.op) === "list";
      if (!listed) return node;
      const op = node.op === "is" ? "in" : node.op === "is_not" ? "not_in" : node.op;
      return { ...node, op, value: node.value === undefined ? [] : [node.value].flat() };
    }),
  };
}

/** `7d` → 7 and d. */
export function readSpan(value: unknown): { amount: string; unit: string } {
  const match = /^(\d*)([mhdw])$/.exec(String(value ?? ""));
  return { amount: match?.[1] ?? "", unit: match?.[2] ?? "d" };
}
