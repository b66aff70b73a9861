/** Who is told of what on a ticket: who gets it, who is named in a note, and who has it or follows it when somebody else changes it. */
import type { NotificationKind } from "@omniflow/contract";
import { actorName, joinActors } from "../../platform/actors.ts";
import type { Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import type { ReactionPayload } from "../../platform/events.ts";
import { rootOf } from "../../platform/merged.ts";
import { listFields } from "../fields/index.ts";
import type { Told } from "./reaction.ts";

type Subject = {
  actor_type: string;
  actor_id: string | null;
  actor_name: string | null;
  assignee_member_id: string | null;
  followers: string[];
  note: string | null;
  root_id: string;
};
type Change = { field: string; from: string | null; to: string | null };

export async function whoIsToldOfTicket(
  ctx: Context,
  tx: Tx,
  event: ReactionPayload["events"][number],
): Promise<Told[]> {
  const subject = await readSubject(ctx, tx, event);
  if (!subject) return [];
  const told = (kind: NotificationKind, members: (string | null)[], text: string): Told[] =>
    [...new Set(members)]
      .filter((id): id is string => id !== null && id !== subject.actor_id)
      .map((member_id) => ({
        ...{ member_id, kind, text, event_id: event.id, conversation_id: null, message_id: null },
        ticket_id: subject.root_id,
        actor_name: subject.actor_name ?? "",
      }));
  const mine = [subject.assignee_member_id, ...subject.followers];
  const without = (gone: (string | null)[]) => mine.filter((id) => !gone.includes(id));
  switch (event.type) {
    case "ticket.created":
      // As it was made: who gets it later is told of that.
      return told("assigned", [event.data.assignee_id ?? null], "");
    case "ticket.note_created": {
      const named = event.data.mentions as string[];
      const text = subject.note ?? "";
      return [...told("mention", named, text), ...told("ticket_updated", without(named), text)];
    }
    case "ticket.status_changed": {
      const { to, to_name } = event.data as { to: string; to_name?: string };
      return told(subject.actor_type === "contact" ? "ticket_customer" : "ticket_updated", mine, to_name || to);
    }
    default: {
      const changes = event.data.changes as Change[];
      const given = changes.some((change) => change.field === "assignee") ? [subject.assignee_member_id] : [];
      const text = wordsOf(changes, await labelsOf(ctx, tx, changes));
      return [...told("assigned", given, ""), ...told("ticket_updated", without(given), text)];
    }
  }
}

/** Which field, and old → new of what is short; the app says a field by its key in the reader's language. */
const wordsOf = (changes: Change[], labels: ReadonlyMap<string, string>): string =>
  changes
    .map(({ field, from, to }) => {
      const name = labels.get(field.replace(/^custom\./, "")) ?? field;
      return field === "description" ? field : `${name}: ${from || "–"} → ${to || "–"}`;
    })
    .join("; ")
    .slice(0, 200);

async function labelsOf(ctx: Context, tx: Tx, changes: Change[]): Promise<ReadonlyMap<string, string>> {
  if (!changes.some((change) => change.field.startsWith("custom."))) return new Map();
  return new Map((await listFields(ctx, tx, { record: "ticket" })).map((field) => [field.key, field.label]));
}

const readSubject = (ctx: Context, tx: Tx, event: ReactionPayload["events"][number]) =>
  tx.row<Subject>(sql`select e.actor_type, e.actor_id, ${actorName} as actor_name, t.assignee_member_id, t.id as root_id,
      (select left(regexp_replace(n.text, '\\s+', ' ', 'g'), 200) from ticket_notes n
        where n.workspace_id = e.workspace_id and n.id = ${event.data.note_id ?? null}::uuid) as note,
      array(select f.member_id from ticket_followers f where f.workspace_id = e.workspace_id and f.ticket_id in (h.id, t.id)) as followers
    from events e join tickets h on h.workspace_id = e.workspace_id and h.id = e.ticket_id
    join tickets t on t.workspace_id = h.workspace_id and t.id = ${rootOf("h")} and t.deleted_at is null
    ${joinActors}
    where e.workspace_id = ${ctx.workspaceId} and e.id = ${event.id}`);
