/** Names of everything the app has read from the server. A key is a path: refreshing a prefix refreshes all below it. */
import type { QueryKey } from "@tanstack/react-query";
import type { ConversationFilter } from "./conversations.ts";

export const keys = {
  me: ["me"],
  onboarding: ["onboarding"],
  notifications: ["notifications"],
  notificationCount: ["notifications", "count"],
  notificationList: ["notifications", "list"],
  sessions: ["sessions"],

  conversationLists: ["conversations", "list"],
  conversationList: (filter: ConversationFilter) => ["conversations", "list", filter],
  counts: ["conversations", "counts"],
  conversation: (id: string) => ["conversation", id],
  conversationDetail: (id: string) => ["conversation", id, "detail"],
  messages: (id: string) => ["conversation", id, "messages"],
  timeline: (id: string) => ["conversation", id, "timeline"],
  firstSignature: (asked: object) => ["reply-routes", "signature", asked],
  signature: (id: string, channelId: string) => ["conversation", id, "detail", "signature", channelId],
  firstRoutes: (whom: { contact_id?: string; to?: string }) => ["contacts", "routes", whom],
  drafts: (id: string) => ["conversation", id, "drafts"],
  deliveries: (id: string) => ["conversation", id, "delivery"],
  delivery: (id: string, messageId: string) => ["conversation", id, "delivery", messageId],

  contacts: ["contacts"],
  contactList: (query: { q?: string }) => ["contacts", "list", query],
  contact: (id: string) => ["contacts", "one", id],
  contactConversations: (id: string) => ["contacts", "one", id, "conversations"],

  companies: ["companies"],

  channelKinds: ["channel-kinds"],
  channels: ["channels"],
  channel: (id: string) => ["channels", "one", id],
  channelList: ["channels", "list"],
  quarantine: ["quarantine"],
  members: ["members"],
  invitations: ["invitations"],
  teams: ["teams"],
  tags: ["tags"],
  views: ["views"],
  search: (q: string) => ["conversations", "search", q],
  actions: ["actions"],
  action: (id: string) => ["actions", id],
  responses: ["responses"],
  responseList: (query: object) => ["responses", "list", query],
  response: (id: string) => ["responses", "one", id],
  responsePick: (q: string) => ["responses", "pick", q],
  responseRender: (id: string, whom: object, language: string) => ["responses", "render", id, whom, language],
  apiKeys: ["api-keys"],
} satisfies Record<string, QueryKey | ((...parts: never[]) => QueryKey)>;
