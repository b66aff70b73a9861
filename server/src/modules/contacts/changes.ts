/** The change log of a contact: old → new for each field, read from its events. */
import { type EventType, eventDefinitions, type RecordChange } from "@omniflow/contract";
import type { Context } from "../../platform/context.ts";
import { sql } from "../../platform/db.ts";
import { decodeCursor, encodeCursor } from "../../platform/http.ts";
import { contactGroup } from "./queries.ts";

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

const shown = (Object.keys(eventDefinitions) as EventType[]).filter(
  (type) => type.startsWith("contact.") && type !== "contact.note_changed",
);

export async function listChanges(
  ctx: Context,
  contactId: string,
  { limit = 50, cursor }: { limit?: number; cursor?: string },
) {
  const before = decodeCursor(cursor, 1);
  const rows = await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) =>
    tx.rows<Row>(sql`select e.id, e.seq, e.type, e.actor_type, e.actor_id, e.data, e.at, coalesce(m.name, k.name, p.name) as actor_name from events e
      left join members m on e.actor_type = 'member' and m.workspace_id = e.workspace_id and m.id = e.actor_id
      left join api_keys k on e.actor_type = 'api_key' and k.workspace_id = e.workspace_id and k.id = e.actor_id
      left join contacts p on e.actor_type = 'contact' and p.workspace_id = e.workspace_id and p.id = e.actor_id
      where e.workspace_id = ${ctx.workspaceId} and e.contact_id = any(${await contactGroup(ctx, tx, contactId)}::uuid[]) and e.type = any(${shown})
        and ${before ? sql`e.seq < ${Number(before[0]) || 0}` : sql`true`}
      order by e.seq desc limit ${limit + 1}`),
  );
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
  switch (type) {
    case "contact.identity_added":
      return { identity: { from: null, to: address } };
    case "contact.identity_removed":
      return { identity: { from: address, to: null } };
    case "contact.identity_verified":
      return { [`verified ${address}`]: { from: !data.verified, to: data.verified } };
    case "contact.identity_moved":
      return { [`owner of ${address}`]: { from: data.from_id, to: data.to_id } };
    case "contact.consent_changed":
      return { [`consent ${address} ${data.channel}`]: { from: data.from, to: data.to } };
    case "contact.merged":
      return { merged: { from: null, to: data.source_name } };
    case "contact.unmerged":
      return { merged: { from: data.source_name, to: null } };
    default:
      return {};
  }
}
