/** Keeping a long list live without asking for all of it again: the first page is laid over what is loaded. Pure. */
import type { Conversation } from "@omniflow/contract";
import type { ConversationFilter } from "../../../api/conversations.ts";

export type Page = { rows: Conversation[]; next: string | null };
/** `given`: an order only the server knows. */
type Order = "newest" | "oldest" | "given";

export const orderOf = ({ view_id, filter, sort = "newest" }: ConversationFilter): Order =>
  !view_id && !filter && (sort === "newest" || sort === "oldest") ? sort : "given";

/** Negative when `a` is listed before `b`. */
export function compareRows(a: Conversation, b: Conversation, order: Order): number {
  const by =
    a.last_message_at < b.last_message_at ? -1 : a.last_message_at > b.last_message_at ? 1 : a.id < b.id ? -1 : 1;
  return a.id === b.id ? 0 : order === "newest" ? -by : by;
}

/**
 * `head` is the first page as the server has it now. Rows it covers are taken from it; what lies beyond its last row stays
 * as loaded. A loaded row inside the covered stretch that `head` lacks has left the list. When nothing lies beyond, or the
 * head ends the list, the head is the list.
 */
export function mergeHead(pages: Page[], head: Page, order: Order): Page[] {
  const last = head.rows.at(-1);
  if (!last || head.next === null) return [head];
  const fresh = new Set(head.rows.map((row) => row.id));
  const beyond = pages
    .flatMap((page) => page.rows)
    .filter((row, at) =>
      fresh.has(row.id) ? false : order === "given" ? at >= head.rows.length : compareRows(last, row, order) < 0,
    );
  if (beyond.length === 0) return [head];
  return [head, { rows: beyond, next: pages.at(-1)?.next ?? null }];
}

/** One changed row put where it belongs; `listed` false takes it out. A row beyond what is loaded is left for later. */
export function placeRow(pages: Page[], row: Conversation, listed: boolean, order: Order): Page[] {
  const without = pages.map((page) => ({ ...page, rows: page.rows.filter((other) => other.id !== row.id) }));
  if (!listed) return without;
  for (const page of without) {
    const index = page.rows.findIndex((other) => compareRows(row, other, order) < 0);
    if (index < 0) continue;
    page.rows.splice(index, 0, row);
    return without;
  }
  const end = without.at(-1);
  if (end && end.next === null) end.rows.push(row);
  return without;
}

/** Rewrites a row in place, wherever it is; the very same pages when it is nowhere, so that nothing renders again. */
export function patchRow(pages: Page[], id: string, patch: (row: Conversation) => Conversation): Page[] {
  let found = false;
  const next = pages.map((page) => {
    if (!page.rows.some((row) => row.id === id)) return page;
    found = true;
    return { ...page, rows: page.rows.map((row) => (row.id === id ? patch(row) : row)) };
  });
  return found ? next : pages;
}

/**
 * What a member who has scrolled down sees: the rows they had, in the order they had, plus what follows the last of them.
 * Rows that arrived further up are held back and counted.
 */
export function holdRows(shownIds: string[], rows: Conversation[]): { shown: Conversation[]; held: number } {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const kept = shownIds.flatMap((id) => byId.get(id) ?? []);
  const known = new Set(shownIds);
  const lastKnown = rows.findLastIndex((row) => known.has(row.id));
  const tail = rows.slice(lastKnown + 1);
  const held = rows.slice(0, lastKnown + 1).filter((row) => !known.has(row.id)).length;
  return { shown: [...kept, ...tail], held };
}
