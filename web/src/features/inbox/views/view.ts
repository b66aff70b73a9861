/** A view is what the address names: `mine`, `status`-like names, `channel:email`, `team:<id>`, a saved one's id, `filter:<tree>`. Pure. */
import type { Conversation, ConversationQuery, DefaultView, ViewSort } from "@omniflow/contract";
import type { Static } from "typebox";

export type Sort = ViewSort;
export type ListQuery = Omit<Static<typeof ConversationQuery>, "limit" | "cursor" | "sort"> & { sort?: Sort };

export const queueViews = ["mine", "team", "unassigned", "mentions", "vip", "snoozed"] as const satisfies DefaultView[];
export const statusViews = ["open", "pending", "on_hold", "resolved"] as const satisfies DefaultView[];
export const folderViews = ["all", "spam", "trash"] as const satisfies DefaultView[];
export type ViewName = (typeof queueViews | typeof statusViews | typeof folderViews)[number];
const named = new Set<string>([...queueViews, ...statusViews, ...folderViews]);

export type View =
  | { kind: "named"; name: ViewName; key: string }
  | { kind: "channel"; channel: string; key: string }
  | { kind: "team"; teamId: string; key: string }
  | { kind: "saved"; key: string }
  /** A filter nobody has saved: the whole of it is in the address. */
  | { kind: "filter"; filter: string; key: string };

/** JSON in letters that need no escaping in an address. */
export const filterKey = (filter: object): string =>
  `filter:${btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(filter)))).replace(/[+/=]/g, (c) => ({ "+": "-", "/": "_" })[c] ?? "")}`;

/** What cannot be read goes to the server as it is: it says what is wrong with it. */
function readFilter(key: string): string {
  try {
    const bytes = atob(key.slice(7).replace(/-/g, "+").replace(/_/g, "/"));
    return new TextDecoder().decode(Uint8Array.from(bytes, (c) => c.charCodeAt(0))) || "?";
  } catch {
    return "?";
  }
}

export const defaultView = "mine";

/** The view an address names; anything unknown is "my open", so that an old link still leads somewhere. */
export function parseView(key: string | undefined): View {
  if (key && named.has(key)) return { kind: "named", name: key as ViewName, key };
  if (key?.startsWith("channel:") && key.length > 8) return { kind: "channel", channel: key.slice(8), key };
  if (key?.startsWith("team:") && key.length > 5) return { kind: "team", teamId: key.slice(5), key };
  if (key?.startsWith("filter:")) return { kind: "filter", filter: readFilter(key), key };
  if (key && /^[0-9a-f-]{36}$/.test(key)) return { kind: "saved", key };
  return { kind: "named", name: defaultView, key: defaultView };
}

/** What to ask the server for. An empty search is left out so that it shares the cache of the unfiltered list. */
export function queryOf(view: View, search = "", sort: Sort = "newest"): ListQuery {
  const query: ListQuery =
    view.kind === "named"
      ? { view: view.name }
      : view.kind === "channel"
        ? { channel: view.channel, view: "open" }
        : view.kind === "saved"
          ? { view_id: view.key }
          : view.kind === "filter"
            ? { filter: view.filter }
            : { team_id: view.teamId, view: "open" };
  if (search.trim()) query.q = search.trim();
  if (sort !== "newest" && view.kind !== "saved") query.sort = sort;
  return query;
}

type Who = { memberId: string | null; teamIds: string[] };

/**
 * Would the server still list this conversation here? Used to let a row leave (or come back) at once after a change;
 * `null` where only the server knows (mentions, search).
 */
export function belongs(query: ListQuery, row: Conversation, who: Who, now: number): boolean | null {
  const inbox = row.folder === "inbox";
  const asleep = row.snoozed_until !== null && Date.parse(row.snoozed_until) > now;
  const open = inbox && row.status === "open" && !asleep;
  if (query.channel && row.channel !== query.channel) return false;
  if (query.team_id && row.team_id !== query.team_id) return false;
  if (query.status && !(inbox && row.status === query.status)) return false;
  if (query.contact_id && row.contact.id !== query.contact_id) return false;
  if (query.q || query.view_id || query.filter) return inbox || query.view_id || query.filter ? null : false;
  switch (query.view) {
    case "mine":
      return open && row.assignee?.id === who.memberId;
    case "team":
      return open && !row.assignee && row.team_id !== null && who.teamIds.includes(row.team_id);
    case "unassigned":
      return open && !row.assignee;
    case "snoozed":
      return inbox && asleep;
    case "open":
    case "pending":
    case "on_hold":
    case "resolved":
      return inbox && row.status === query.view && (row.status === "resolved" || !asleep);
    case "spam":
    case "trash":
      return row.folder === query.view;
    case "all":
      return inbox;
    case "mentions":
    case "vip":
      return inbox ? null : false;
    default:
      return inbox;
  }
}
