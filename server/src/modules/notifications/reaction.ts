/** Who is told of what: mentions, assignments by someone else, replies on what one owns or follows, one's own messages that did not go out; of tickets and reviews beside. */
import type { NotificationKind } from "@omniflow/contract";
import { type Context, systemContext } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import type { Event, Reaction, ReactionPayload } from "../../platform/events.ts";
import type { Task } from "../../platform/jobs.ts";
import { rootOf } from "../../platform/merged.ts";
import { newId } from "../../platform/uuid.ts";
import { reviewKinds, whoReviews } from "./reviews.ts";
import { whoIsToldOfTicket } from "./tickets.ts";

export const notifyReaction: Reaction = {
  name: "notify_members",
  wants(event: Event) {
    const facts = event.facts as { watched?: boolean; automatic?: string | null; ours?: boolean } | undefined;
    switch (event.type) {
      case "message.received":
        return Boolean(facts?.watched && !facts.automatic && !facts.ours);
      case "note.created":
        return (event.data as { mentions: string[] }).mentions.length > 0;
      case "conversation.assigned":
        return (event.data as { to: string | null; type: string }).to !== null;
      case "message.failed":
      case "message.not_sent":
        return true;
      case "ticket.created":
      case "ticket.updated":
      case "ticket.status_changed":
      case "ticket.note_created":
        return true;
      default:
        return event.type in reviewKinds;
    }
  },
};

export type Told = {
  member_id: string;
  kind: NotificationKind;
  conversation_id: string | null;
  ticket_id?: string;
  response_id?: string;
  message_id: string | null;
  actor_name: string;
  text: string;
  event_id: string;
};

export const notifyMembers: Task = async (platform, payload: ReactionPayload) => {
  const ctx = systemContext(platform, payload.workspace_id);
  await platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const told: Told[] = [];
    for (const event of payload.events)
      told.push(...(await (event.ticket_id ? whoIsToldOfTicket : whoIsTold)(ctx, tx, event)));
    if (!told.length) return;
    const rows = await tx.rows<{
      member_id: string;
    }>(sql`insert into notifications (workspace_id, id, member_id, kind, conversation_id, ticket_id, response_id, message_id, actor_name, text, event_id)
      select ${ctx.workspaceId}, r.id, r.member_id, r.kind, r.conversation_id, r.ticket_id, r.response_id, r.message_id, r.actor_name, r.text, r.event_id
      from json_to_recordset(${JSON.stringify(told.map((t) => ({ ...t, id: newId() })))}) as r(id uuid, member_id uuid, kind text, conversation_id uuid, ticket_id uuid, response_id uuid, message_id uuid, actor_name text, text text, event_id uuid)
      join members m on m.workspace_id = ${ctx.workspaceId} and m.id = r.member_id and m.deactivated_at is null
        and coalesce(m.settings->'notifications'->'in_app' ? r.kind, true)
      on conflict (workspace_id, member_id, event_id) do nothing returning member_id`);
    tx.afterCommit(() =>
      tellMembers(
        ctx,
        rows.map((row) => row.member_id),
      ),
    );
  });
};

export const tellMembers = (ctx: Context, memberIds: string[]): void => {
  for (const id of new Set(memberIds)) {
    ctx.platform.hub.publish(ctx.workspaceId, [
      { hint: { type: "notification.changed", seq: 0 }, audience: { teamIds: [], memberIds: [id] } },
    ]);
  }
};

type Subject = {
  actor_type: string;
  actor_id: string | null;
  actor_name: string | null;
  assignee_member_id: string | null;
  author_id: string | null;
  text: string | null;
  root_id: string;
};

async function whoIsTold(ctx: Context, tx: Tx, event: ReactionPayload["events"][number]): Promise<Told[]> {
  if (event.type in reviewKinds)
    return (await whoReviews(ctx, tx, event)).map((one) => ({
      ...one,
      conversation_id: null,
      response_id: event.data.response_id,
      message_id: null,
      event_id: event.id,
    }));
  const messageId: string | null = event.data.message_id ?? null;
  const subject =
    await tx.row<Subject>(sql`select e.actor_type, e.actor_id, coalesce(a.name, p.name) as actor_name, c.assignee_member_id, m.author_id,
      left(regexp_replace(coalesce(m.text, ''), '\\s+', ' ', 'g'), 200) as text, c.id as root_id
    from events e join conversations h on h.workspace_id = e.workspace_id and h.id = e.conversation_id
    join conversations c on c.workspace_id = e.workspace_id and c.id = ${rootOf("h")}
    left join messages m on m.workspace_id = e.workspace_id and m.id = ${messageId}
    left join members a on e.actor_type = 'member' and a.workspace_id = e.workspace_id and a.id = e.actor_id
    left join contacts p on e.actor_type = 'contact' and p.workspace_id = e.workspace_id and p.id = e.actor_id
    where e.workspace_id = ${ctx.workspaceId} and e.id = ${event.id}`);
  if (!subject) return [];
  const told = (kind: NotificationKind, members: (string | null)[], text = subject.text ?? ""): Told[] =>
    [...new Set(members)]
      .filter((id): id is string => id !== null && id !== subject.actor_id)
      .map((member_id) => ({
        member_id,
        kind,
        conversation_id: subject.root_id,
        message_id: messageId,
        actor_name: subject.actor_name ?? "",
        text,
        event_id: event.id,
      }));
  switch (event.type) {
    case "note.created":
      return told("mention", event.data.mentions);
    case "conversation.assigned":
      return event.data.type === "member" ? told("assigned", [event.data.to]) : [];
    case "message.failed":
      return told("failed", [subject.author_id], event.data.reason);
    case "message.not_sent":
      return told("not_sent", [subject.author_id], event.data.reason);
    default:
      return told("reply", [subject.assignee_member_id, ...(await followers(ctx, tx, subject.root_id))]);
  }
}

const followers = async (ctx: Context, tx: Tx, conversationId: string): Promise<string[]> =>
  (
    await tx.rows<{ member_id: string }>(
      sql`select member_id from followers where workspace_id = ${ctx.workspaceId} and conversation_id = ${conversationId}`,
    )
  ).map((row) => row.member_id);
