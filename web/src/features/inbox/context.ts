/** What the parts of the inbox share: where the member is, what is selected, which panels and pickers are open. */
import { createContext, useContext } from "react";
import type { ConversationFilter } from "../../api/conversations.ts";
import type { Sort, View } from "./views/view.ts";

export type PickerKind = "assign" | "tag" | "status" | "priority" | "snooze" | "merge" | "transfer";
export type Panel = "views" | "contact";
export type ListLayout = "list" | "table";

export type Inbox = {
  view: View;
  filter: ConversationFilter;
  /** What is searched for, everywhere; null while the list of the view is shown. */
  search: string | null;
  setSearch: (text: string | null) => void;
  sort: Sort;
  setSort: (sort: Sort) => void;
  layout: ListLayout;
  setLayout: (layout: ListLayout) => void;
  narrow: boolean;
  /** The conversation in the thread pane. */
  openId: string | null;
  /** What actions are about: the open conversation, else the row J and K stand on. */
  targetId: string | null;
  /** The ticket on whose page the conversation stands: what is written there speaks of this one. */
  ticketId?: string;
  setCursor: (id: string | null) => void;
  /** The way back from a conversation is the list. */
  open: (id: string | null) => void;
  showView: (key: string, sort?: Sort) => void;
  step: (by: 1 | -1) => void;
  /** Told by the list: what it shows, in order. */
  setOrder: (ids: string[]) => void;
  /** Into the selection or out of it; `range`: with everything from where the last one was picked. */
  pick: (id: string, range: boolean) => void;
  /** After an action took the target out of the list: on to the next one, the list, or nowhere. */
  moveOn: (id: string) => void;
  panels: Record<Panel, boolean>;
  togglePanel: (panel: Panel) => void;
  picker: { kind: PickerKind; id: string } | null;
  openPicker: (kind: PickerKind, id: string) => void;
  closePicker: () => void;
};

/** What stays while the member goes from one conversation to the next: all that the views need, so that they rest. */
export type Place = Pick<Inbox, "view" | "narrow" | "showView" | "togglePanel">;

export const PlaceContext = createContext<Place | null>(null);

export function usePlace(): Place {
  const place = useContext(PlaceContext);
  if (!place) throw new Error("Only inside the inbox");
  return place;
}

export const InboxContext = createContext<Inbox | null>(null);

export function useInbox(): Inbox {
  const inbox = useContext(InboxContext);
  if (!inbox) throw new Error("Only inside the inbox");
  return inbox;
}
