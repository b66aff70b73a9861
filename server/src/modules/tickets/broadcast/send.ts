/**
 * Broadcast: an update written once goes as an answer into the linked conversations, each over its own channel. Every recipient has
 * a row with the id its message will have, so that a job that runs twice says nothing twice; the ledger of each stays readable.
 */
import type { Broadcast, BroadcastInput } from "@omniflow/contract";
import { AppError } from "../../../errors.ts";
import { portable } from "../../../platform/caller.ts";
import type { Caller } from "../../../platform/context.ts";
import { sql, type Tx } from "../../../platform/db.ts";
import { emit } from "../../../platform/events.ts";
import { enqueue } from "../../../platform/jobs.ts";
import { rootOf } from "../../../platform/merged.ts";
import { newId } from "../../../platform/uuid.ts";
import { authorName, bodyOf, visibleTo } from "../../conversations/index.ts";
import { keepFiles } from "../files.ts";
import { keepPictures, picturesOf, referPictures } from "../pictures.ts";
import { about, audienceOf, lockLiving, ticketSet } from "../scope.ts";
import { refuseGaps, refuseMistakes } from "./fill.ts";
import { listBroadcasts } from "./list.ts";
import { writeAll } from "./write.ts";

/** Up to so many are written before the answer. */
const atOnce = 20;

export async function sendBroadcast(
  ctx: Caller,
  ticketId: string,
  input: BroadcastInput,
): Promise<{ broadcast: Broadcast; created: boolean }> {
  const id = input.id ?? newId();
  const begun = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => begin(ctx, tx, ticketId, id, input));
  if (begun !== null && begun <= atOnce) await writeAll(ctx, id);
  const broadcast = (await listBroadcasts(ctx, ticketId)).find((b) => b.id === id);
  if (!broadcast)
    throw new AppError("already_exists", "A broadcast with this id is on another ticket.", { field: "id" });
  return { broadcast, created: begun !== null };
}

/** @returns for how many; null when it was begun before */
async function begin(ctx: Caller, tx: Tx, ticketId: string, id: string, input: BroadcastInput): Promise<number | null> {
  const ticket = await lockLiving(ctx, tx, ticketId);
  const before = await tx.row(
    sql`select 1 from ticket_broadcasts where workspace_id = ${ctx.workspaceId} and id = ${id}`,
  );
  if (before) return null;
  await refuseMistakes(ctx, tx, input);
  const body = bodyOf({ ...input, ...(input.html ? { html: referPictures(input.html) } : {}) }, true);
  const conversations = await reached(ctx, tx, ticketId, input.conversation_ids);
  await refuseGaps(ctx, tx, body, ticketId, conversations);
  await tx.run(sql`insert into ticket_broadcasts (workspace_id, id, ticket_id, author_id, author_name, text, html, macro, response_use_ids, caller, created_at)
    values (${ctx.workspaceId}, ${id}, ${ticketId}, ${ctx.memberId}, ${await authorName(ctx, tx)}, ${body.text}, ${body.html},
      ${input.macro ? JSON.stringify(input.macro) : null}, ${input.response_use_ids ?? []}::uuid[], ${JSON.stringify(portable(ctx))}, ${ctx.platform.clock.now()})`);
  await keepAll(ctx, tx, ticketId, id, body.html ?? "", input.attachment_ids ?? []);
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
}

/** Its pictures and files stay with it; each recipient gets copies. */
async function keepAll(ctx: Caller, tx: Tx, ticketId: string, broadcastId: string, html: string, ids: string[]) {
  const pictures = picturesOf(html);
  await keepPictures(ctx, tx, ticketId, html, { broadcastId });
  const files = ids.filter((id) => !pictures.includes(id));
  await keepFiles(ctx, tx, ticketId, files, { broadcastId });
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
