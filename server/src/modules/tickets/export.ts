/** Tickets as CSV, page by page: the same query as the list, at most a hundred thousand rows. */
import { Readable } from "node:stream";
import type { Ticket, TicketQuery } from "@omniflow/contract";
import type { FastifyReply } from "fastify";
import type { Caller } from "../../platform/context.ts";
import { csvHeaders, csvStream } from "../../platform/csv.ts";
import { sql } from "../../platform/db.ts";
import { listTicketFields } from "./fields.ts";
import { listTickets } from "./list.ts";

const mostRows = 100_000;
const pageSize = 500;

const head = [
  "number",
  "title",
  "status",
  "own_status",
  "priority",
  "type",
  "assignee",
  "team",
  "contact",
  "tags",
  "source",
  "conversations",
  "created_at",
  "updated_at",
  "resolved_at",
  "closed_at",
];

export async function exportTickets(ctx: Caller, query: TicketQuery, reply: FastifyReply): Promise<FastifyReply> {
  const { fields, names, first } = await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => ({
    fields: await listTicketFields(ctx, tx),
    names: new Map(
      (
        await tx.rows<{
          id: string;
          name: string;
        }>(sql`select id, name from teams where workspace_id = ${ctx.workspaceId}
          union all select id, name from ticket_statuses where workspace_id = ${ctx.workspaceId}`)
      ).map((row) => [row.id, row.name]),
    ),
    // A query that is refused is refused before the first byte.
    first: await listTickets(ctx, tx, { ...query, limit: pageSize, cursor: undefined }),
  }));
  const row = (t: Ticket) => [
    ...[t.number, t.title, t.status, names.get(t.status_id ?? ""), t.priority, t.type?.name, t.assignee?.name],
    ...[names.get(t.team_id ?? ""), t.contact?.name, t.tags, t.source, t.conversation_count],
    ...[t.created_at, t.updated_at, t.resolved_at, t.closed_at],
    ...fields.map((field) => t.custom_fields[field.key]),
  ];
  const lines = csvStream([...head, ...fields.map((field) => field.label)], pagesOf(ctx, query, first, row));
  return reply.headers(csvHeaders("tickets.csv")).send(Readable.from(lines));
}

async function* pagesOf(
  ctx: Caller,
  query: TicketQuery,
  first: { items: Ticket[]; nextCursor: string | null },
  row: (ticket: Ticket) => unknown[],
): AsyncGenerator<unknown[][]> {
  let page = first;
  for (let n = page.items.length; ; n += page.items.length) {
    yield page.items.map(row);
    const cursor = page.nextCursor;
    if (!cursor || n >= mostRows) return;
    page = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
      listTickets(ctx, tx, { ...query, limit: pageSize, cursor }),
    );
  }
}
