/** The activity of a ticket: its events as members read them, with who, what, from what, to what, when. */
import type { TimelineEvent } from "@omniflow/contract";
import { actorName, joinActors } from "../../platform/actors.ts";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { decodeCursor, encodeCursor } from "../../platform/http.ts";
import { requireTicket, ticketSet } from "./scope.ts";

type Row = {
  id: string;
  seq: number;
  type: string;
  actor_type: string;
  actor_id: string | null;
  actor_name: string | null;
  data: Record<string, unknown>;
  at: Date;
};

/** Told elsewhere already: by the event of the ticket itself. */
const elsewhere = ["ticket.progressed", "ticket.resolved"];

/** The newest page first, each page in the order things happened. */
export async function listActivity(ctx: Caller, tx: Tx, ticketId: string, page: { limit?: number; cursor?: string }) {
  await requireTicket(ctx, tx, ticketId);
  const limit = page.limit ?? 100;
  const before = decodeCursor(page.cursor, 1);
  const rows =
    await tx.rows<Row>(sql`select e.id, e.seq, e.type, e.actor_type, e.actor_id, e.data, e.at, ${actorName} as actor_name
    from events e
    ${joinActors}
    where e.workspace_id = ${ctx.workspaceId} and e.ticket_id = any(${await ticketSet(ctx, tx, ticketId)}::uuid[]) and e.type <> all(${elsewhere})
      and ${before ? sql`e.seq < ${before[0]}` : sql`true`}
    order by e.seq desc limit ${limit + 1}`);
  const found = rows.slice(0, limit);
  const nextCursor = rows.length > limit ? encodeCursor([found.at(-1)!.seq]) : null;
  return { items: found.reverse().map(view), nextCursor };
}

const view = ({ actor_type, actor_id, actor_name, at, ...row }: Row): TimelineEvent => ({
  ...row,
  actor: { type: actor_type, id: actor_id, name: actor_name ?? "" },
  at: at.toISOString(),
});
