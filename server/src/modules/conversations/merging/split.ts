/** Split: messages that are about something else get a conversation of their own; also this can be undone. */
import type { Conversation } from "@omniflow/contract";
import { AppError } from "../../../errors.ts";
import type { Caller } from "../../../platform/context.ts";
import { sql, type Tx } from "../../../platform/db.ts";
import { emit } from "../../../platform/events.ts";
import { newId } from "../../../platform/uuid.ts";
import { getRow } from "../change.ts";
import { mergedSet } from "../messages.ts";
import { audienceOf, type ConversationState, lockConversation } from "../scope.ts";
import { summarise } from "./summary.ts";

type Moved = { message_id: string; thread_id: string | null; conversation_id: string };
type ThreadRow = { id: string; connection_id: string; contact_id: string; subject: string };

export type SplitInput = { message_ids: string[]; subject?: string };

export async function splitConversation(ctx: Caller, sourceId: string, input: SplitInput): Promise<Conversation> {
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const source = await lockConversation(ctx, tx, sourceId);
    if (source.merged_into) throw new AppError("conflict", "This conversation is merged into another; split that one.");
    const moved = await chooseMessages(ctx, tx, source, input.message_ids);
    const targetId = newId();
    const threads = await tx.rows<ThreadRow>(sql`select id, connection_id, contact_id, subject from threads
      where workspace_id = ${ctx.workspaceId} and id = any(${moved.map((m) => m.thread_id).filter((id) => id !== null)}::uuid[])`);
    await insertTarget(ctx, tx, source, targetId, threads[0]?.contact_id ?? source.contact_id, input.subject);
    await moveMessages(ctx, tx, targetId, moved, threads);
    await tx.run(sql`insert into splits (workspace_id, id, source_id, target_id, moved, split_by)
      values (${ctx.workspaceId}, ${newId()}, ${source.id}, ${targetId}, ${JSON.stringify(moved)}, ${ctx.actor.id})`);
    await summarise(tx, ctx.workspaceId, source.id);
    await summarise(tx, ctx.workspaceId, targetId);
    announce(ctx, tx, "conversation.split", source, targetId);
    return getRow(ctx, tx, targetId);
  });
}

async function chooseMessages(ctx: Caller, tx: Tx, source: ConversationState, ids: string[]): Promise<Moved[]> {
  const set = await mergedSet(ctx, tx, source.id);
  const rows = await tx.rows<
    Moved & { kind: string }
  >(sql`select id as message_id, thread_id, conversation_id, kind from messages
    where workspace_id = ${ctx.workspaceId} and id = any(${ids}::uuid[]) and conversation_id = any(${set}) and deleted_at is null`);
  if (rows.length < new Set(ids).size)
    throw new AppError("unprocessable", "One of the chosen messages is not in this conversation.", {
      field: "message_ids",
    });
  if (!rows.some((row) => row.kind === "message"))
    throw new AppError("unprocessable", "Choose at least one message; notes alone make no conversation.", {
      field: "message_ids",
    });
  const left = await tx.row<{
    n: number;
  }>(sql`select count(*) as n from messages where workspace_id = ${ctx.workspaceId}
    and conversation_id = any(${set}) and kind = 'message' and deleted_at is null and id <> all(${ids}::uuid[])`);
  if (!left?.n)
    throw new AppError("unprocessable", "Leave at least one message in this conversation.", { field: "message_ids" });
  return rows.map(({ kind: _, ...row }) => row);
}

