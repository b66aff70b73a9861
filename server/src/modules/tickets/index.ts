/** Tickets: work round one or more conversations — its life, links, types, forms, and what customers see of it. */

import type { Route } from "../../platform/http.ts";
import type { Task } from "../../platform/jobs.ts";
import { ticketActionTasks } from "./actions/jobs.ts";
import { sendBroadcastTask } from "./broadcast/write.ts";
import { answerTickets, customerReplyReaction } from "./reaction.ts";
import { ticketNotes } from "./routes/notes.ts";
import { ticketParts } from "./routes/parts.ts";
import { ticketSettingsRoutes } from "./routes/settings.ts";
import { ticketActionRoutes, ticketResource } from "./routes/tickets.ts";

export { changeTicket } from "./change.ts";
export { createTicket, makeTicket, type Origin } from "./create.ts";
export { registerTicketPages } from "./customer/pages.ts";
export { markTicketed } from "./linking.ts";
export { ticketLinkSides } from "./links.ts";
export { ticketsOfConversations } from "./of-conversations.ts";
export { eraseTicketsOf, findTicketsOf, readTicketsOf, type TicketsOf } from "./person.ts";
export { customerReplyReaction } from "./reaction.ts";
export { filterVisibleTickets, ticketsVisibleTo } from "./scope.ts";
export { clockRuns, type SlaFacts, type SlaTargets, slaStates } from "./sla.ts";
export { ticketTemplateValues } from "./template-values.ts";
export { listTicketsOnTimeline } from "./timeline.ts";

export { listWidgetForms } from "./types.ts";

export const ticketRoutes: Route[] = [
  ...ticketResource,
  ...ticketParts,
  ...ticketNotes,
  ...ticketActionRoutes,
  ...ticketSettingsRoutes,
];

export const ticketTasks: Record<string, Task> = {
  ...ticketActionTasks,
  send_ticket_broadcast: sendBroadcastTask,
  [customerReplyReaction.name]: answerTickets,
};
