/**
 * Merge: duplicates become one ticket to read and to work on — and can be taken apart at any later time, also after customers
 * answered on either side, because every link, note and file stays with its own ticket. Numbers stay valid and lead to the survivor.
 */
import type { Ticket, TicketMergePreview } from "@omniflow/contract";
import { AppError } from "../../../errors.ts";
import type { Caller } from "../../../platform/context.ts";
import { sql, type Tx } from "../../../platform/db.ts";
import { emit } from "../../../platform/events.ts";
import { newId } from "../../../platform/uuid.ts";
import { applyTicketChange } from "../change.ts";
import { namesOf } from "../choices.ts";
import { audienceOf, lockTicket, type TicketState, ticketSet, touchTicket } from "../scope.ts";
import { isActive } from "../status.ts";
import { briefView, getTicketRow } from "../views.ts";

export async function mergeTicket(ctx: Caller, sourceId: string, targetId: string): Promise<Ticket> {
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const [source, target] = await lockPair(ctx, tx, sourceId, targetId);
    if (source.merged_into === target.id) return getTicketRow(ctx, tx, target.id);
    refuse(source, target);
    const followers = await tx.rows<{ id: string }>(sql`update tickets set merged_into = ${target.id}
      where workspace_id = ${ctx.workspaceId} and merged_into = ${source.id} returning id`);
    await tx.run(sql`insert into ticket_merges (workspace_id, id, source_id, target_id, followers, merged_by, merged_at)
      values (${ctx.workspaceId}, ${newId()}, ${source.id}, ${target.id}, ${followers.map((f) => f.id)}, ${ctx.actor.id}, ${ctx.platform.clock.now()})`);
    await tx.run(
      sql`update tickets set merged_into = ${target.id}, version = version + 1 where workspace_id = ${ctx.workspaceId} and id = ${source.id}`,
    );
    // What is still to be done in one is still to be done in both.
    if (isActive(source.status) && !isActive(target.status))
      await applyTicketChange(ctx, tx, target, { status: "open" }, { free: true });
    else await touchTicket(ctx, tx, target.id);
    announce(ctx, tx, "ticket.merged", source, target);
    return getTicketRow(ctx, tx, target.id);
  });
}

export async function unmergeTicket(ctx: Caller, sourceId: string): Promise<Ticket> {
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const found = await tx.row<{ target_id: string }>(sql`select target_id from ticket_merges
      where workspace_id = ${ctx.workspaceId} and source_id = ${sourceId} and undone_at is null`);
    if (!found) {
      await lockTicket(ctx, tx, sourceId);
      throw new AppError("conflict", "This ticket is not merged into another.");
    }
    const [source, target] = await lockPair(ctx, tx, sourceId, found.target_id);
    const merge = await tx.row<{
      followers: string[];
      merged_at: Date;
    }>(sql`update ticket_merges set undone_at = ${ctx.platform.clock.now()}
      where workspace_id = ${ctx.workspaceId} and source_id = ${sourceId} and undone_at is null returning followers, merged_at`);
    if (!merge) throw new AppError("conflict", "This ticket is not merged into another.");
    await tx.run(sql`update tickets set merged_into = ${source.id} where workspace_id = ${ctx.workspaceId}
      and id = any(${merge.followers}::uuid[]) and merged_into = ${source.merged_into}`);
    await tx.run(
      sql`update tickets set merged_into = null where workspace_id = ${ctx.workspaceId} and id = ${source.id}`,
    );
    await touchTicket(ctx, tx, source.id);
    if (source.merged_into) await touchTicket(ctx, tx, source.merged_into);
    if (
      (source.status === "waiting" || source.status === "resolved") &&
      (await hasAnswered(ctx, tx, source.id, merge.merged_at))
    )
      await applyTicketChange(ctx, tx, { ...source, merged_into: null }, { status: "open" }, { free: true });
    announce(ctx, tx, "ticket.unmerged", source, target);
    return getTicketRow(ctx, tx, source.id);
  });
}