async function insertTarget(
  ctx: Caller,
  tx: Tx,
  source: ConversationState,
  id: string,
  contactId: string,
  subject?: string,
): Promise<void> {
  const now = ctx.platform.clock.now();
  await tx.run(sql`insert into conversations (workspace_id, id, contact_id, subject, status, priority, channel, team_id, assignee_member_id, tags, last_message_at, created_at)
    values (${ctx.workspaceId}, ${id}, ${contactId}, ${subject ?? source.subject}, ${source.status}, ${source.priority}, ${source.channel}, ${source.team_id}, ${source.assignee_member_id}, ${source.tags}, ${now}, ${now})`);
  await tx.run(sql`insert into participants (workspace_id, conversation_id, kind, value, name, contact_id, role, unknown)
    select workspace_id, ${id}, kind, value, name, contact_id, role, unknown from participants
    where workspace_id = ${ctx.workspaceId} and conversation_id = ${source.id}`);
  // What was read here is read there, and who follows the one goes on to follow the other.
  await tx.run(sql`insert into conversation_reads (workspace_id, member_id, conversation_id, read_at)
    select workspace_id, member_id, ${id}, read_at from conversation_reads where workspace_id = ${ctx.workspaceId} and conversation_id = ${source.id}`);
  await tx.run(sql`insert into followers (workspace_id, conversation_id, member_id)
    select workspace_id, ${id}, member_id from followers where workspace_id = ${ctx.workspaceId} and conversation_id = ${source.id}`);
}

/** Each thread gets a twin that remembers where it came from, so that answers to moved messages follow them. */
async function moveMessages(
  ctx: Caller,
  tx: Tx,
  targetId: string,
  moved: Moved[],
  threads: ThreadRow[],
): Promise<void> {
  const now = ctx.platform.clock.now();
  for (const thread of threads) {
    const twin = newId();
    await tx.run(sql`insert into threads (workspace_id, id, conversation_id, connection_id, contact_id, external_key, subject, last_message_at, split_from)
      values (${ctx.workspaceId}, ${twin}, ${targetId}, ${thread.connection_id}, ${thread.contact_id}, ${`split:${twin}`}, ${thread.subject}, ${now}, ${thread.id})`);
    const ids = moved.filter((m) => m.thread_id === thread.id).map((m) => m.message_id);
    await tx.run(
      sql`update messages set conversation_id = ${targetId}, thread_id = ${twin} where workspace_id = ${ctx.workspaceId} and id = any(${ids}::uuid[])`,
    );
  }
  const notes = moved.filter((m) => m.thread_id === null).map((m) => m.message_id);
  await tx.run(
    sql`update messages set conversation_id = ${targetId} where workspace_id = ${ctx.workspaceId} and id = any(${notes}::uuid[])`,
  );
}

/** Brings everything back, also what was said in the new conversation since. */
export async function unsplitConversation(ctx: Caller, targetId: string): Promise<Conversation> {
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const target = await lockConversation(ctx, tx, targetId);
    const split = await tx.row<{ source_id: string; moved: Moved[] }>(sql`update splits set undone_at = now()
      where workspace_id = ${ctx.workspaceId} and target_id = ${targetId} and undone_at is null returning source_id, moved`);
    if (!split) throw new AppError("conflict", "This conversation was not split off from another.");
    const source = await lockConversation(ctx, tx, split.source_id);
    for (const { message_id, thread_id, conversation_id } of split.moved) {
      await tx.run(
        sql`update messages set conversation_id = ${conversation_id}, thread_id = ${thread_id} where workspace_id = ${ctx.workspaceId} and id = ${message_id}`,
      );
    }
    const root = source.merged_into ?? source.id;
    // What was merged into it, or split off from it and brought back, is read with it: it comes along.
    await tx.run(sql`update conversations set merged_into = ${root}, version = version + 1
      where workspace_id = ${ctx.workspaceId} and (id = ${targetId} or merged_into = ${targetId}) and id <> ${root}`);
    if (target.status === "open")
      await tx.run(
        sql`update conversations set status = 'open', snoozed_until = null where workspace_id = ${ctx.workspaceId} and id = ${root} and status <> 'open'`,
      );
    await summarise(tx, ctx.workspaceId, root);
    if (target.merged_into && target.merged_into !== root) await summarise(tx, ctx.workspaceId, target.merged_into);
    announce(ctx, tx, "conversation.unsplit", source, target.id);
    return getRow(ctx, tx, source.id);
  });
}

function announce(
  ctx: Caller,
  tx: Tx,
  type: "conversation.split" | "conversation.unsplit",
  source: ConversationState,
  targetId: string,
): void {
  const data = { source_id: source.id, target_id: targetId };
  const audience = audienceOf(source);
  emit(ctx, tx, { type, data, conversationId: source.id, contactId: source.contact_id, audience });
  emit(ctx, tx, { type, data, conversationId: targetId, contactId: source.contact_id, audience });
}
