/** What server, web and widget agree on. No I/O, nothing of ours imported. */
export * from "./api/actions.ts";
export * from "./api/channels.ts";
export * from "./api/common.ts";
export * from "./api/contacts.ts";
export * from "./api/conversations.ts";
export * from "./api/filters.ts";
export * from "./api/messages.ts";
export * from "./api/notifications.ts";
export * from "./api/people.ts";
export * from "./api/views.ts";
export * from "./errors.ts";
export * from "./events.ts";
export * from "./permissions.ts";
export * from "./realtime.ts";
