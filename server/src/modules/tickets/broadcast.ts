/**
 * Broadcast: an update written once goes as an answer into the linked conversations, each over its own channel. Every recipient has
 * a row with the id its message will have, so that a job that runs twice says nothing twice; the ledger of each stays readable.
 */
import type { Broadcast, BroadcastInput } from "@omniflow/contract";
import { AppError } from "../../errors.ts";
import { callerOf, type PortableCaller, portable } from "../../platform/caller.ts";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { enqueue, type Task } from "../../platform/jobs.ts";
import { rootOf } from "../../platform/merged.ts";
import { newId } from "../../platform/uuid.ts";
import { authorName, bodyOf, visibleTo } from "../conversations/index.ts";
import { writeReply } from "../replies/index.ts";
import { about, audienceOf, lockLiving, requireTicket, ticketSet } from "./scope.ts";

/** Up to so many are written before the answer. */
const atOnce = 20;

export async function sendBroadcast(
  ctx: Caller,
  ticketId: string,
  input: BroadcastInput,
): Promise<{ broadcast: Broadcast; created: boolean }> {
  const id = input.id ?? newId();
  const body = bodyOf(input, true);
  const begun = await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const ticket = await lockLiving(ctx, tx, ticketId);
    const before = await tx.row<{ ticket_id: string }>(
      sql`select ticket_id from ticket_broadcasts where workspace_id = ${ctx.workspaceId} and id = ${id}`,
    );
    if (before) return null;
    const conversations = await reached(ctx, tx, ticketId, input.conversation_ids);
    await tx.run(sql`insert into ticket_broadcasts (workspace_id, id, ticket_id, author_id, author_name, text, html, caller, created_at)
      values (${ctx.workspaceId}, ${id}, ${ticketId}, ${ctx.memberId}, ${await authorName(ctx, tx)}, ${body.text}, ${body.html}, ${JSON.stringify(portable(ctx))}, ${ctx.platform.clock.now()})`);
    const recipients = conversations.map((conversation_id) => ({ conversation_id, message_id: newId() }));
    await tx.run(sql`insert into ticket_broadcast_recipients (workspace_id, broadcast_id, conversation_id, message_id)
      select ${ctx.workspaceId}, ${id}, conversation_id, message_id from json_to_recordset(${JSON.stringify(recipients)}) as r(conversation_id uuid, message_id uuid)`);
    emit(ctx, tx, {
      type: "ticket.broadcast",
      data: { ...about(ticket), broadcast_id: id, recipients: recipients.length },
      ticketId,
      audience: audienceOf(ticket),
    });
    // Also for few: what a crash leaves waiting is written by the job, which finds nothing to do otherwise.
    enqueue(tx, {
      task: "send_ticket_broadcast",
      payload: { workspace_id: ctx.workspaceId, broadcast_id: id },
      runAt: recipients.length > atOnce ? undefined : new Date(ctx.platform.clock.now().getTime() + 30_000),
    });
    return recipients.length;
  });
  if (begun !== null && begun <= atOnce) await writeAll(ctx, id);
  const broadcast = (await listBroadcasts(ctx, ticketId)).find((b) => b.id === id);
  if (!broadcast)
    throw new AppError("already_exists", "A broadcast with this id is on another ticket.", { field: "id" });
  return { broadcast, created: begun !== null };
}

/** All of the ticket's conversations the author sees, or those chosen among them. */
async function reached(ctx: Caller, tx: Tx, ticketId: string, chosen: string[] | undefined): Promise<string[]> {
  const set = await ticketSet(ctx, tx, ticketId);
  const rows = await tx.rows<{ id: string }>(sql`select distinct c.id from ticket_conversations tc
    join conversations h on h.workspace_id = tc.workspace_id and h.id = tc.conversation_id
    join conversations c on c.workspace_id = h.workspace_id and c.id = ${rootOf("h")}
    where tc.workspace_id = ${ctx.workspaceId} and tc.ticket_id = any(${set}::uuid[]) and c.folder = 'inbox' and ${visibleTo(ctx)}`);
  const all = rows.map((row) => row.id);
  const wanted = chosen ? all.filter((id) => chosen.includes(id)) : all;
  if (chosen && wanted.length < new Set(chosen).size)
    throw new AppError("unprocessable", "One of these conversations is not linked to the ticket.", {
      field: "conversation_ids",
    });
  if (!wanted.length)
    throw new AppError("unprocessable", "No conversation is linked to this ticket, so nobody would read it.");
  return wanted;
}

