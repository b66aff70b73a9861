/** Tickets as a resource: list, counts, one, make, change, delete, export, activity. */
import {
  Action,
  Ticket,
  TicketBulkInput,
  TicketChange,
  TicketCounts,
  TicketDetail,
  TicketInput,
  TicketQuery,
  TimelineEvent,
} from "@omniflow/contract";
import { Type } from "typebox";
import { answer, type Route, route } from "../../../platform/http.ts";
import { requireVisible } from "../../conversations/index.ts";
import { getTicketAction, performTickets } from "../actions/perform.ts";
import { listUndoableTickets, undoTickets } from "../actions/undo.ts";
import { listActivity } from "../activity.ts";
import { changeTicket } from "../change.ts";
import { countTickets } from "../counts.ts";
import { createTicket } from "../create.ts";
import { showTicket } from "../detail.ts";
import { exportTickets } from "../export.ts";
import { listTickets } from "../list.ts";
import { removeTicket } from "../removing.ts";

const tag = "Tickets";
const bodyLimit = 2 << 20;
const Changed = Type.Object({
  ...Ticket.properties,
  action_id: Type.Union([
    Type.String({ format: "uuid", description: "Undo with POST /ticket-actions/{id}/undo." }),
    Type.Null(),
  ]),
});
const page = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  cursor: Type.Optional(Type.String({ maxLength: 400 })),
});

export const ticketResource: Route[] = [
  route({
    method: "GET",
    path: "/tickets",
    access: "tickets.view",
    tag,
    summary: "List tickets",
    schemas: { query: TicketQuery, item: Ticket },
    handle: async ({ ctx, query }) => {
      const { items, nextCursor } = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
        listTickets(ctx, tx, query),
      );
      return answer(items, { nextCursor });
    },
  }),
  route({
    method: "GET",
    path: "/tickets/counts",
    access: "tickets.view",
    tag,
    summary: "How many tickets each view holds, up to a cap",
    schemas: { data: TicketCounts },
    handle: ({ ctx }) => ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => countTickets(ctx, tx)),
  }),
  route({
    method: "GET",
    path: "/tickets/export",
    access: "tickets.view",
    tag,
    summary: "The tickets of a query as CSV",
    schemas: { query: TicketQuery },
    raw: true,
    handle: ({ ctx, query, reply }) => exportTickets(ctx, query, reply),
  }),
  route({
    method: "POST",
    path: "/tickets",
    access: "tickets.create",
    tag,
    summary: "Make a ticket, from conversations or on its own",
    schemas: { body: TicketInput, data: Ticket },
    bodyLimit,
    handle: async ({ ctx, body }) => {
      const { ticket, created } = await createTicket(ctx, body);
      return answer(ticket, { status: created ? 201 : 200 });
    },
  }),
  route({
    method: "GET",
    path: "/tickets/:id",
    access: "tickets.view",
    tag,
    summary: "One ticket with all that is on it",
    schemas: { data: TicketDetail },
    handle: ({ ctx, params }) => ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => showTicket(ctx, tx, params.id)),
  }),
  route({
    method: "PATCH",
    path: "/tickets/:id",
    access: "tickets.update",
    tag,
    summary: "Change a ticket",
    schemas: { body: TicketChange, data: Changed },
    bodyLimit,
    handle: ({ ctx, params, body }) => changeTicket(ctx, params.id, body),
  }),
  route({
    method: "DELETE",
    path: "/tickets/:id",
    access: "tickets.delete",
    tag,
    summary: "Put a ticket aside; it can be restored",
    schemas: { data: Changed },
    handle: ({ ctx, params }) => removeTicket(ctx, params.id, true),
  }),
  route({
    method: "POST",
    path: "/tickets/:id/restore",
    access: "tickets.delete",
    tag,
    summary: "Restore a deleted ticket",
    schemas: { data: Changed },
    handle: ({ ctx, params }) => removeTicket(ctx, params.id, false),
  }),
  route({
    method: "GET",
    path: "/tickets/:id/events",
    access: "tickets.view",
    tag,
    summary: "The activity of a ticket: who changed what, from what, to what, when",
    schemas: { query: page, item: TimelineEvent },
    handle: async ({ ctx, params, query }) => {
      const { items, nextCursor } = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
        listActivity(ctx, tx, params.id, query),
      );
      return answer(items, { nextCursor });
    },
  }),
  route({
    method: "GET",
    path: "/conversations/:id/tickets",
    access: "tickets.view",
    tag,
    summary: "The tickets a conversation is linked to",
    schemas: { item: Ticket },
    handle: async ({ ctx, params }) => {
      const { items } = await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
        await requireVisible(ctx, tx, params.id);
        return listTickets(ctx, tx, { conversation_id: params.id, limit: 100, sort: "newest" });
      });
      return answer(items, { nextCursor: null });
    },
  }),
];

export const ticketActionRoutes: Route[] = [
  route({
    method: "POST",
    path: "/ticket-actions",
    access: "tickets.update",
    tag,
    summary: "Change many tickets; more than a hundred go on in the background, with progress",
    schemas: { body: TicketBulkInput, data: Action },
    handle: async ({ ctx, body }) => answer(await performTickets(ctx, body), { status: 201 }),
  }),
  route({
    method: "GET",
    path: "/ticket-actions",
    access: "tickets.update",
    tag,
    summary: "What the caller can still undo, newest first",
    schemas: { query: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })) }), item: Action },
    handle: async ({ ctx, query }) => answer(await listUndoableTickets(ctx, query.limit ?? 10), { nextCursor: null }),
  }),
  route({
    method: "GET",
    path: "/ticket-actions/:id",
    access: "tickets.update",
    tag,
    summary: "An action on tickets and its progress",
    schemas: { data: Action },
    handle: ({ ctx, params }) => getTicketAction(ctx, params.id),
  }),
  route({
    method: "POST",
    path: "/ticket-actions/:id/undo",
    access: "tickets.update",
    tag,
    summary: "Undo an action on tickets; what others changed since stays",
    schemas: { data: Action },
    handle: ({ ctx, params }) => undoTickets(ctx, params.id),
  }),
];
