/**
 * What a customer's answer does to the tickets of its conversation: what waited is open again, what was resolved too when the
 * workspace wants that, and what is closed stays so and is gone on with in one new ticket, linked to it.
 */
import { type Caller, systemContext } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import type { Event, Reaction, ReactionPayload } from "../../platform/events.ts";
import type { Task } from "../../platform/jobs.ts";
import { rootOf } from "../../platform/merged.ts";
import { newId } from "../../platform/uuid.ts";
import { mergedSet } from "../conversations/index.ts";
import { systemCaller } from "./caller.ts";
import { applyTicketChange } from "./change.ts";
import { makeTicket } from "./create.ts";
import { markTicketed } from "./linking.ts";
import { stateColumns, type TicketState } from "./scope.ts";
import { getTicketSettings } from "./settings.ts";
import { afterReply, isActive } from "./status.ts";

export const customerReplyReaction: Reaction = {
  name: "answer_tickets",
  wants(event: Event) {
    if (event.type === "conversation.merged") return true;
    if (event.type !== "message.received") return false;
    const facts = event.facts as { ticketed?: boolean; automatic?: string | null; ours?: boolean } | undefined;
    return Boolean(facts?.ticketed && !facts.automatic && !facts.ours);
  },
};

export const answerTickets: Task = async (platform, payload: ReactionPayload) => {
  for (const event of payload.events) {
    if (event.type === "conversation.merged") {
      const { source_id, target_id } = event.data as { source_id: string; target_id: string };
      const ctx = systemContext(platform, payload.workspace_id);
      await platform.db.inWorkspace(ctx.workspaceId, (tx) => passOn(tx, ctx.workspaceId, source_id, target_id));
      continue;
    }
    const actor = { type: "contact" as const, id: event.contact_id ?? null };
    const ctx = systemCaller(platform, payload.workspace_id, { actor, cause: event.id });
    await platform.db.inWorkspace(ctx.workspaceId, (tx) =>
      onReply(ctx, tx, event.conversation_id!, event.data.message_id, event.id),
    );
  }
};

/** Messages of a merged conversation arrive in the one it was merged into: that one has its tickets now. */
async function passOn(tx: Tx, workspaceId: string, sourceId: string, targetId: string): Promise<void> {
  const has =
    await tx.row(sql`select 1 from ticket_conversations tc join conversations c on c.workspace_id = tc.workspace_id and c.id = tc.conversation_id
    where tc.workspace_id = ${workspaceId} and (c.id = ${sourceId} or c.merged_into = ${sourceId}) limit 1`);
  if (has) await markTicketed(tx, workspaceId, [targetId]);
}

async function onReply(ctx: Caller, tx: Tx, conversationId: string, messageId: string, eventId: string): Promise<void> {
  const message = await tx.row<{ created_at: Date; home: string }>(
    sql`select created_at, conversation_id as home from messages where workspace_id = ${ctx.workspaceId} and id = ${messageId}`,
  );
  if (!message) return;
  const tickets = await lockTicketsOf(ctx, tx, conversationId);
  const settings = await getTicketSettings(ctx, tx);
  let goesOn = false;
  const ended: TicketState[] = [];
  for (const ticket of tickets) {
    // What was decided after the customer wrote was decided knowing it.
    const answered = message.created_at >= ticket.status_changed_at;
    const next = answered ? afterReply(ticket.status, settings) : null;
    if (next === "open") await applyTicketChange(ctx, tx, ticket, { status: "open" }, { free: true });
    if (next === "follow_up") ended.push(ticket);
    goesOn ||= next === "open" || isActive(ticket.status) || ticket.status === "resolved";
  }
  if (!goesOn && ended.length) await followUp(ctx, tx, ended.at(-1)!, message.home, eventId);
}

/** In the order of their numbers, so that two jobs cannot wait for each other; merged ones count as their survivor. */
async function lockTicketsOf(ctx: Caller, tx: Tx, conversationId: string): Promise<TicketState[]> {
  const ids = await mergedSet(ctx, tx, conversationId);
  return tx.rows<TicketState>(sql`select ${stateColumns} from tickets t where t.workspace_id = ${ctx.workspaceId} and t.deleted_at is null
    and t.id in (select ${rootOf("o")} from ticket_conversations tc
      join tickets o on o.workspace_id = tc.workspace_id and o.id = tc.ticket_id
      where tc.workspace_id = ${ctx.workspaceId} and tc.conversation_id = any(${ids}::uuid[]))
    order by t.number for no key update`);
}

/** Once for one message: the event's key stands behind the look; once for one conversation: under the lock of the closed ticket. */
async function followUp(
  ctx: Caller,
  tx: Tx,
  closed: TicketState,
  conversationId: string,
  eventId: string,
): Promise<void> {
  const before =
    await tx.row(sql`select 1 from tickets o where o.workspace_id = ${ctx.workspaceId} and (o.begun_by_event = ${eventId}
    or (o.follow_up_of = ${closed.id} and o.deleted_at is null and o.status <> 'closed' and exists (select 1 from ticket_conversations tc
      where tc.workspace_id = o.workspace_id and tc.ticket_id = o.id and tc.conversation_id = ${conversationId}))) limit 1`);
  if (before) return;
  const made = await makeTicket(
    ctx,
    tx,
    {
      title: closed.title,
      priority: closed.priority,
      team_id: closed.team_id,
      assignee_id: await stillThere(ctx, tx, closed.assignee_member_id),
      contact_id: closed.contact_id,
      tags: closed.tags,
      conversation_ids: [conversationId],
    },
    { source: "follow_up", followUpOf: closed.id, event: eventId },
  );
  await tx.run(sql`insert into ticket_links (workspace_id, id, kind, from_id, to_id)
    values (${ctx.workspaceId}, ${newId()}, 'related', ${made.id}, ${closed.id})`);
}

async function stillThere(ctx: Caller, tx: Tx, memberId: string | null): Promise<string | null> {
  if (!memberId) return null;
  const row = await tx.row(
    sql`select 1 from members where workspace_id = ${ctx.workspaceId} and id = ${memberId} and deactivated_at is null`,
  );
  return row ? memberId : null;
}
