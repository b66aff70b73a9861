/** Reads across conversations: those of one contact, and the workspace's events for integrations. */
import {
  CompanyTimelineItem,
  ContactTimelineItem,
  Conversation,
  Id,
  Nullable,
  PageQuery,
  Time,
} from "@omniflow/contract";
import { Type } from "typebox";
import { notFound } from "../../errors.ts";
import { sql } from "../../platform/db.ts";
import { settledSeq } from "../../platform/events.ts";
import { answer, type Route, route } from "../../platform/http.ts";
import { listCompanyTimeline } from "./company-timeline.ts";
import { listContactTimeline } from "./contact-timeline.ts";
import { listConversations } from "./list.ts";
import type { TimelineSource } from "./record-timeline.ts";
import { viewPermissions } from "./scope.ts";

/** @param timelineSources what later modules add to the timeline of a contact or a company */
export const contactConversationRoutes = (timelineSources: readonly TimelineSource[]): Route[] => [
  route({
    method: "GET",
    path: "/contacts/:id/conversations",
    access: viewPermissions,
    tag: "Contacts",
    summary: "A contact's conversations the caller may see",
    schemas: { query: Type.Object(PageQuery), item: Conversation },
    handle: async ({ ctx, params, query }) => {
      const { items, nextCursor } = await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
        const contact = await tx.row(
          sql`select 1 from contacts where workspace_id = ${ctx.workspaceId} and id = ${params.id}`,
        );
        if (!contact) throw notFound("contact");
        return listConversations(ctx, tx, { limit: query.limit, cursor: query.cursor, contact_id: params.id });
      });
      return answer(items, { nextCursor });
    },
  }),
  route({
    method: "GET",
    path: "/contacts/:id/timeline",
    access: "contacts.view",
    tag: "Contacts",
    summary: "Everything there was with a contact, newest first: conversations, tickets, notes, events",
    schemas: { query: Type.Object(PageQuery), item: ContactTimelineItem },
    handle: async ({ ctx, params, query }) => {
      const { items, nextCursor } = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
        listContactTimeline(ctx, tx, params.id, query, timelineSources),
      );
      return answer(items, { nextCursor });
    },
  }),
  route({
    method: "GET",
    path: "/companies/:id/timeline",
    access: "contacts.view",
    tag: "Companies",
    summary: "Everything there was with a company's contacts and what was changed of it, newest first",
    schemas: { query: Type.Object(PageQuery), item: CompanyTimelineItem },
    handle: async ({ ctx, params, query }) => {
      const { items, nextCursor } = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
        listCompanyTimeline(ctx, tx, params.id, query, timelineSources),
      );
      return answer(items, { nextCursor });
    },
  }),
];

const EventItem = Type.Object({
  id: Id,
  seq: Type.Integer(),
  type: Type.String(),
  conversation_id: Nullable(Id),
  contact_id: Nullable(Id),
  ticket_id: Nullable(Id),
  company_id: Nullable(Id),
  actor: Type.Object({ type: Type.String(), id: Nullable(Id) }),
  data: Type.Record(Type.String(), Type.Unknown()),
  at: Time,
});

type Row = {
  id: string;
  seq: number;
  type: string;
  conversation_id: string | null;
  contact_id: string | null;
  ticket_id: string | null;
  company_id: string | null;
  actor_type: string;
  actor_id: string | null;
  data: object;
  at: Date;
};

export const eventRoutes: Route[] = [
  route({
    method: "GET",
    path: "/events",
    access: "settings.workspace",
    tag: "Events",
    summary: "Everything that happened, oldest first; pass the last `seq` as `after`",
    schemas: {
      query: Type.Object({
        after: Type.Optional(Type.Integer({ minimum: 0 })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
      }),
      item: EventItem,
    },
    handle: async ({ ctx, query }) => {
      const rows = await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) =>
        tx.rows<Row>(sql`select id, seq, type, conversation_id, contact_id, ticket_id, company_id, actor_type, actor_id, data, at from events
          where workspace_id = ${ctx.workspaceId} and seq > ${query.after ?? 0} and seq <= ${await settledSeq(tx, ctx.workspaceId, 2000)}
          order by seq limit ${query.limit ?? 100}`),
      );
      return answer(
        rows.map(({ actor_type, actor_id, at, ...row }) => ({
          ...row,
          actor: { type: actor_type, id: actor_id },
          at: at.toISOString(),
        })),
        { nextCursor: rows.length ? String(rows.at(-1)!.seq) : null },
      );
    },
  }),
];
