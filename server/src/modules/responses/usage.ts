/** Who uses what: insertions, how much was changed before sending, whether and when the customer answered. */
import type { ResponseUsage, UsageQuery } from "@omniflow/contract";
import type { Static } from "typebox";
import type { Caller, Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import type { Reaction, ReactionPayload } from "../../platform/events.ts";
import type { Task } from "../../platform/jobs.ts";
import { newId } from "../../platform/uuid.ts";
import type { ResponseRow } from "./queries.ts";
import { visibleResponse } from "./rules.ts";

/** `conversationId`: null for a first message, whose conversation begins when it is sent. */
type Insertion = { conversationId: string | null; language: string | null; text: string };

export async function noteInsertion(ctx: Caller, tx: Tx, row: ResponseRow, insertion: Insertion): Promise<string> {
  const id = newId();
  await tx.run(sql`insert into response_uses (workspace_id, id, response_id, member_id, conversation_id, language, text)
    values (${ctx.workspaceId}, ${id}, ${row.id}, ${ctx.memberId}, ${insertion.conversationId}, ${insertion.language}, ${insertion.text})`);
  await tx.run(
    sql`update responses set uses = uses + 1, last_used_at = now() where workspace_id = ${ctx.workspaceId} and id = ${row.id}`,
  );
  if (ctx.memberId)
    await tx.run(sql`insert into response_habits (workspace_id, member_id, response_id, uses, last_used_at)
      values (${ctx.workspaceId}, ${ctx.memberId}, ${row.id}, 1, now())
      on conflict (workspace_id, member_id, response_id) do update set uses = response_habits.uses + 1, last_used_at = now()`);
  return id;
}

export const responseUsedReaction: Reaction = {
  name: "response_used",
  wants: (event) => event.type === "message.queued" && event.facts?.responses === true,
};

/** Ties insertions to the message they went into. */
export const noteSent: Task = async (platform, payload: ReactionPayload) => {
  const ctx: Context = {
    platform,
    workspaceId: payload.workspace_id,
    actor: { type: "system", id: null },
    cause: null,
    requestId: "job",
  };
  for (const { data } of payload.events) {
    await platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
      const message = await tx.row<{
        text: string;
        conversation_id: string;
        ids: string[];
      }>(sql`select text, conversation_id, coalesce(details->'response_use_ids', '[]') as ids
        from messages where workspace_id = ${ctx.workspaceId} and id = ${data.message_id}`);
      if (!message?.ids.length) return;
      const uses = await tx.rows<{ id: string; text: string }>(sql`select u.id, u.text from response_uses u
        join messages m on m.workspace_id = u.workspace_id and m.id = ${data.message_id}
        where u.workspace_id = ${ctx.workspaceId} and u.id = any(${message.ids}::uuid[])
          and (u.conversation_id = m.conversation_id or u.member_id is not distinct from m.author_id)`);
      for (const use of uses)
        await tx.run(sql`update response_uses set message_id = ${data.message_id}, conversation_id = ${message.conversation_id}, edited = ${editedShare(use.text, message.text)}
          where workspace_id = ${ctx.workspaceId} and id = ${use.id}`);
    });
  }
};

/** Share of the inserted words that did not survive, in order, in what was sent: 0 untouched, 1 nothing left. Pure. */
export function editedShare(inserted: string, sent: string): number {
  const words = (text: string) => (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, 1500);
  const [a, b] = [words(inserted), words(sent)];
  if (a.length === 0) return 0;
  // Longest common subsequence, one row at a time.
  let row = new Uint16Array(b.length + 1);
  for (const word of a) {
    const next = new Uint16Array(b.length + 1);
    for (let j = 1; j <= b.length; j++) next[j] = word === b[j - 1] ? row[j - 1]! + 1 : Math.max(row[j]!, next[j - 1]!);
    row = next;
  }
  return Math.round((1 - row[b.length]! / a.length) * 100) / 100;
}

/** Figures over the responses the caller sees. */
export const showUsage = (
  ctx: Caller,
  { by = "response", days = 90 }: Static<typeof UsageQuery>,
): Promise<ResponseUsage[]> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => {
    const group = { response: sql`r.id::text`, folder: sql`r.folder`, member: sql`coalesce(u.member_id::text, '')` }[
      by
    ];
    const name = { response: sql`min(r.name)`, folder: sql`r.folder`, member: sql`coalesce(min(p.name), '')` }[by];
    return tx.rows<ResponseUsage>(sql`select ${group} as key, ${name} as name, count(*)::int as inserted, count(m.id)::int as sent, avg(u.edited) filter (where m.id is not null)::float8 as edited,
        count(a.at)::int as replied, (percentile_cont(0.5) within group (order by extract(epoch from a.at - m.created_at) / 60))::float8 as reply_minutes
      from response_uses u
      join responses r on r.workspace_id = u.workspace_id and r.id = u.response_id and ${visibleResponse(ctx)}
      left join members p on p.workspace_id = u.workspace_id and p.id = u.member_id
      left join messages m on m.workspace_id = u.workspace_id and m.id = u.message_id and m.deleted_at is null
      left join lateral (select min(n.created_at) as at from messages n where n.workspace_id = m.workspace_id and n.conversation_id = m.conversation_id
        and n.direction = 'in' and n.automatic is null and n.created_at > m.created_at) a on true
      where u.workspace_id = ${ctx.workspaceId} and u.inserted_at > now() - make_interval(days => ${days})
      group by ${by === "folder" ? sql`r.folder` : group} order by inserted desc, name limit 500`);
  });
