/** Names of what the app has read of tickets; apart from the others, since the inbox's first load needs none of them. */
import type { QueryKey } from "@tanstack/react-query";

export const ticketKeys = {
  all: ["tickets"],
  lists: ["tickets", "list"],
  counts: ["tickets", "counts"],
  one: (id: string) => ["tickets", "one", id],
  notes: (id: string) => ["tickets", "one", id, "notes"],
  activity: (id: string) => ["tickets", "one", id, "activity"],
  /** Apart from the ticket: any delivery may be one of theirs, and only what is on screen is read again. */
  broadcasts: (id: string) => ["broadcasts", id],
  /** Below the lists, so that a hint of its progress reads it again. */
  action: (id: string) => ["tickets", "list", "action", id],
  ofConversation: (id: string) => ["tickets", "of", id],
  views: ["tickets", "setup", "views"],
  types: ["tickets", "setup", "types"],
  statuses: ["tickets", "setup", "statuses"],
  settings: ["tickets", "setup", "settings"],
} satisfies Record<string, QueryKey | ((...parts: never[]) => QueryKey)>;
