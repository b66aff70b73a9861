/**
 * The key of every action, and the keys this member chose instead. One list for handlers, tooltips, the `?` sheet and the
 * Keyboard page: an action without an entry here has no key. A new entry also goes into `listed.ts`, which names it.
 */
import { createStore } from "../lib/store.ts";

/** Several when one thing has more than one key; the first is the one shown. */
export type Keys = readonly string[];

export const defaultKeys = {
  next: ["j", "arrowdown"],
  previous: ["k", "arrowup"],
  open: ["enter", "o"],
  back: ["escape"],
  "panel-views": ["["],
  "panel-contact": ["]"],
  layout: ["v"],
  sort: ["shift+v"],
  new: ["c"],
  reply: ["r"],
  note: ["n"],
  forward: ["shift+f"],
  resolve: ["e"],
  assign: ["a"],
  "assign-me": ["shift+a"],
  transfer: ["shift+t"],
  tag: ["t"],
  status: ["s"],
  priority: ["p"],
  snooze: ["h"],
  merge: ["m"],
  split: ["shift+m"],
  unread: ["u"],
  "copy-link": ["shift+l"],
  follow: ["f"],
  rename: ["shift+r"],
  trash: ["#"],
  spam: ["!"],
  "delete-for-good": ["shift+delete"],
  select: ["x"],
  "select-range": ["shift+x"],
  "select-all": ["mod+a"],
  "bulk-read": ["shift+u"],
  "bulk-clear": ["escape"],
  send: ["mod+enter"],
  "send-resolve": ["mod+alt+enter"],
  "send-later": ["mod+shift+enter"],
  attach: ["alt+shift+a"],
  "insert-response": ["mod+/"],
  "leave-composer": ["escape"],
  filter: ["l"],
  search: ["/"],
  "search-close": ["escape"],
  undo: ["mod+z"],
  palette: ["mod+k"],
  shortcuts: ["?"],
  theme: ["shift+d"],
  notifications: ["g n"],
  "go-inbox": ["g i"],
  "go-tickets": ["g t"],
  "go-contacts": ["g c"],
  "go-responses": ["g r"],
  "go-settings": ["g s"],
} satisfies Record<string, Keys>;
export type ActionId = keyof typeof defaultKeys;

/** `settings.keys` of the member: what differs from the list above. An empty list takes the key away. */
export type KeyChoices = Readonly<Record<string, Keys>>;
export const chosenKeys = createStore<KeyChoices>({});

const none: Keys = [];
export const keysOf = (id: string): Keys => chosenKeys.get()[id] ?? (defaultKeys as Record<string, Keys>)[id] ?? none;
