/** Links between tickets: related, duplicates, what blocks what, parents and children. What has a direction never runs in a circle. */
import type { TicketLink, TicketLinkKind } from "@omniflow/contract";
import { AppError, notFound } from "../../errors.ts";
import type { Caller, Context } from "../../platform/context.ts";
import { isUniqueViolation, sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { rootOf } from "../../platform/merged.ts";
import { newId } from "../../platform/uuid.ts";
import { about, audienceOf, lockLiving, type TicketState, ticketSet, ticketsVisibleTo, touchTicket } from "./scope.ts";
import { briefColumns, briefView } from "./views.ts";

type Stored = "related" | "duplicate_of" | "blocks" | "parent";

/** How a link said from one side is stored: which of the two it leads from. */
export const ticketLinkSides: Record<TicketLinkKind, { kind: Stored; fromHere: boolean }> = {
  related: { kind: "related", fromHere: true },
  duplicate_of: { kind: "duplicate_of", fromHere: true },
  duplicated_by: { kind: "duplicate_of", fromHere: false },
  blocks: { kind: "blocks", fromHere: true },
  blocked_by: { kind: "blocks", fromHere: false },
  // The other is the parent of this one.
  parent: { kind: "parent", fromHere: false },
  child: { kind: "parent", fromHere: true },
};

/** How a stored link looks from one of its ends. */
export const seenAs = (kind: Stored, fromHere: boolean): TicketLinkKind =>
  (Object.entries(ticketLinkSides) as [TicketLinkKind, { kind: Stored; fromHere: boolean }][]).find(
    ([, s]) => s.kind === kind && (s.fromHere === fromHere || kind === "related"),
  )![0];

export async function addLink(
  ctx: Caller,
  ticketId: string,
  kind: TicketLinkKind,
  otherId: string,
): Promise<TicketLink[]> {
  if (ticketId === otherId)
    throw new AppError("unprocessable", "A ticket cannot be linked to itself.", { field: "ticket_id" });
  const link = ticketLinkSides[kind];
  const [from, to] = link.fromHere ? [ticketId, otherId] : [otherId, ticketId];
  try {
    return await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
      const { ticket, other } = await lockTwo(ctx, tx, ticketId, otherId);
      if (await isLinked(ctx, tx, from, to, link.kind)) return listLinks(ctx, tx, ticketId);
      if (link.kind !== "related") await refuseCircle(ctx, tx, link.kind, from, to);
      await tx.run(sql`insert into ticket_links (workspace_id, id, kind, from_id, to_id)
        values (${ctx.workspaceId}, ${newId()}, ${link.kind}, ${from}, ${to})`);
      await tellBoth(ctx, tx, "ticket.relation_added", ticket, other, link.kind, link.fromHere);
      return listLinks(ctx, tx, ticketId);
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const message =
      link.kind === "parent"
        ? "This ticket has a parent already. Remove that link first."
        : "This ticket is marked as a duplicate already. Remove that link first.";
    throw new AppError("conflict", message, { field: "kind" });
  }
}

/** A reference to a ticket in a body: not there is unprocessable, not 404. Locked in one order, so that two members cannot wait for each other. */
async function lockTwo(
  ctx: Caller,
  tx: Tx,
  id: string,
  otherId: string,
): Promise<{ ticket: TicketState; other: TicketState }> {
  const lockOther = () =>
    lockLiving(ctx, tx, otherId).catch((error) => {
      if (error instanceof AppError && error.code === "not_found")
        throw new AppError("unprocessable", "The other ticket does not exist.", { field: "ticket_id" });
      throw error;
    });
  if (id < otherId) {
    const ticket = await lockLiving(ctx, tx, id);
    return { ticket, other: await lockOther() };
  }
  // The path decides between 404 and 422, whatever the order of the locks.
  const here = await tx.row(
    sql`select 1 from tickets t where t.workspace_id = ${ctx.workspaceId} and t.id = ${id} and ${ticketsVisibleTo(ctx)}`,
  );
  if (!here) throw notFound("ticket");
  const other = await lockOther();
  return { ticket: await lockLiving(ctx, tx, id), other };
}

const isLinked = (ctx: Context, tx: Tx, from: string, to: string, kind: Stored) =>
  tx.row(sql`select 1 from ticket_links where workspace_id = ${ctx.workspaceId} and kind = ${kind}
    and ((from_id = ${from} and to_id = ${to}) or (${kind} = 'related' and from_id = ${to} and to_id = ${from}))`);

/** Under a lock of the workspace: two links made at once could close a circle that neither sees. */
async function refuseCircle(ctx: Context, tx: Tx, kind: Stored, from: string, to: string): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`ticket links ${ctx.workspaceId}`}, 0))`);
  const back = await tx.row(sql`with recursive way(id) as (
      select ${to}::uuid
      union select l.to_id from way join ticket_links l on l.workspace_id = ${ctx.workspaceId} and l.kind = ${kind} and l.from_id = way.id)
    select 1 from way where id = ${from} limit 1`);
  if (back)
    throw new AppError(
      "unprocessable",
      "This link would lead in a circle: the other ticket depends on this one already.",
      {
        field: "ticket_id",
      },
    );
}

export async function removeLink(ctx: Caller, ticketId: string, linkId: string): Promise<TicketLink[]> {
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const ticket = await lockLiving(ctx, tx, ticketId);
    const set = await ticketSet(ctx, tx, ticketId);
    const gone = await tx.row<{ kind: Stored; from_id: string; to_id: string }>(sql`delete from ticket_links
      where workspace_id = ${ctx.workspaceId} and id = ${linkId} and (from_id = any(${set}::uuid[]) or to_id = any(${set}::uuid[]))
      returning kind, from_id, to_id`);
    if (!gone) throw notFound("link");
    const fromHere = set.includes(gone.from_id);
    const other = await tx.row<TicketState>(sql`select id, number, title, team_id, assignee_member_id from tickets
      where workspace_id = ${ctx.workspaceId} and id = ${fromHere ? gone.to_id : gone.from_id}`);
    await tellBoth(ctx, tx, "ticket.relation_removed", ticket, other!, gone.kind, fromHere);
    return listLinks(ctx, tx, ticketId);
  });
}

async function tellBoth(
  ctx: Context,
  tx: Tx,
  type: "ticket.relation_added" | "ticket.relation_removed",
  ticket: TicketState,
  other: TicketState,
  kind: Stored,
  fromHere: boolean,
): Promise<void> {
  for (const [one, two, from] of [
    [ticket, other, fromHere],
    [other, ticket, !fromHere],
  ] as const) {
    await touchTicket(ctx, tx, one.id);
    const data = { ...about(one), kind: seenAs(kind, from), other_id: two.id, other_number: two.number };
    emit(ctx, tx, { type, data, ticketId: one.id, audience: audienceOf(one) });
  }
}

/** Links to tickets the caller sees, also those of what was merged into this one. */
export async function listLinks(ctx: Caller, tx: Tx, ticketId: string): Promise<TicketLink[]> {
  const set = await ticketSet(ctx, tx, ticketId);
  const rows = await tx.rows<{
    link_id: string;
    kind: Stored;
    from_here: boolean;
    id: string;
    number: number;
    title: string;
    status: TicketState["status"];
    priority: TicketState["priority"];
  }>(sql`select l.id as link_id, l.kind, l.from_id = any(${set}::uuid[]) as from_here, ${briefColumns} from ticket_links l
    join tickets o on o.workspace_id = l.workspace_id and o.id = case when l.from_id = any(${set}::uuid[]) then l.to_id else l.from_id end
    join tickets t on t.workspace_id = o.workspace_id and t.id = ${rootOf("o")}
    where l.workspace_id = ${ctx.workspaceId} and (l.from_id = any(${set}::uuid[]) or l.to_id = any(${set}::uuid[]))
      and t.id <> ${ticketId} and t.deleted_at is null and ${ticketsVisibleTo(ctx)} order by l.kind, t.number`);
  return rows.map((row) => ({ id: row.link_id, kind: seenAs(row.kind, row.from_here), ticket: briefView(row) }));
}