export const sendBroadcastTask: Task = async (
  platform,
  payload: { workspace_id: string; broadcast_id: string },
  signal,
) => {
  const row = await platform.db.inWorkspace(payload.workspace_id, (tx) =>
    tx.row<{ caller: PortableCaller }>(
      sql`select caller from ticket_broadcasts where workspace_id = ${payload.workspace_id} and id = ${payload.broadcast_id}`,
    ),
  );
  if (row) await writeAll(callerOf(platform, payload.workspace_id, row.caller), payload.broadcast_id, signal);
};

/** One transaction each: a conversation that cannot be answered stops no other. */
async function writeAll(ctx: Caller, broadcastId: string, signal?: AbortSignal): Promise<void> {
  const waiting = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
    tx.rows<{
      conversation_id: string;
      message_id: string;
      ticket_id: string;
      text: string;
      html: string | null;
    }>(sql`select r.conversation_id, r.message_id, b.ticket_id, b.text, b.html
      from ticket_broadcast_recipients r join ticket_broadcasts b on b.workspace_id = r.workspace_id and b.id = r.broadcast_id
      where r.workspace_id = ${ctx.workspaceId} and r.broadcast_id = ${broadcastId} and r.state = 'waiting' order by r.conversation_id`),
  );
  for (const { conversation_id, message_id, ticket_id, text, html } of waiting) {
    if (signal?.aborted) return;
    const refused = await writeReply(ctx, conversation_id, {
      id: message_id,
      kind: "message",
      ticket_id,
      text,
      html: html ?? undefined,
    }).then(
      () => null,
      (error) => {
        if (error instanceof AppError && error.status < 500) return error.message;
        throw error;
      },
    );
    await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
      tx.run(sql`update ticket_broadcast_recipients set state = ${refused === null ? "written" : "refused"}, reason = ${refused}
        where workspace_id = ${ctx.workspaceId} and broadcast_id = ${broadcastId} and conversation_id = ${conversation_id} and state = 'waiting'`),
    );
  }
}

type Row = Omit<Broadcast, "author" | "created_at"> & {
  author_id: string | null;
  author_name: string;
  created_at: Date;
};

/** Newest first, with where each one's message is by now. */
export const listBroadcasts = (ctx: Caller, ticketId: string): Promise<Broadcast[]> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    await requireTicket(ctx, tx, ticketId);
    const rows = await tx.rows<Row>(sql`select b.id, b.text, b.author_id, b.author_name, b.created_at,
        coalesce((select json_agg(json_build_object('conversation_id', r.conversation_id, 'message_id', r.message_id,
            'contact', json_build_object('id', p.id, 'name', p.name), 'channel', c.channel,
            'state', case when r.state = 'written' then coalesce(m.delivery_state, 'unknown') else r.state end,
            'reason', coalesce(r.reason, m.delivery_reason)) order by p.name, c.id)
          from ticket_broadcast_recipients r join conversations c on c.workspace_id = r.workspace_id and c.id = r.conversation_id
          join contacts p on p.workspace_id = c.workspace_id and p.id = c.contact_id
          left join messages m on m.workspace_id = r.workspace_id and m.id = r.message_id
          where r.workspace_id = b.workspace_id and r.broadcast_id = b.id and ${visibleTo(ctx)}), '[]'::json) as recipients
      from ticket_broadcasts b where b.workspace_id = ${ctx.workspaceId} and b.ticket_id = any(${await ticketSet(ctx, tx, ticketId)}::uuid[])
      order by b.created_at desc limit 50`);
    return rows.map(({ author_id, author_name, created_at, ...row }) => ({
      ...row,
      author: { id: author_id, name: author_name },
      created_at: created_at.toISOString(),
    }));
  });
