/** `/api/v1/conversations…` but for sending, which is the replies module's. */
import {
  Conversation,
  ConversationChange,
  ConversationDetail,
  ConversationQuery,
  DeliveryAttempt,
  Draft,
  Id,
  Message,
  OneOf,
  PageQuery,
  type ReplyRoute,
  Time,
  TimelineEvent,
  ViewCounts,
} from "@omniflow/contract";
import { Type } from "typebox";
import { notFound } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { answer, type Route, route } from "../../platform/http.ts";
import { changeConversation, getRow } from "./change.ts";
import { countViews } from "./counts.ts";
import { listSteps } from "./delivery/ledger.ts";
import { listConversations } from "./list.ts";
import { getMessage, listMessages, mergedSet } from "./messages.ts";
import { listDrafts, markRead, removeDraft, saveDraft } from "./reading.ts";
import { requireVisible, viewPermissions } from "./scope.ts";
import { listTimeline } from "./timeline.ts";
import { linker, type ParticipantRow } from "./views.ts";

export type ConversationDependencies = {
  /** Kinds of channels there are, for the counts. */
  channelKinds: readonly string[];
  /** How a reply can leave; known to the replies module. */
  replyRoutes(ctx: Caller, tx: Tx, conversationId: string): Promise<ReplyRoute[]>;
};

const tag = "Conversations";
const inTx = <T>(ctx: Caller, work: (tx: Tx) => Promise<T>) => ctx.platform.db.inWorkspace(ctx.workspaceId, work);

export const conversationRoutes = (deps: ConversationDependencies): Route[] => [
  route({
    method: "GET",
    path: "/conversations",
    access: viewPermissions,
    tag,
    summary: "List conversations the caller may see, by last message",
    schemas: { query: ConversationQuery, item: Conversation },
    handle: async ({ ctx, query }) => {
      const { items, nextCursor } = await inTx(ctx, (tx) => listConversations(ctx, tx, query));
      return answer(items, { nextCursor });
    },
  }),
  route({
    method: "GET",
    path: "/conversations/counts",
    access: viewPermissions,
    tag,
    summary: "Counts beside the views, each up to a cap",
    schemas: { data: ViewCounts },
    handle: ({ ctx }) => inTx(ctx, (tx) => countViews(ctx, tx, deps.channelKinds)),
  }),
  route({
    method: "GET",
    path: "/conversations/:id",
    access: viewPermissions,
    tag,
    summary: "One conversation, with its participants and how a reply can leave",
    schemas: { data: ConversationDetail },
    handle: ({ ctx, params }) =>
      inTx(ctx, async (tx) => {
        await requireVisible(ctx, tx, params.id);
        const ids = await mergedSet(ctx, tx, params.id);
        const [row, participants, routes, read, more] = await Promise.all([
          getRow(ctx, tx, params.id),
          tx.rows<ParticipantRow>(sql`select distinct on (kind, value) kind, value, name, contact_id, role, unknown from participants
            where workspace_id = ${ctx.workspaceId} and conversation_id = any(${ids}) order by kind, value, last_at desc`),
          deps.replyRoutes(ctx, tx, params.id),
          tx.row<{ read_at: Date }>(sql`select read_at from conversation_reads
            where workspace_id = ${ctx.workspaceId} and member_id = ${ctx.memberId} and conversation_id = ${params.id}`),
          tx.row<{
            wake_on_reply: boolean;
            follower_ids: string[];
          }>(sql`select c.wake_on_reply, array(select f.member_id from followers f
            where f.workspace_id = c.workspace_id and f.conversation_id = c.id order by f.created_at) as follower_ids
            from conversations c where c.workspace_id = ${ctx.workspaceId} and c.id = ${params.id}`),
        ]);
        return { ...row, ...more!, participants, reply_routes: routes, read_at: read?.read_at.toISOString() ?? null };
      }),
  }),
  route({
    method: "PATCH",
    path: "/conversations/:id",
    access: ["conversations.update", "conversations.assign"],
    tag,
    summary: "Change status, assignee, team, priority, tags, subject, snooze or folder",
    schemas: {
      body: ConversationChange,
      data: Type.Object({ ...Conversation.properties, action_id: Type.Union([Id, Type.Null()]) }),
    },
    handle: ({ ctx, params, body }) => changeConversation(ctx, params.id, body),
  }),
  route({
    method: "POST",
    path: "/conversations/:id/read",
    access: viewPermissions,
    tag,
    summary: "Mark as read by the caller",
    schemas: { data: Type.Object({ read_at: Type.Union([Time, Type.Null()]) }) },
    handle: ({ ctx, params }) => markRead(ctx, params.id),
  }),
  route({
    method: "POST",
    path: "/conversations/:id/unread",
    access: viewPermissions,
    tag,
    summary: "Mark as unread by the caller",
    schemas: { data: Type.Object({ read_at: Type.Union([Time, Type.Null()]) }) },
    handle: ({ ctx, params }) => markRead(ctx, params.id, true),
  }),
  ...threadRoutes,
  ...draftRoutes,
];

