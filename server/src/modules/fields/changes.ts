/** The change log of a contact or a company: old → new for each field, read from its events. Systems that follow along read it too. */
import { type EventType, eventDefinitions, type RecordChange } from "@omniflow/contract";
import { actorName, joinActors } from "../../platform/actors.ts";
import type { Context } from "../../platform/context.ts";
import { type Sql, sql, type Tx } from "../../platform/db.ts";
import { decodeCursor, encodeCursor } from "../../platform/http.ts";

type Row = {
  id: string;
  seq: number;
  type: string;
  actor_type: string;
  actor_id: string | null;
  actor_name: string | null;
  data: { fields?: string[]; changes?: RecordChange["changes"] } & Record<string, unknown>;
  at: Date;
};

/** What a kind of record brings along: its column among the events (alias `e`), and the record with those merged into it. */
export type ChangesOf = {
  record: "contact" | "company";
  column: Sql;
  group(ctx: Context, tx: Tx, id: string): Promise<string[]>;
};

/** Notes are told where they stand. */
export const changeTypes = (record: ChangesOf["record"]): EventType[] =>
  (Object.keys(eventDefinitions) as EventType[]).filter(
    (type) => type.startsWith(`${record}.`) && !type.endsWith(".note_changed"),
  );

/** Newest first. @throws not_found */
export async function pageOfChanges(
  { record, column, group }: ChangesOf,
  ctx: Context,
  id: string,
  { limit = 50, cursor }: { limit?: number; cursor?: string },
) {
  const before = decodeCursor(cursor, 1);
  const rows = await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const ids = await group(ctx, tx, id);
    return tx.rows<Row>(sql`select e.id, e.seq, e.type, e.actor_type, e.actor_id, e.data, e.at, ${actorName} as actor_name from events e
      ${joinActors}
      where e.workspace_id = ${ctx.workspaceId} and ${column} = any(${ids}::uuid[]) and e.type = any(${changeTypes(record)})
        -- A merge is told to both sides; who has both reads it once.
        and not (e.type like '%merged' and ${column}::text = e.data ->> 'source_id' and e.data ->> 'target_id' = any(${ids}::text[]))
        and ${before ? sql`e.seq < ${Number(before[0]) || 0}` : sql`true`}
      order by e.seq desc limit ${limit + 1}`);
  });
  const page = rows.slice(0, limit);
  return { items: page.map(view), nextCursor: rows.length > limit ? encodeCursor([page.at(-1)!.seq]) : null };
}

const view = ({ id, type, actor_type, actor_id, actor_name, data, at }: Row): RecordChange => ({
  id,
  type,
  actor: { type: actor_type, id: actor_id, name: actor_name ?? "" },
  fields: data.fields ?? [],
  changes: data.changes ?? changesOf(type, data),
  at: at.toISOString(),
});

/** What the other events say, in the same words. */
function changesOf(type: string, data: Record<string, unknown>): RecordChange["changes"] {
  const address = `${data.kind}:${data.value}`;
  switch (type.slice(type.indexOf(".") + 1)) {
    case "identity_added":
      return { identity: { from: null, to: address } };
    case "identity_removed":
      return { identity: { from: address, to: null } };
    case "identity_verified":
      return { [`verified ${address}`]: { from: !data.verified, to: data.verified } };
    case "identity_moved":
      return { [`owner of ${address}`]: { from: data.from_id, to: data.to_id } };
    case "consent_changed":
      return { [`consent ${address} ${data.channel}`]: { from: data.from, to: data.to } };
    case "merged":
      return { merged: { from: null, to: data.source_name } };
    case "unmerged":
      return { merged: { from: data.source_name, to: null } };
    default:
      return {};
  }
}
