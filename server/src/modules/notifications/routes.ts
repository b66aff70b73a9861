/** A member's notifications: list, count, mark as read. */
import { Id, Notification, NotificationCount, PageQuery } from "@omniflow/contract";
import { Type } from "typebox";
import { AppError } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { answer, cursorTime, decodeCursor, encodeCursor, type Route, route } from "../../platform/http.ts";
import { visibleTo } from "../conversations/index.ts";
import { visibleResponse } from "../responses/index.ts";
import { ticketsVisibleTo } from "../tickets/index.ts";
import { tellMembers } from "./reaction.ts";

type Row = Omit<Notification, "conversation" | "response" | "ticket" | "created_at" | "read"> & {
  conversation_id: string | null;
  subject: string | null;
  contact_name: string | null;
  response_id: string | null;
  response_name: string | null;
  ticket_id: string | null;
  number: number | null;
  title: string | null;
  read_at: Date | null;
  created_at: Date;
};

const memberOf = (ctx: Caller): string => {
  if (!ctx.memberId) throw new AppError("forbidden", "Notifications are a member's; an API key has none.");
  return ctx.memberId;
};

/** What was told once may be out of sight by now, or a note taken back: then it is not shown either. */
const mine = (ctx: Caller) => sql`n.workspace_id = ${ctx.workspaceId} and n.member_id = ${memberOf(ctx)} and exists (
  select 1 from conversations c where c.workspace_id = n.workspace_id and c.id = n.conversation_id and ${visibleTo(ctx)}
  union all select 1 from responses r where r.workspace_id = n.workspace_id and r.id = n.response_id and r.deleted_at is null and ${visibleResponse(ctx)}
  union all select 1 from tickets t where t.workspace_id = n.workspace_id and t.id = n.ticket_id and ${ticketsVisibleTo(ctx)})
  and not exists (select 1 from messages m where m.workspace_id = n.workspace_id and m.id = n.message_id and m.deleted_at is not null)`;

async function list(ctx: Caller, tx: Tx, query: { limit?: number; cursor?: string; unread?: boolean }) {
  const limit = query.limit ?? 30;
  const after = decodeCursor(query.cursor, 2);
  const rows =
    await tx.rows<Row>(sql`select n.id, n.kind, n.conversation_id, n.message_id, n.actor_name, n.text, n.read_at, n.created_at, v.subject, p.name as contact_name,
      n.response_id, s.name as response_name, n.ticket_id, k.number, k.title
    from notifications n left join conversations v on v.workspace_id = n.workspace_id and v.id = n.conversation_id
    left join responses s on s.workspace_id = n.workspace_id and s.id = n.response_id
    left join contacts p on p.workspace_id = v.workspace_id and p.id = v.contact_id
    left join tickets k on k.workspace_id = n.workspace_id and k.id = n.ticket_id
    where ${mine(ctx)} and ${query.unread ? sql`n.read_at is null` : sql`true`}
      and ${after ? sql`(n.created_at, n.id) < (${cursorTime(after[0])}::timestamptz, ${String(after[1])}::uuid)` : sql`true`}
    order by n.created_at desc, n.id desc limit ${limit + 1}`);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return answer(
    page.map(({ conversation_id, response_id, response_name, ticket_id, read_at, created_at, ...told }) => {
      const { subject, contact_name, number, title, ...row } = told;
      return {
        ...row,
        response: response_id ? { id: response_id, name: response_name ?? "" } : null,
        conversation: conversation_id && {
          id: conversation_id,
          subject: subject ?? "",
          contact_name: contact_name ?? "",
        },
        ticket: ticket_id && { id: ticket_id, number: number!, title: title! },
        read: read_at !== null,
        created_at: created_at.toISOString(),
      };
    }),
    { nextCursor: rows.length > limit && last ? encodeCursor([last.created_at.getTime(), last.id]) : null },
  );
}

const count = async (ctx: Caller, tx: Tx) =>
  (await tx.row<{ unread: number }>(
    sql`select count(*)::int as unread from (select 1 from notifications n where ${mine(ctx)} and n.read_at is null limit 100) x`,
  ))!;

const tag = "Notifications";

export const notificationRoutes: Route[] = [
  route({
    method: "GET",
    path: "/notifications",
    access: "signed_in",
    tag,
    summary: "The caller's notifications, newest first",
    schemas: { query: Type.Object({ unread: Type.Optional(Type.Boolean()), ...PageQuery }), item: Notification },
    handle: ({ ctx, query }) => ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => list(ctx, tx, query)),
  }),
  route({
    method: "GET",
    path: "/notifications/count",
    access: "signed_in",
    tag,
    summary: "How many are unread, up to a hundred",
    schemas: { data: NotificationCount },
    handle: ({ ctx }) => ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => count(ctx, tx)),
  }),
  route({
    method: "POST",
    path: "/notifications/read",
    access: "signed_in",
    tag,
    summary: "Mark some, those of a conversation or a ticket, or all as read",
    schemas: {
      body: Type.Object(
        {
          ids: Type.Optional(Type.Array(Id, { maxItems: 500 })),
          conversation_id: Type.Optional(Id),
          ticket_id: Type.Optional(Id),
        },
        { additionalProperties: false },
      ),
      data: NotificationCount,
    },
    handle: ({ ctx, body }) =>
      ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
        const which = body.ids
          ? sql`n.id = any(${body.ids}::uuid[])`
          : body.conversation_id
            ? sql`n.conversation_id = ${body.conversation_id}`
            : body.ticket_id
              ? sql`n.ticket_id = ${body.ticket_id}`
              : sql`true`;
        const changed = await tx.run(
          sql`update notifications n set read_at = now() where n.workspace_id = ${ctx.workspaceId} and n.member_id = ${memberOf(ctx)} and n.read_at is null and ${which}`,
        );
        if (changed) tx.afterCommit(() => tellMembers(ctx, [memberOf(ctx)]));
        return count(ctx, tx);
      }),
  }),
];
