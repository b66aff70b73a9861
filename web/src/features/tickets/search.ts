/** Which tickets are listed stands in the address: it can be sent to a colleague, and back leads to it. */
import type { Filter } from "@omniflow/contract";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { TicketFilter } from "../../api/tickets.ts";
import { useSlug } from "../../frame/workspace-link.ts";

export type TicketSearch = { view?: string; q?: string; filter?: string; sort?: string };
export type TicketSearchChange = { [K in keyof TicketSearch]?: string | undefined };

const names = ["view", "q", "filter", "sort"] as const;
// Kept while a ticket is open, so that the way back leads to the same list.
let last: TicketSearch = {};

export function useTicketSearch() {
  const given = useSearch({ strict: false }) as Record<string, unknown>;
  const navigate = useNavigate();
  const slug = useSlug();
  // The router reads JSON in an address as what it says; here a filter is text.
  const search: TicketSearch = Object.fromEntries(
    names.flatMap((name) =>
      given[name] === undefined
        ? []
        : [[name, typeof given[name] === "object" ? JSON.stringify(given[name]) : String(given[name])]],
    ),
  );
  const show = (next: TicketSearchChange, replace = false) => {
    last = Object.fromEntries(Object.entries(next).filter(([, value]) => value));
    void navigate({ to: `/w/${slug}/tickets` as string, search: last as never, replace });
  };
  return {
    search,
    show,
    change: (next: TicketSearchChange) => show({ ...search, ...next }, "q" in next),
    back: () => show(last),
  };
}

export const viewOf = (search: TicketSearch): string => search.view ?? "active";
export const isSaved = (view: string): boolean => /^[0-9a-f-]{36}$/.test(view);

/** What the list asks the server for. */
export function filterOf(search: TicketSearch): TicketFilter {
  const view = viewOf(search);
  return {
    ...(isSaved(view) ? { view_id: view } : { view: view as "active" }),
    ...(search.q?.trim() ? { q: search.q.trim() } : {}),
    ...(search.filter ? { filter: search.filter } : {}),
    ...(search.sort ? { sort: search.sort as "newest" } : {}),
  };
}

/** The filter of the address; nothing when it is no filter. */
export function readFilter(text: string | undefined): Filter | null {
  try {
    const read = JSON.parse(text ?? "null") as Filter | null;
    return read && Array.isArray(read.nodes) ? read : null;
  } catch {
    return null;
  }
}
