/** Answering: a message is queued with its event and its job in one transaction; the outbox sends it when its time has come. */
import type { Message, MessageInput, ReplyRoute, Status } from "@omniflow/contract";
import type { IdentityKind } from "../../channels/adapter.ts";
import { AppError, notFound } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { newId } from "../../platform/uuid.ts";
import { cleanName } from "../contacts/index.ts";
import {
  alreadyWritten,
  applyChange,
  attachFiles,
  audienceOf,
  authorName,
  authorType,
  bodyOf,
  type ConversationState,
  lockConversation,
  mergedSet,
  previewOf,
  recordSteps,
  showMessage,
  summarise,
} from "../conversations/index.ts";
import { enqueueSending } from "./outbox.ts";
import { listReplyRoutes } from "./routing.ts";

type Person = { kind: IdentityKind; value: string; name: string };

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
    const route = await chooseRoute(ctx, tx, conversationId, input.channel_id);
    await queueMessage(ctx, tx, conversation, route, id, input);
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
  channelId: string | undefined,
): Promise<ReplyRoute> {
  const routes = await listReplyRoutes(ctx, tx, conversationId);
  const route = channelId ? routes.find((r) => r.channel_id === channelId) : routes[0];
  if (!route && channelId)
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

export async function queueMessage(
  ctx: Caller,
  tx: Tx,
  conversation: ConversationState,
  route: ReplyRoute,
  id: string,
  input: Pick<
    MessageInput,
    "text" | "html" | "to" | "cc" | "bcc" | "subject" | "attachment_ids" | "undo_seconds" | "status"
  >,
  options: { automatic?: string; threadId?: string } = {},
): Promise<void> {
  const body = bodyOf(input, route.limits.html);
  const recipients = recipientsOf(route, input);
  checkLimits(route, body.text, recipients.to);
  const settings = await memberSettings(ctx, tx);
  const now = ctx.platform.clock.now();
  const sendAt = new Date(now.getTime() + (input.undo_seconds ?? settings.undo_seconds ?? 0) * 1000);
  const threadId = options.threadId ?? route.thread_id ?? (await openThread(ctx, tx, conversation, route, id, now));
  await tx.run(sql`insert into messages (workspace_id, id, conversation_id, thread_id, connection_id, kind, direction, author_type, author_id, author_name,
      text, html, subject, recipients, automatic, details, delivery_state, send_at, created_at)
    values (${ctx.workspaceId}, ${id}, (select conversation_id from threads where workspace_id = ${ctx.workspaceId} and id = ${threadId}), ${threadId}, ${route.channel_id}, 'message', 'out', ${authorType(ctx)}, ${ctx.memberId},
      ${options.automatic ? "" : await authorName(ctx, tx)}, ${body.text}, ${body.html}, ${input.subject ?? null}, ${JSON.stringify(recipients)},
      ${options.automatic ?? null}, ${JSON.stringify({ status_before: conversation.status })}, 'queued', ${sendAt}, ${now})`);
  const files = await attachFiles(ctx, tx, id, input.attachment_ids ?? [], body.html);
  checkFiles(route, files);
  await addParticipants(tx, ctx.workspaceId, conversation.id, recipients);
  await recordSteps(tx, ctx.workspaceId, id, [{ state: "queued" }]);
  await touch(ctx, tx, conversation.id, body.text, files.length, now, Boolean(options.automatic));
  if (!options.automatic)
    await nextStatus(ctx, tx, conversation, input.status ?? settings.after_reply_status ?? "pending");
  const audience = audienceOf(conversation);
  emit(ctx, tx, {
    type: "message.queued",
    data: { message_id: id, send_at: sendAt.toISOString() },
    conversationId: conversation.id,
    contactId: conversation.contact_id,
    audience,
  });
  enqueueSending(tx, ctx.workspaceId, threadId, sendAt);
}

type Recipients = { to: Person[]; cc: Person[]; bcc: Person[] };

function recipientsOf(route: ReplyRoute, input: Pick<MessageInput, "to" | "cc" | "bcc">): Recipients {
  const clean = (list: { kind: Person["kind"]; value: string; name?: string }[] | undefined): Person[] | undefined =>
    list?.map((p) => ({ kind: p.kind, value: p.value.trim().toLowerCase(), name: cleanName(p.name ?? "") }));
  const recipients = { to: clean(input.to) ?? route.to, cc: clean(input.cc) ?? route.cc, bcc: clean(input.bcc) ?? [] };
  for (const [field, list] of Object.entries(recipients)) {
    const wrong = list.find((p) => p.kind === "email" && !/^[^\s@<>",;:()[\]\\]+@[^\s@<>",;:()[\]\\]+$/.test(p.value));
    if (wrong) throw new AppError("validation_failed", `“${wrong.value}” is not a mail address.`, { field });
  }
  return recipients;
}

function checkLimits(route: ReplyRoute, text: string, to: Person[]): void {
  if (!to.length) throw new AppError("unprocessable", "Add at least one recipient.", { field: "to" });
  if (route.limits.max_text !== null && text.length > route.limits.max_text) {
    throw new AppError(
      "unprocessable",
      `${route.channel_name} takes at most ${route.limits.max_text} characters; this has ${text.length}.`,
      { field: "text" },
    );
  }
}

function checkFiles(route: ReplyRoute, files: { size: number }[]): void {
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  if (files.length > route.limits.max_files || bytes > route.limits.max_file_bytes) {
    throw new AppError(
      "unprocessable",
      `${route.channel_name} takes at most ${route.limits.max_files} files of ${route.limits.max_file_bytes >> 20} MB together.`,
      {
        field: "attachment_ids",
      },
    );
  }
}

async function openThread(
  ctx: Caller,
  tx: Tx,
  conversation: ConversationState,
  route: ReplyRoute,
  messageId: string,
  now: Date,
): Promise<string> {
  const id = newId();
  await tx.run(sql`insert into threads (workspace_id, id, conversation_id, connection_id, contact_id, external_key, subject, last_message_at)
    values (${ctx.workspaceId}, ${id}, ${conversation.id}, ${route.channel_id}, ${conversation.contact_id}, ${`out:${messageId}`}, ${conversation.subject}, ${now})`);
  return id;
}

async function addParticipants(
  tx: Tx,
  workspaceId: string,
  conversationId: string,
  recipients: Recipients,
): Promise<void> {
  const rows = [
    ...recipients.to.map((p) => ({ ...p, role: "to" })),
    ...[...recipients.cc, ...recipients.bcc].map((p) => ({ ...p, role: "cc" })),
  ];
  await tx.run(sql`insert into participants (workspace_id, conversation_id, kind, value, name, role)
    select distinct on (kind, value) ${workspaceId}, ${conversationId}, kind, value, name, role
    from json_to_recordset(${JSON.stringify(rows)}) as r(kind text, value text, name text, role text)
    on conflict (workspace_id, conversation_id, kind, value) do update set unknown = false, last_at = now()`);
}

const touch = (
  ctx: Caller,
  tx: Tx,
  conversationId: string,
  text: string,
  files: number,
  now: Date,
  automatic: boolean,
) =>
  tx.run(sql`update conversations set message_count = message_count + 1, preview = ${previewOf(text, files)}, last_message_at = greatest(last_message_at, ${now}),
      last_outbound_at = ${now}, has_attachment = has_attachment or ${files > 0},
      waiting_since = case when ${automatic} then waiting_since end,
      first_response_at = case when ${automatic} then first_response_at else coalesce(first_response_at, ${now}) end, version = version + 1
    where workspace_id = ${ctx.workspaceId} and id = ${conversationId}`);

/** The product sets the next state: an answered conversation waits for the customer. */
async function nextStatus(ctx: Caller, tx: Tx, conversation: ConversationState, wanted: Status): Promise<void> {
  const status = conversation.status === "on_hold" && wanted === "pending" ? "on_hold" : wanted;
  if (status === conversation.status && conversation.folder === "inbox" && !conversation.snoozed_until) return;
  await applyChange(ctx, tx, conversation, {
    status,
    ...(conversation.folder !== "inbox" ? { folder: "inbox" as const } : {}),
    ...(conversation.snoozed_until ? { snoozed_until: null } : {}),
  });
}

async function memberSettings(ctx: Caller, tx: Tx): Promise<{ undo_seconds?: number; after_reply_status?: Status }> {
  if (!ctx.memberId) return {};
  const row = await tx.row<{ settings: object }>(
    sql`select settings from members where workspace_id = ${ctx.workspaceId} and id = ${ctx.memberId}`,
  );
  return row?.settings ?? {};
}

type Queued = { id: string; delivery_state: string; thread_id: string; details: { status_before?: Status } | null };

/** Undo send: possible until the outbox has taken the message. */
export async function cancelMessage(ctx: Caller, conversationId: string, messageId: string): Promise<Message> {
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const conversation = await lockConversation(ctx, tx, conversationId);
    const message = await lockMessage(ctx, tx, conversationId, messageId);
    if (message.delivery_state === "cancelled") return showMessage(ctx, tx, conversationId, messageId);
    if (message.delivery_state !== "queued")
      throw new AppError("conflict", "This message is already on its way and cannot be taken back.");
    await tx.run(
      sql`update messages set delivery_state = 'cancelled', deleted_at = now() where workspace_id = ${ctx.workspaceId} and id = ${messageId}`,
    );
    await recordSteps(tx, ctx.workspaceId, messageId, [{ state: "cancelled" }]);
    await tx.run(
      sql`update files set message_id = null where workspace_id = ${ctx.workspaceId} and message_id = ${messageId}`,
    );
    await summarise(tx, ctx.workspaceId, conversationId);
    const before = message.details?.status_before;
    if (before && before !== conversation.status) await applyChange(ctx, tx, conversation, { status: before });
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
    if (message.delivery_state !== "failed" && message.delivery_state !== "unknown") {
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
    where workspace_id = ${ctx.workspaceId} and id = ${messageId} and conversation_id = any(${await mergedSet(ctx, tx, conversationId)}) and direction = 'out' and kind = 'message' for update`);
  if (!row) throw notFound("message");
  return row;
}
