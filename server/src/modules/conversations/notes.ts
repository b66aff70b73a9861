/** Internal notes: messages no customer ever sees. A mention opens the conversation to whom it names. */
import type { Message, MessageInput } from "@omniflow/contract";
import { AppError } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { newId } from "../../platform/uuid.ts";
import { bodyOf } from "./body.ts";
import { attachFiles } from "./files.ts";
import { mergedSet, showMessage } from "./messages.ts";
import { audienceOf, type ConversationState, lockConversation } from "./scope.ts";

export async function writeNote(
  ctx: Caller,
  conversationId: string,
  input: MessageInput,
): Promise<{ message: Message; created: boolean }> {
  const id = input.id ?? newId();
  bodyOf(input, true);
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const conversation = await lockConversation(ctx, tx, conversationId);
    if (await alreadyWritten(ctx, tx, conversationId, id))
      return { message: await showMessage(ctx, tx, conversationId, id), created: false };
    await addNote(ctx, tx, conversation, id, input);
    return { message: await showMessage(ctx, tx, conversationId, id), created: true };
  });
}

/** Writes a note within the transaction of a caller that has locked the conversation. */
export async function addNote(
  ctx: Caller,
  tx: Tx,
  conversation: ConversationState,
  id: string,
  input: Pick<MessageInput, "text" | "html" | "mentions" | "attachment_ids">,
): Promise<void> {
  const body = bodyOf(input, true);
  const mentions = await mentioned(ctx, tx, input.mentions ?? []);
  const now = ctx.platform.clock.now();
  await tx.run(sql`insert into messages (workspace_id, id, conversation_id, kind, direction, author_type, author_id, author_name, text, html, created_at)
    values (${ctx.workspaceId}, ${id}, ${conversation.id}, 'note', 'out', ${authorType(ctx)}, ${ctx.memberId}, ${await authorName(ctx, tx)}, ${body.text}, ${body.html}, ${now})`);
  await attachFiles(ctx, tx, id, input.attachment_ids ?? [], body.html);
  await tx.run(sql`update conversations set message_count = message_count + 1, version = version + 1
    where workspace_id = ${ctx.workspaceId} and id = ${conversation.id}`);
  if (mentions.length) {
    await tx.run(sql`insert into mentions (workspace_id, member_id, message_id, conversation_id)
      select ${ctx.workspaceId}, m, ${id}, ${conversation.id} from unnest(${mentions}::uuid[]) as m on conflict do nothing`);
  }
  const audience = audienceOf(conversation);
  emit(ctx, tx, {
    type: "note.created",
    data: { message_id: id, mentions },
    conversationId: conversation.id,
    contactId: conversation.contact_id,
    audience: { ...audience, memberIds: [...audience.memberIds, ...mentions] },
  });
}

/** Takes a note away; its line in the timeline stays. False when it is not there any more. */
export async function withdrawNote(ctx: Caller, tx: Tx, conversation: ConversationState, id: string): Promise<boolean> {
  const gone = await tx.run(sql`update messages set deleted_at = now()
    where workspace_id = ${ctx.workspaceId} and id = ${id} and kind = 'note' and deleted_at is null`);
  if (!gone) return false;
  await tx.run(sql`update conversations set message_count = message_count - 1, version = version + 1
    where workspace_id = ${ctx.workspaceId} and id = ${conversation.id}`);
  emit(ctx, tx, {
    type: "note.deleted",
    data: { message_id: id },
    conversationId: conversation.id,
    contactId: conversation.contact_id,
    audience: audienceOf(conversation),
  });
  return true;
}

/** True when this id was written before: a repeated request. An id of another conversation's message is refused. */
export async function alreadyWritten(ctx: Caller, tx: Tx, conversationId: string, id: string): Promise<boolean> {
  const row = await tx.row<{ conversation_id: string }>(
    sql`select conversation_id from messages where workspace_id = ${ctx.workspaceId} and id = ${id}`,
  );
  if (row && !(await mergedSet(ctx, tx, conversationId)).includes(row.conversation_id)) {
    throw new AppError("already_exists", "A message with this id is in another conversation.", { field: "id" });
  }
  return row !== null;
}

export const authorType = (ctx: Caller) => (ctx.memberId ? "member" : "system");

export async function authorName(ctx: Caller, tx: Tx): Promise<string> {
  if (ctx.memberId) {
    return (
      (
        await tx.row<{ name: string }>(
          sql`select name from members where workspace_id = ${ctx.workspaceId} and id = ${ctx.memberId}`,
        )
      )?.name ?? ""
    );
  }
  const key = await tx.row<{ name: string }>(
    sql`select name from api_keys where workspace_id = ${ctx.workspaceId} and id = ${ctx.actor.id}`,
  );
  return key?.name ?? "";
}

async function mentioned(ctx: Caller, tx: Tx, ids: string[]): Promise<string[]> {
  if (!ids.length) return [];
  const rows = await tx.rows<{ id: string }>(sql`select id from members
    where workspace_id = ${ctx.workspaceId} and id = any(${ids}::uuid[]) and deactivated_at is null`);
  if (rows.length < new Set(ids).size)
    throw new AppError("unprocessable", "One of the mentioned members does not exist.", { field: "mentions" });
  return rows.map((row) => row.id);
}
