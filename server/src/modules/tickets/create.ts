/**
 * Making a ticket: `createTicket` for whoever asks by request, `makeTicket` inside another transaction — rules, AI tools, forms and
 * follow-ups call it. The number is taken last, so that its row is held as shortly as possible.
 */
import type { Ticket, TicketInput } from "@omniflow/contract";
import { AppError } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { isUniqueViolation, sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { newId } from "../../platform/uuid.ts";
import { filterVisible, knownTags } from "../conversations/index.ts";
import { activeMember, existingContact, existingTeam } from "./choices.ts";
import { describe } from "./description.ts";
import { cleanFields } from "./fields.ts";
import { linkConversations } from "./linking.ts";
import { keepPictures } from "./pictures.ts";
import { about, audienceOf, type TicketState, ticketsVisibleTo } from "./scope.ts";
import { findOwnStatus, listOwnStatuses } from "./settings.ts";
import { endings } from "./status.ts";
import { findType } from "./types.ts";
import { getTicketRow } from "./views.ts";

export type Origin = {
  source: Ticket["source"];
  /** Required fields are asked of people; what a program makes may lack them. */
  complete?: boolean;
  followUpOf?: string;
  /** The event that began it: the same event makes one ticket. */
  event?: string;
};

/** @returns `created: false` when the ticket of this id is there already: a repeated request. */
export async function createTicket(
  ctx: Caller,
  input: TicketInput,
  origin: Origin = { source: sourceOf(ctx), complete: true },
): Promise<{ ticket: Ticket; created: boolean }> {
  const work = () =>
    ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
      const before = input.id ? await findMade(ctx, tx, input.id) : null;
      if (before) return { ticket: before, created: false };
      const made = await makeTicket(ctx, tx, input, origin);
      return { ticket: await getTicketRow(ctx, tx, made.id), created: true };
    });
  // Sent twice at once: the second finds what the first has made.
  return work().catch((error) => {
    if (input.id && isUniqueViolation(error, "tickets_pkey")) return work();
    throw error;
  });
}

export const sourceOf = (ctx: Caller): Ticket["source"] =>
  ctx.actor.type === "rule" ? "rule" : ctx.actor.type === "ai_agent" ? "ai_agent" : ctx.memberId ? "member" : "api";

async function findMade(ctx: Caller, tx: Tx, id: string): Promise<Ticket | null> {
  const row = await tx.row(
    sql`select 1 from tickets t where t.workspace_id = ${ctx.workspaceId} and t.id = ${id} and ${ticketsVisibleTo(ctx)}`,
  );
  return row ? getTicketRow(ctx, tx, id) : null;
}

/** The ticket with its links and its event, in the caller's transaction. */
export async function makeTicket(ctx: Caller, tx: Tx, input: TicketInput, origin: Origin): Promise<TicketState> {
  const draft = await draftOf(ctx, tx, input, origin);
  const now = ctx.platform.clock.now();
  await tx.run(sql`insert into tickets (workspace_id, id, number, title, description, description_text, status, status_id, priority, type_id, contact_id,
      assignee_member_id, team_id, tags, custom_fields, source, follow_up_of, begun_by_event, status_changed_at, resolved_at, closed_at, created_at, updated_at)
    values (${ctx.workspaceId}, ${draft.id}, ${await nextNumber(tx, ctx.workspaceId, draft)}, ${draft.title}, ${draft.description}, ${draft.description_text},
      ${draft.status}, ${draft.status_id}, ${draft.priority}, ${draft.type_id}, ${draft.contact_id}, ${draft.assignee_member_id}, ${draft.team_id}, ${draft.tags},
      ${JSON.stringify(draft.custom_fields)}, ${origin.source}, ${origin.followUpOf ?? null}, ${origin.event ?? null}, ${now}, ${draft.resolved_at}, ${draft.closed_at}, ${now}, ${now})`);
  emit(ctx, tx, {
    type: "ticket.created",
    data: { ...about(draft), source: origin.source, assignee_id: draft.assignee_member_id },
    ticketId: draft.id,
    contactId: draft.contact_id ?? undefined,
    audience: audienceOf(draft),
  });
  await keepPictures(ctx, tx, draft.id, draft.description);
  await linkConversations(ctx, tx, draft, input.conversation_ids ?? []);
  return draft;
}

/** Everything but the number, with what type and conversations give when the input says nothing. */
async function draftOf(ctx: Caller, tx: Tx, input: TicketInput, origin: Origin): Promise<TicketState> {
  const type = input.type ? await findType(ctx, tx, input.type) : null;
  const first = await firstConversation(ctx, tx, input.conversation_ids ?? []);
  const place = await placeOf(ctx, tx, input);
  const contactId = input.contact_id ?? first?.contact_id ?? null;
  const teamId = input.team_id === undefined ? (type?.team_id ?? first?.team_id ?? null) : input.team_id;
  return {
    id: input.id ?? newId(),
    number: 0,
    title: input.title.replace(/\s+/g, " ").trim(),
    ...describe(input.description ?? ""),
    ...place,
    priority: input.priority ?? type?.priority ?? "normal",
    type_id: type?.id ?? null,
    contact_id: contactId && (await existingContact(ctx, tx, contactId)),
    assignee_member_id: input.assignee_id ? await activeMember(ctx, tx, input.assignee_id) : null,
    assignee_agent_id: null,
    team_id: teamId && (await existingTeam(ctx, tx, teamId)),
    tags: await knownTags(ctx, tx, input.tags ?? []),
    custom_fields: await cleanFields(ctx, tx, {}, input.custom_fields ?? {}, {
      type,
      complete: origin.complete ?? false,
    }),
    merged_into: null,
    deleted_at: null,
    status_changed_at: ctx.platform.clock.now(),
    ...endings({ resolved_at: null, closed_at: null }, place.status, ctx.platform.clock.now()),
    version: 1,
  };
}

async function placeOf(ctx: Caller, tx: Tx, input: TicketInput): Promise<Pick<TicketState, "status" | "status_id">> {
  if (!input.status_id) return { status: input.status ?? "open", status_id: null };
  const own = findOwnStatus(await listOwnStatuses(ctx, tx), input.status_id, input.status);
  return { status: own.category, status_id: own.id };
}

async function firstConversation(ctx: Caller, tx: Tx, ids: string[]) {
  if (!ids.length) return null;
  const seen = await filterVisible(ctx, tx, ids);
  if (seen.length < new Set(ids).size)
    throw new AppError("unprocessable", "One of these conversations does not exist.", { field: "conversation_ids" });
  return tx.row<{ contact_id: string; team_id: string | null }>(
    sql`select contact_id, team_id from conversations where workspace_id = ${ctx.workspaceId} and id = ${ids[0]}`,
  );
}

/** One row per workspace counts; whoever takes a number holds it until the commit, so two never get the same. */
async function nextNumber(tx: Tx, workspaceId: string, draft: TicketState): Promise<number> {
  const row = await tx.row<{
    last_number: number;
  }>(sql`insert into ticket_settings (workspace_id, last_number) values (${workspaceId}, 1)
    on conflict (workspace_id) do update set last_number = ticket_settings.last_number + 1 returning last_number`);
  draft.number = row!.last_number;
  return draft.number;
}
