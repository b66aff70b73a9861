/** Adds the sample tickets: their types, numbers of the workspace's own row, and what happened to them. */
import { randomBytes } from "node:crypto";
import type { Context } from "../../../platform/context.ts";
import { sql, type Tx } from "../../../platform/db.ts";
import { newId } from "../../../platform/uuid.ts";
import type { Rows, World } from "../rows.ts";
import type { Made } from "../world.ts";
import { insertSamples } from "../write.ts";
import { replayTickets, type TicketRows } from "./replay.ts";
import { type TypeKey, ticketTypes, works } from "./work.ts";

/** The rows to write; what happened is put among the events of `rows`, all in the order of time. */
export async function addTickets(ctx: Context, tx: Tx, world: World, rows: Rows, made: Made): Promise<TicketRows> {
  const types = await makeTypes(ctx, tx, world, made);
  const told = replayTickets(world, rows, types, await takeNumbers(ctx, tx, works.length));
  made.tickets = told.tickets.map((ticket) => ticket.id);
  rows.events.sort((a, b) => a.at.getTime() - b.at.getTime());
  return told;
}

/** One that is there by this name stays as it is. */
async function makeTypes(ctx: Context, tx: Tx, world: World, made: Made): Promise<Record<TypeKey, string>> {
  const keys = Object.keys(ticketTypes) as TypeKey[];
  const rows = keys.map((key, position) => {
    const { team, ...type } = ticketTypes[key];
    return {
      ...type,
      id: newId(),
      position,
      team_id: world.teams[team],
      form_key: randomBytes(12).toString("base64url"),
    };
  });
  await insertSamples(tx, ctx.workspaceId, "ticket_types", rows);
  const found = await tx.rows<{ id: string; name: string }>(
    sql`select id, lower(name) as name from ticket_types where workspace_id = ${ctx.workspaceId} and archived_at is null`,
  );
  made.ticket_types = rows.map((row) => row.id).filter((id) => found.some((type) => type.id === id));
  const idOf = (key: TypeKey) => found.find((type) => type.name === ticketTypes[key].name.toLowerCase())!.id;
  return { repair: idOf("repair"), refund: idOf("refund"), claim: idOf("claim") };
}

/** @returns the first of them */
async function takeNumbers(ctx: Context, tx: Tx, count: number): Promise<number> {
  const row = await tx.row<{
    last_number: number;
  }>(sql`insert into ticket_settings (workspace_id, last_number) values (${ctx.workspaceId}, ${count})
    on conflict (workspace_id) do update set last_number = ticket_settings.last_number + ${count} returning last_number`);
  return row!.last_number - count + 1;
}