/** Whether a customer wrote on its own conversations since it was merged away. */
const hasAnswered = async (ctx: Caller, tx: Tx, id: string, since: Date): Promise<boolean> =>
  (await tx.row(sql`select 1 from ticket_conversations tc
    join messages m on m.workspace_id = tc.workspace_id and m.conversation_id = tc.conversation_id
    where tc.workspace_id = ${ctx.workspaceId} and tc.ticket_id = any(${await ticketSet(ctx, tx, id)}::uuid[])
      and m.direction = 'in' and m.automatic is null and m.created_at > ${since} limit 1`)) !== null;

/** In one order for everybody, so that two merges at once cannot wait for each other. */
async function lockPair(ctx: Caller, tx: Tx, sourceId: string, targetId: string): Promise<[TicketState, TicketState]> {
  if (sourceId === targetId)
    throw new AppError("unprocessable", "Choose another ticket to merge into.", { field: "into" });
  const [first, second] = sourceId < targetId ? [sourceId, targetId] : [targetId, sourceId];
  const one = await lockTicket(ctx, tx, first);
  const two = await lockTicket(ctx, tx, second);
  return sourceId < targetId ? [one, two] : [two, one];
}

function refuse(source: TicketState, target: TicketState): void {
  const no = (message: string, field?: string) => new AppError("conflict", message, { field });
  if (source.merged_into) throw no("This ticket is merged into another already. Undo that first.");
  if (target.merged_into) throw no("That ticket is merged into another; merge into that one instead.", "into");
  if (source.deleted_at || target.deleted_at) throw no("A deleted ticket cannot be merged. Restore it first.");
}

function announce(
  ctx: Caller,
  tx: Tx,
  type: "ticket.merged" | "ticket.unmerged",
  source: TicketState,
  target: TicketState,
): void {
  const data = {
    source_id: source.id,
    target_id: target.id,
    source_number: source.number,
    target_number: target.number,
  };
  // One event: what is merged is read together, so both show it — and after an undo the other still says what was.
  emit(ctx, tx, { type, data, ticketId: target.id, audience: audienceOf(source, target) });
}

/** What a merge would bring together. Nothing is changed. */
export async function previewMerge(ctx: Caller, sourceId: string, targetId: string): Promise<TicketMergePreview> {
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const [source, target] = await lockPair(ctx, tx, sourceId, targetId);
    refuse(source, target);
    const set = await ticketSet(ctx, tx, source.id);
    const counts = await tx.row<
      Pick<TicketMergePreview, "conversations" | "contacts" | "notes" | "files" | "checklist">
    >(sql`select
      (select count(*)::int from ticket_conversations where workspace_id = ${ctx.workspaceId} and ticket_id = any(${set}::uuid[])) as conversations,
      (select count(*)::int from ticket_contacts where workspace_id = ${ctx.workspaceId} and ticket_id = any(${set}::uuid[])) as contacts,
      (select count(*)::int from ticket_notes where workspace_id = ${ctx.workspaceId} and ticket_id = any(${set}::uuid[]) and deleted_at is null) as notes,
      (select count(*)::int from ticket_files where workspace_id = ${ctx.workspaceId} and ticket_id = any(${set}::uuid[])) as files,
      (select count(*)::int from ticket_checklist where workspace_id = ${ctx.workspaceId} and ticket_id = any(${set}::uuid[])) as checklist`);
    return {
      source: briefView(source),
      target: briefView(target),
      ...counts!,
      differences: await differences(ctx, tx, source, target),
    };
  });
}

async function differences(ctx: Caller, tx: Tx, source: TicketState, target: TicketState) {
  const ids = (t: TicketState) => [t.assignee_member_id, t.team_id, t.type_id, t.contact_id];
  const names = await namesOf(ctx, tx, [...ids(source), ...ids(target)]);
  const called = (id: string | null) => (id === null ? null : (names.get(id) ?? id));
  const values = (t: TicketState): [string, string | null][] => [
    ["title", t.title],
    ["status", t.status],
    ["priority", t.priority],
    ["assignee", called(t.assignee_member_id)],
    ["team", called(t.team_id)],
    ["type", called(t.type_id)],
    ["contact", called(t.contact_id)],
    ["tags", t.tags.join(", ") || null],
    ["description", t.description_text.slice(0, 500) || null],
  ];
  const aside = new Map(values(source));
  return values(target)
    .map(([field, kept]) => ({ field, kept, put_aside: aside.get(field) ?? null }))
    .filter((difference) => difference.kept !== difference.put_aside);
}
