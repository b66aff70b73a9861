/** Every action with a key, named and in order: what the `?` sheet shows and the Keyboard page changes. */
import type { ActionId } from "./catalogue.ts";

export type ListedAction = {
  id: ActionId;
  /** Text that already says it elsewhere; left out: `keyboard:action.<id>`. */
  text?: string;
  /** Always this key: Escape closes, everywhere. */
  fixed?: true;
  /** Works while the person types, so it needs a modifier. */
  typed?: true;
};

export const listed = [
  {
    group: "moving",
    actions: [
      { id: "next", text: "inbox:action.next" },
      { id: "previous", text: "inbox:action.previous" },
      { id: "open", text: "inbox:action.open" },
      { id: "back", text: "inbox:action.back", fixed: true },
      { id: "search", text: "inbox:action.search" },
      { id: "search-close", fixed: true },
      { id: "filter", text: "inbox:action.filter" },
      { id: "panel-views", text: "inbox:action.panel-views" },
      { id: "panel-contact", text: "inbox:action.panel-contact" },
      { id: "layout", text: "inbox:action.layout" },
      { id: "sort", text: "inbox:action.sort" },
    ],
  },
  {
    group: "conversation",
    actions: [
      { id: "new", text: "inbox:action.new" },
      { id: "reply", text: "inbox:action.reply" },
      { id: "note", text: "inbox:action.note" },
      { id: "forward", text: "inbox:forward.newest" },
      { id: "resolve" },
      { id: "assign", text: "inbox:action.assign" },
      { id: "assign-me", text: "inbox:action.assign-me" },
      { id: "transfer", text: "inbox:action.transfer" },
      { id: "tag", text: "inbox:action.tag" },
      { id: "status", text: "inbox:action.status" },
      { id: "priority", text: "inbox:action.priority" },
      { id: "snooze", text: "inbox:action.snooze" },
      { id: "merge", text: "inbox:action.merge" },
      { id: "split", text: "inbox:action.split" },
      { id: "unread", text: "inbox:action.unread" },
      { id: "copy-link", text: "inbox:action.copy-link" },
      { id: "follow" },
      { id: "rename", text: "inbox:thread.rename" },
      { id: "spam" },
      { id: "trash" },
      { id: "delete-for-good" },
    ],
  },
  {
    group: "selection",
    actions: [
      { id: "select", text: "inbox:action.select" },
      { id: "select-range", text: "inbox:action.select-range" },
      { id: "select-all", text: "triage:bulk.select_all" },
      { id: "bulk-read", text: "triage:bulk.read" },
      { id: "bulk-clear", text: "triage:bulk.clear", fixed: true },
    ],
  },
  {
    group: "writing",
    actions: [
      { id: "send", typed: true },
      { id: "send-resolve", text: "inbox:compose.send_and.resolved", typed: true },
      { id: "send-later", text: "inbox:later.send", typed: true },
      { id: "attach", text: "inbox:compose.attach", typed: true },
      { id: "insert-response", text: "inbox:compose.insert_response", typed: true },
      { id: "leave-composer", text: "inbox:compose.leave", fixed: true },
    ],
  },
  {
    group: "general",
    actions: [
      { id: "palette", text: "frame:palette.open", typed: true },
      { id: "shortcuts", text: "frame:sheet.open" },
      { id: "undo", text: "common:undo" },
      { id: "theme", text: "frame:theme.toggle" },
      { id: "notifications", text: "frame:bell.label" },
      { id: "go-inbox" },
      { id: "go-tickets" },
      { id: "go-contacts" },
      { id: "go-responses" },
      { id: "go-settings" },
    ],
  },
] as const satisfies readonly { group: string; actions: readonly ListedAction[] }[];

export const everyAction: readonly ListedAction[] = listed.flatMap((group): readonly ListedAction[] => group.actions);
export const findListed = (id: string): ListedAction | undefined => everyAction.find((one) => one.id === id);

/** Keys of the text editor: its own, shown and not changed. */
export const editorKeys = [
  { text: "inbox:compose.bold", keys: "mod+b" },
  { text: "inbox:compose.italic", keys: "mod+i" },
  { text: "inbox:compose.bullets", keys: "mod+shift+8" },
  { text: "inbox:compose.numbers", keys: "mod+shift+7" },
  { text: "inbox:compose.quote", keys: "mod+shift+b" },
  { text: "inbox:compose.code", keys: "mod+e" },
] as const;
