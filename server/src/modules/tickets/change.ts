/** Changing a ticket: one verb for every field, one event with old → new of all that changed, and one more when its status moved. */
import type { Ticket, TicketChange } from "@omniflow/contract";
import { AppError } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { knownTags } from "../conversations/index.ts";
import { keep, noteAction } from "./actions/note.ts";
import { announceChange } from "./announce.ts";
import { activeMember, existingContact, existingTeam } from "./choices.ts";
import { describe } from "./description.ts";
import { cleanFields } from "./fields.ts";
import { keepPictures } from "./pictures.ts";
import { lockLiving, type TicketState, versionConflict } from "./scope.ts";
import { findOwnStatus, getTicketSettings, listOwnStatuses } from "./settings.ts";
import { canMove, endings, keyOf } from "./status.ts";
import { findType, listTypes } from "./types.ts";
import { getTicketRow } from "./views.ts";

/** @returns the ticket, and the action by which a member can undo the change. */
export async function changeTicket(
  ctx: Caller,
  id: string,
  change: TicketChange,
): Promise<Ticket & { action_id: string | null }> {
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const before = await lockLiving(ctx, tx, id);
    if (change.version !== undefined && change.version !== before.version) throw versionConflict();
    const after = await applyTicketChange(ctx, tx, before, change);
    const { version: _, ...wanted } = change;
    const actionId = ctx.memberId ? await noteAction(ctx, tx, wanted, keep(before), keep(after), id) : null;
    return { ...(await getTicketRow(ctx, tx, id)), action_id: actionId };
  });
}

/** @param before the locked row. `free`: moves nobody asked for by hand are not held to the table of moves. */
export async function applyTicketChange(
  ctx: Caller,
  tx: Tx,
  before: TicketState,
  change: TicketChange,
  options: { free?: boolean } = {},
): Promise<TicketState> {
  const after = await nextState(ctx, tx, before, change, options.free ?? false);
  await writeTicket(ctx, tx, after);
  if (after.description !== before.description) await keepPictures(ctx, tx, after.id, after.description);
  await announceChange(ctx, tx, before, after);
  return { ...after, version: before.version + 1 };
}

/** Writes the fields a change may touch. */
export const writeTicket = (ctx: Caller, tx: Tx, after: TicketState) =>
  tx.run(sql`update tickets set title = ${after.title}, description = ${after.description}, description_text = ${after.description_text},
      status = ${after.status}, status_id = ${after.status_id}, priority = ${after.priority}, type_id = ${after.type_id}, contact_id = ${after.contact_id},
      assignee_member_id = ${after.assignee_member_id}, assignee_agent_id = ${after.assignee_agent_id}, team_id = ${after.team_id}, tags = ${after.tags},
      custom_fields = ${JSON.stringify(after.custom_fields)}, deleted_at = ${after.deleted_at}, status_changed_at = ${after.status_changed_at},
      resolved_at = ${after.resolved_at}, closed_at = ${after.closed_at}, updated_at = ${ctx.platform.clock.now()}, version = version + 1
    where workspace_id = ${ctx.workspaceId} and id = ${after.id}`);

async function nextState(
  ctx: Caller,
  tx: Tx,
  before: TicketState,
  change: TicketChange,
  free: boolean,
): Promise<TicketState> {
  const after = { ...before };
  if (change.title !== undefined) after.title = change.title.replace(/\s+/g, " ").trim();
  if (change.description !== undefined) Object.assign(after, describe(change.description));
  if (change.priority) after.priority = change.priority;
  if (change.assignee_id !== undefined) {
    after.assignee_agent_id = null;
    after.assignee_member_id = change.assignee_id && (await activeMember(ctx, tx, change.assignee_id));
  }
  if (change.team_id !== undefined) after.team_id = change.team_id && (await existingTeam(ctx, tx, change.team_id));
  if (change.contact_id !== undefined)
    after.contact_id = change.contact_id && (await existingContact(ctx, tx, change.contact_id));
  if (change.tags) after.tags = await knownTags(ctx, tx, change.tags);
  if (change.type !== undefined) after.type_id = change.type && (await findType(ctx, tx, change.type)).id;
  if (change.custom_fields) after.custom_fields = await fieldsAfter(ctx, tx, before, after, change.custom_fields);
  return change.status || change.status_id !== undefined ? move(ctx, tx, before, after, change, free) : after;
}

async function fieldsAfter(
  ctx: Caller,
  tx: Tx,
  before: TicketState,
  after: TicketState,
  given: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const type = after.type_id ? ((await listTypes(ctx, tx)).find((t) => t.id === after.type_id) ?? null) : null;
  return cleanFields(ctx, tx, before.custom_fields, given, { type, complete: false });
}

async function move(
  ctx: Caller,
  tx: Tx,
  before: TicketState,
  after: TicketState,
  { status, status_id }: TicketChange,
  free: boolean,
): Promise<TicketState> {
  const own = await listOwnStatuses(ctx, tx);
  const place = status_id
    ? { status: findOwnStatus(own, status_id, status).category, status_id }
    : { status: status ?? before.status, status_id: null };
  if (keyOf(place) === keyOf(before)) return after;
  const { moves } = await getTicketSettings(ctx, tx);
  if (!free && !canMove(before, place, own, moves))
    throw new AppError("unprocessable", "The workspace does not allow this change of status. Choose another.", {
      field: "status",
    });
  const now = ctx.platform.clock.now();
  return { ...after, ...place, status_changed_at: now, ...endings(before, place.status, now) };
}
