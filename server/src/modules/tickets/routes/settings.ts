/** Types, own statuses, settings and saved views of tickets. */
import {
  type Filter,
  TicketOwnStatus,
  TicketSavedView,
  TicketSavedViewChange,
  TicketSavedViewInput,
  TicketSettings,
  TicketSettingsChange,
  TicketStatusChange,
  TicketStatusInput,
  TicketType,
  TicketTypeChange,
  TicketTypeInput,
  type ViewInput,
} from "@omniflow/contract";
import { answer, type Route, route } from "../../../platform/http.ts";
import { changeView, createView, listViews, removeView, type ViewKind } from "../../conversations/index.ts";
import { compileTicketFilter } from "../filters.ts";
import {
  changeOwnStatus,
  changeTicketSettings,
  createOwnStatus,
  getTicketSettings,
  listOwnStatuses,
} from "../settings.ts";
import { changeType, createType, listTypes } from "../types.ts";

const tag = "Tickets";
const manage = { access: "settings.workspace", tag } as const;
const view = { access: "tickets.view", tag } as const;

const typeRoutes: Route[] = [
  route({
    ...view,
    method: "GET",
    path: "/ticket-types",
    summary: "Types of tickets, archived ones last",
    schemas: { item: TicketType },
    handle: async ({ ctx }) =>
      answer(await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => listTypes(ctx, tx)), { nextCursor: null }),
  }),
  route({
    ...manage,
    method: "POST",
    path: "/ticket-types",
    summary: "Add a type",
    schemas: { body: TicketTypeInput, data: TicketType },
    handle: async ({ ctx, body }) => answer(await createType(ctx, body), { status: 201 }),
  }),
  route({
    ...manage,
    method: "PATCH",
    path: "/ticket-types/:id",
    summary: "Change or archive a type",
    schemas: { body: TicketTypeChange, data: TicketType },
    handle: ({ ctx, params, body }) => changeType(ctx, params.id, body),
  }),
];

const statusRoutes: Route[] = [
  route({
    ...view,
    method: "GET",
    path: "/ticket-statuses",
    summary: "The workspace's own statuses, by category",
    schemas: { item: TicketOwnStatus },
    handle: async ({ ctx }) =>
      answer(await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => listOwnStatuses(ctx, tx)), {
        nextCursor: null,
      }),
  }),
  route({
    ...manage,
    method: "POST",
    path: "/ticket-statuses",
    summary: "Add a status inside a category",
    schemas: { body: TicketStatusInput, data: TicketOwnStatus },
    handle: async ({ ctx, body }) => answer(await createOwnStatus(ctx, body), { status: 201 }),
  }),
  route({
    ...manage,
    method: "PATCH",
    path: "/ticket-statuses/:id",
    summary: "Rename, move or archive a status",
    schemas: { body: TicketStatusChange, data: TicketOwnStatus },
    handle: ({ ctx, params, body }) => changeOwnStatus(ctx, params.id, body),
  }),
  route({
    ...view,
    method: "GET",
    path: "/ticket-settings",
    summary: "Allowed moves, and what a customer's answer reopens",
    schemas: { data: TicketSettings },
    handle: ({ ctx }) => ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => getTicketSettings(ctx, tx)),
  }),
  route({
    ...manage,
    method: "PATCH",
    path: "/ticket-settings",
    summary: "Change them",
    schemas: { body: TicketSettingsChange, data: TicketSettings },
    handle: ({ ctx, body }) => changeTicketSettings(ctx, body),
  }),
];

/** Kept like those of conversations; the filter is asked of tickets. */
const ofTickets: ViewKind = {
  about: "tickets",
  sort: "updated",
  check: (ctx, filter: Filter) => void compileTicketFilter(ctx, filter),
};

const viewRoutes: Route[] = [
  route({
    ...view,
    method: "GET",
    path: "/ticket-views",
    summary: "Saved views of tickets the caller may use",
    schemas: { item: TicketSavedView },
    handle: async ({ ctx }) => answer(await listViews(ctx, ofTickets), { nextCursor: null }),
  }),
  route({
    ...view,
    method: "POST",
    path: "/ticket-views",
    summary: "Save a view of tickets",
    schemas: { body: TicketSavedViewInput, data: TicketSavedView },
    handle: async ({ ctx, body }) =>
      answer(await createView(ctx, body as unknown as ViewInput, ofTickets), { status: 201 }),
  }),
  route({
    ...view,
    method: "PATCH",
    path: "/ticket-views/:id",
    summary: "Change a view of tickets",
    schemas: { body: TicketSavedViewChange, data: TicketSavedView },
    handle: ({ ctx, params, body }) => changeView(ctx, params.id, body as unknown as Partial<ViewInput>, ofTickets),
  }),
  route({
    ...view,
    method: "DELETE",
    path: "/ticket-views/:id",
    summary: "Delete a view of tickets",
    schemas: {},
    handle: ({ ctx, params }) => removeView(ctx, params.id, ofTickets),
  }),
];

export const ticketSettingsRoutes: Route[] = [...typeRoutes, ...statusRoutes, ...viewRoutes];