const threadRoutes: Route[] = [
  route({
    method: "GET",
    path: "/conversations/:id/messages",
    access: viewPermissions,
    tag,
    summary: "Messages and notes: the newest page first, each page in the order things were said",
    schemas: {
      query: Type.Object({
        order: Type.Optional(OneOf(["newest", "oldest"] as const)),
        images: Type.Optional(Type.Boolean({ description: "Lead pictures of other hosts through this server." })),
        ...PageQuery,
      }),
      item: Message,
    },
    handle: async ({ ctx, params, query }) => {
      const links = linker(ctx.platform.crypto, ctx.workspaceId, ctx.platform.clock.now(), query.images);
      const { items, nextCursor } = await inTx(ctx, async (tx) => {
        await requireVisible(ctx, tx, params.id);
        return listMessages(ctx, tx, params.id, query, links);
      });
      return answer(items, { nextCursor });
    },
  }),
  route({
    method: "GET",
    path: "/conversations/:id/events",
    access: viewPermissions,
    tag,
    summary: "The timeline: who did what, the newest page first",
    schemas: { query: Type.Object(PageQuery), item: TimelineEvent },
    handle: async ({ ctx, params, query }) => {
      const { items, nextCursor } = await inTx(ctx, async (tx) => {
        await requireVisible(ctx, tx, params.id);
        return listTimeline(ctx, tx, params.id, query);
      });
      return answer(items, { nextCursor });
    },
  }),
  route({
    method: "GET",
    path: "/conversations/:id/messages/:message_id/delivery",
    access: viewPermissions,
    tag,
    summary: "The delivery ledger of an outbound message",
    schemas: { item: DeliveryAttempt },
    handle: ({ ctx, params }) =>
      inTx(ctx, async (tx) => {
        await requireVisible(ctx, tx, params.id);
        await getMessage(ctx, tx, params.id, params.message_id);
        return answer(await listSteps(tx, ctx.workspaceId, params.message_id), { nextCursor: null });
      }),
  }),
  route({
    method: "GET",
    path: "/conversations/:id/messages/:message_id/original",
    access: viewPermissions,
    tag,
    summary: "The message as it arrived",
    schemas: {},
    raw: true,
    handle: async ({ ctx, params, reply }) => {
      const raw = await inTx(ctx, async (tx) => {
        await requireVisible(ctx, tx, params.id);
        await getMessage(ctx, tx, params.id, params.message_id);
        return tx.row<{ body: Buffer }>(
          sql`select body from raw_messages where workspace_id = ${ctx.workspaceId} and message_id = ${params.message_id}`,
        );
      });
      if (!raw) throw notFound("original");
      return reply
        .header("content-type", "text/plain; charset=utf-8")
        .header("x-content-type-options", "nosniff")
        .header("content-security-policy", "default-src 'none'; sandbox")
        .send(raw.body);
    },
  }),
];

const draftRoutes: Route[] = [
  route({
    method: "GET",
    path: "/conversations/:id/drafts",
    access: viewPermissions,
    tag,
    summary: "What members have written and not sent",
    schemas: {
      item: Type.Object({
        member_id: Id,
        member_name: Type.String(),
        kind: Type.String(),
        body: Draft.properties.body,
        updated_at: Time,
      }),
    },
    handle: async ({ ctx, params }) => answer(await listDrafts(ctx, params.id), { nextCursor: null }),
  }),
  route({
    method: "PUT",
    path: "/conversations/:id/draft",
    access: ["conversations.reply", "conversations.note"],
    tag,
    summary: "Keep the caller's draft",
    schemas: { body: Draft, data: Draft },
    handle: ({ ctx, params, body }) => saveDraft(ctx, params.id, body),
  }),
  route({
    method: "DELETE",
    path: "/conversations/:id/draft",
    access: ["conversations.reply", "conversations.note"],
    tag,
    summary: "Throw the caller's draft away",
    schemas: { query: Type.Object({ kind: OneOf(["message", "note"] as const) }) },
    handle: ({ ctx, params, query }) => removeDraft(ctx, params.id, query.kind),
  }),
];
