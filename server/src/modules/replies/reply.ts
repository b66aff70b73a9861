/** Answering: a message is queued with its event and its job in one transaction; the outbox sends it when its time has come. */
import type { Message, MessageInput, ReplyRoute } from "@omniflow/contract";
import { AppError, notFound } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { newId } from "../../platform/uuid.ts";
import {
  alreadyWritten,
  applyChange,
  audienceOf,
  lockConversation,
  mergedSet,
  recordSteps,
  showMessage,
  summarise,
} from "../conversations/index.ts";
import { forwardedInput } from "./forward.ts";
import { enqueueSending } from "./outbox.ts";
import { queueMessage } from "./queue.ts";
import { listReplyRoutes } from "./routing.ts";
import { type SendTrace, undoingChange } from "./undo.ts";

export async function writeReply(
  ctx: Caller,
  conversationId: string,
  input: MessageInput,
): Promise<{ message: Message; created: boolean }> {
  const id = input.id ?? newId();
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const conversation = await lockConversation(ctx, tx, conversationId);
    if (await alreadyWritten(ctx, tx, conversationId, id))
      return { message: await showMessage(ctx, tx, conversationId, id), created: false };
    if (input.seen_message_id) await refuseWhenBehind(ctx, tx, conversationId, input.seen_message_id);
    const route = await chooseRoute(ctx, tx, conversationId, input);
    if (input.forward_message_id)
      await queueMessage(
        ctx,
        tx,
        conversation,
        { ...route, thread_id: null, cc: [] },
        id,
        await forwardedInput(ctx, tx, conversationId, input),
        { aside: true },
      );
    else await queueMessage(ctx, tx, conversation, route, id, input);
    return { message: await showMessage(ctx, tx, conversationId, id), created: true };
  });
}

/** Nobody answers over something they have not read: it may change the answer. */
async function refuseWhenBehind(ctx: Caller, tx: Tx, conversationId: string, seenId: string): Promise<void> {
  const newer = await tx.row<{ author_name: string }>(sql`select m.author_name from messages m, messages seen
    where seen.workspace_id = ${ctx.workspaceId} and seen.id = ${seenId}
      and m.workspace_id = ${ctx.workspaceId} and m.conversation_id = any(${await mergedSet(ctx, tx, conversationId)}) and m.deleted_at is null
      and (m.created_at, m.id) > (seen.created_at, seen.id) and m.author_id is distinct from ${ctx.memberId}::uuid and m.automatic is null
    limit 1`);
  if (newer) {
    throw new AppError("conflict", "Something new was written here since you last looked. Read it, then send again.", {
      field: "seen_message_id",
    });
  }
}

async function chooseRoute(
  ctx: Caller,
  tx: Tx,
  conversationId: string,
  { channel_id: channelId, thread_id: threadId }: Pick<MessageInput, "channel_id" | "thread_id">,
): Promise<ReplyRoute> {
  const routes = await listReplyRoutes(ctx, tx, conversationId);
  const fits = (route: ReplyRoute) =>
    (!channelId || route.channel_id === channelId) && (!threadId || route.thread_id === threadId);
  const route = routes.find(fits);
  if (!route && (channelId || threadId))
    throw new AppError("unprocessable", "This channel does not reach the contact. Choose another.", {
      field: "channel_id",
    });
  if (!route)
    throw new AppError(
      "unprocessable",
      "No channel reaches this contact. Add an address to the contact, or connect a channel.",
      { field: "channel_id" },
    );
  if (route.problem) throw new AppError("unprocessable", route.problem, { field: "channel_id" });
  return route;
}

type Queued = {
  id: string;
  delivery_state: string;
  thread_id: string;
  details: { trace?: SendTrace } | null;
};

/** Undo send: possible until the outbox has taken the message. One that stopped itself is discarded. */
export async function cancelMessage(ctx: Caller, conversationId: string, messageId: string): Promise<Message> {
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const conversation = await lockConversation(ctx, tx, conversationId);
    const message = await lockMessage(ctx, tx, conversationId, messageId);
    if (!["queued", "cancelled"].includes(message.delivery_state))
      throw new AppError("conflict", "This message is already on its way and cannot be taken back.");
    await tx.run(
      sql`update messages set delivery_state = 'cancelled', deleted_at = now() where workspace_id = ${ctx.workspaceId} and id = ${messageId}`,
    );
    await recordSteps(tx, ctx.workspaceId, messageId, [{ state: "cancelled" }]);
    await tx.run(
      sql`update files set message_id = null where workspace_id = ${ctx.workspaceId} and message_id = ${messageId}`,
    );
    await summarise(tx, ctx.workspaceId, conversationId);
    const back = undoingChange(conversation, message.details?.trace, ctx.platform.clock.now());
    if (back) await applyChange(ctx, tx, conversation, back);
    emit(ctx, tx, {
      type: "message.cancelled",
      data: { message_id: messageId },
      conversationId,
      contactId: conversation.contact_id,
      audience: audienceOf(conversation),
    });
    return showMessage(ctx, tx, conversationId, messageId);
  });
}

/** Sends again what failed, or what nobody knows the fate of. */
export async function retryMessage(ctx: Caller, conversationId: string, messageId: string): Promise<Message> {
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const conversation = await lockConversation(ctx, tx, conversationId);
    const message = await lockMessage(ctx, tx, conversationId, messageId);
    if (message.delivery_state === "queued") return showMessage(ctx, tx, conversationId, messageId);
    if (!["failed", "unknown", "cancelled"].includes(message.delivery_state)) {
      throw new AppError("conflict", "Only a message that failed can be sent again.");
    }
    const now = ctx.platform.clock.now();
    await tx.run(sql`update messages set delivery_state = 'queued', delivery_reason = null, attempts = 0, send_at = ${now}, lease_until = null
      where workspace_id = ${ctx.workspaceId} and id = ${messageId}`);
    await recordSteps(tx, ctx.workspaceId, messageId, [{ state: "queued", reason: "Sent again by hand." }]);
    emit(ctx, tx, {
      type: "message.queued",
      data: { message_id: messageId, send_at: now.toISOString() },
      conversationId,
      contactId: conversation.contact_id,
      audience: audienceOf(conversation),
    });
    enqueueSending(tx, ctx.workspaceId, message.thread_id, now);
    return showMessage(ctx, tx, conversationId, messageId);
  });
}

async function lockMessage(ctx: Caller, tx: Tx, conversationId: string, messageId: string): Promise<Queued> {
  const row = await tx.row<Queued>(sql`select id, delivery_state, thread_id, details from messages
    where workspace_id = ${ctx.workspaceId} and id = ${messageId} and conversation_id = any(${await mergedSet(ctx, tx, conversationId)}) and direction = 'out' and kind = 'message' and deleted_at is null for update`);
  if (!row) throw notFound("message");
  return row;
}
