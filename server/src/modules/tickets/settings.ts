/** What a workspace decides about its tickets: its own statuses, the allowed moves, what a customer's answer reopens. */
import {
  type TicketOwnStatus,
  type TicketSettings,
  type TicketSettingsChange,
  type TicketStatus,
  type TicketStatusChange,
  type TicketStatusInput,
  ticketStatuses,
} from "@omniflow/contract";
import type { Static } from "typebox";
import { AppError, notFound } from "../../errors.ts";
import type { Context } from "../../platform/context.ts";
import { isUniqueViolation, sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { newId } from "../../platform/uuid.ts";
import { recordAudit } from "../audit/index.ts";
import type { OwnStatus } from "./status.ts";

/** The row is made when it is first needed. */
export async function getTicketSettings(ctx: Context, tx: Tx): Promise<TicketSettings> {
  const row = await tx.row<TicketSettings>(
    sql`select reopen_resolved, moves, version from ticket_settings where workspace_id = ${ctx.workspaceId}`,
  );
  return row ?? { reopen_resolved: true, moves: {}, version: 1 };
}

export async function changeTicketSettings(
  ctx: Context,
  change: Static<typeof TicketSettingsChange>,
): Promise<TicketSettings> {
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    await tx.run(sql`insert into ticket_settings (workspace_id) values (${ctx.workspaceId}) on conflict do nothing`);
    const before = (await tx.row<TicketSettings>(sql`select reopen_resolved, moves, version from ticket_settings
      where workspace_id = ${ctx.workspaceId} for no key update`))!;
    if (change.version !== undefined && change.version !== before.version) throw stale();
    if (change.moves) await checkMoves(ctx, tx, change.moves);
    const after = { ...before, ...change, version: before.version + 1 };
    await tx.run(sql`update ticket_settings set reopen_resolved = ${after.reopen_resolved}, moves = ${JSON.stringify(after.moves)}, version = ${after.version}
      where workspace_id = ${ctx.workspaceId}`);
    recordAudit(ctx, tx, { action: "ticket_settings.updated", before, after });
    emit(ctx, tx, { type: "ticket_settings.changed", data: {} });
    return after;
  });
}

async function checkMoves(ctx: Context, tx: Tx, moves: TicketSettings["moves"]): Promise<void> {
  const known = new Set<string>([...ticketStatuses, ...(await listOwnStatuses(ctx, tx)).map((status) => status.id)]);
  const unknown = [...Object.keys(moves), ...Object.values(moves).flat()].find((key) => !known.has(key));
  if (unknown) throw new AppError("validation_failed", `There is no status “${unknown}”.`, { field: "moves" });
}

type StatusRow = Omit<TicketOwnStatus, "archived"> & { archived_at: Date | null };
const statusColumns = sql`id, category, name, position, archived_at, version`;
const statusView = ({ archived_at, ...row }: StatusRow): TicketOwnStatus => ({
  ...row,
  archived: archived_at !== null,
});

export const listOwnStatuses = async (ctx: Context, tx: Tx): Promise<TicketOwnStatus[]> =>
  (
    await tx.rows<StatusRow>(sql`select ${statusColumns} from ticket_statuses where workspace_id = ${ctx.workspaceId}
      order by array_position(array['open', 'in_progress', 'waiting', 'resolved', 'closed'], category), position, created_at`)
  ).map(statusView);

export const createOwnStatus = (ctx: Context, input: Static<typeof TicketStatusInput>): Promise<TicketOwnStatus> =>
  unique(
    ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
      const row = await tx.row<StatusRow>(sql`insert into ticket_statuses (workspace_id, id, category, name, position)
        values (${ctx.workspaceId}, ${newId()}, ${input.category}, ${input.name.trim()}, ${input.position ?? 0}) returning ${statusColumns}`);
      noteStatus(ctx, tx, "ticket_status.created", null, statusView(row!));
      return statusView(row!);
    }),
  );

function noteStatus(
  ctx: Context,
  tx: Tx,
  action: string,
  before: TicketOwnStatus | null,
  after: TicketOwnStatus,
): void {
  recordAudit(ctx, tx, { action, target: { type: "ticket_status", id: after.id, name: after.name }, before, after });
  emit(ctx, tx, { type: "ticket_settings.changed", data: {} });
}

export const changeOwnStatus = (
  ctx: Context,
  id: string,
  change: Static<typeof TicketStatusChange>,
): Promise<TicketOwnStatus> =>
  unique(
    ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
      const before = await tx.row<StatusRow>(
        sql`select ${statusColumns} from ticket_statuses where workspace_id = ${ctx.workspaceId} and id = ${id} for update`,
      );
      if (!before) throw notFound("status");
      if (change.version !== undefined && change.version !== before.version) throw stale();
      const archived = change.archived ?? before.archived_at !== null;
      const row = await tx.row<StatusRow>(sql`update ticket_statuses set name = ${change.name?.trim() ?? before.name},
          position = ${change.position ?? before.position}, archived_at = case when ${archived} then coalesce(archived_at, now()) end, version = version + 1
        where workspace_id = ${ctx.workspaceId} and id = ${id} returning ${statusColumns}`);
      noteStatus(ctx, tx, "ticket_status.updated", statusView(before), statusView(row!));
      return statusView(row!);
    }),
  );

/** The own status a ticket is asked to go to. @throws unprocessable when it is not there, or lies in another category */
export function findOwnStatus(own: readonly OwnStatus[], id: string, category?: TicketStatus): OwnStatus {
  const found = own.find((status) => status.id === id && !status.archived);
  if (!found) throw new AppError("unprocessable", "This status does not exist any more.", { field: "status_id" });
  if (category && category !== found.category)
    throw new AppError("unprocessable", `“${found.name}” is not a status of this category.`, { field: "status_id" });
  return found;
}

const unique = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error) => {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("already_exists", "There is a status with this name already.", { field: "name" });
  });

const stale = () =>
  new AppError("version_conflict", "Someone changed this meanwhile. Look at the new state and try again.", {
    field: "version",
  });
