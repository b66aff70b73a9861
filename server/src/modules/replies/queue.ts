/** Puts a message on its way: checks, rows, ledger, next status, event and job, in the transaction of whoever calls. */
import type { MessageInput, ReplyRoute, Status } from "@omniflow/contract";
import type { IdentityKind } from "../../channels/adapter.ts";
import { AppError } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { newId } from "../../platform/uuid.ts";
import { cleanName, optOutProblem } from "../contacts/index.ts";
import {
  applyChange,
  attachFiles,
  audienceOf,
  authorName,
  authorType,
  bodyOf,
  type ConversationState,
  previewOf,
  recordSteps,
} from "../conversations/index.ts";
import { applyMacro, laterMacro } from "./macro.ts";
import { enqueueSending } from "./outbox.ts";
import { signatureOf } from "./signature.ts";
import { noteTrace } from "./undo.ts";

type Person = { kind: IdentityKind; value: string; name: string };

export async function queueMessage(
  ctx: Caller,
  tx: Tx,
  conversation: ConversationState,
  route: ReplyRoute,
  id: string,
  input: Pick<
    MessageInput,
    | "text"
    | "html"
    | "to"
    | "cc"
    | "bcc"
    | "subject"
    | "attachment_ids"
    | "undo_seconds"
    | "status"
    | "send_at"
    | "signature"
    | "signature_text"
    | "signature_html"
    | "macro"
    | "response_use_ids"
  >,
  options: { automatic?: string; threadId?: string; aside?: boolean } = {},
): Promise<void> {
  const body = bodyOf(input, route.limits.html);
  const recipients = recipientsOf(route, input);
  checkLimits(route, body.text, recipients.to);
  await refuseOptedOut(ctx, tx, route, recipients);
  const signature = options.automatic ? null : await signatureOf(ctx, tx, conversation.id, route, input);
  const settings = await memberSettings(ctx, tx);
  const now = ctx.platform.clock.now();
  const later = input.send_at ? laterTime(input.send_at, now) : null;
  const sendAt = later ?? new Date(now.getTime() + (input.undo_seconds ?? settings.undo_seconds ?? 0) * 1000);
  const statusAfter = input.status ?? input.macro?.status ?? settings.after_reply_status ?? "pending";
  const details = {
    ...(later ? { send_later: true, status_after: statusAfter } : {}),
    ...(later && input.macro ? { macro_later: laterMacro(ctx, conversation, input.macro) } : {}),
    ...(input.response_use_ids?.length ? { response_use_ids: input.response_use_ids } : {}),
  };
  const threadId =
    options.threadId ??
    route.thread_id ??
    (await openThread(ctx, tx, conversation, route, `${options.aside ? asideKey : "out:"}${id}`, now));
  await tx.run(sql`insert into messages (workspace_id, id, conversation_id, thread_id, connection_id, kind, direction, author_type, author_id, author_name,
      text, html, quoted_text, quoted_html, subject, recipients, automatic, details, delivery_state, send_at, created_at)
    values (${ctx.workspaceId}, ${id}, (select conversation_id from threads where workspace_id = ${ctx.workspaceId} and id = ${threadId}), ${threadId}, ${route.channel_id}, 'message', 'out', ${authorType(ctx)}, ${ctx.memberId},
      ${options.automatic ? "" : await authorName(ctx, tx)}, ${body.text}, ${body.html}, ${signature?.text ?? null}, ${signature?.html ?? null}, ${input.subject ?? null}, ${JSON.stringify(recipients)},
      ${options.automatic ?? null}, ${JSON.stringify(details)}, 'queued', ${sendAt}, ${now})`);
  const files = await attachFiles(ctx, tx, id, input.attachment_ids ?? [], body.html);
  checkFiles(route, files);
  await addParticipants(tx, ctx.workspaceId, conversation.id, recipients);
  await recordSteps(tx, ctx.workspaceId, id, [{ state: "queued" }]);
  if (later) await markScheduled(tx, ctx.workspaceId, conversation.id);
  // What goes out tomorrow has not been said yet: the conversation stays as it is until then.
  if (!later) await touch(ctx, tx, conversation.id, body.text, files.length, now, Boolean(options.automatic));
  const after = later || options.automatic ? conversation : await nextStatus(ctx, tx, conversation, statusAfter);
  const done = input.macro && !later ? await applyMacro(ctx, tx, after, input.macro) : after;
  await noteTrace(ctx, tx, id, conversation, done);
  const audience = audienceOf(conversation);
  emit(ctx, tx, {
    type: "message.queued",
    data: { message_id: id, send_at: sendAt.toISOString() },
    conversationId: conversation.id,
    contactId: conversation.contact_id,
    audience,
    facts: { responses: Boolean(input.response_use_ids?.length) },
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

/** Nothing goes to an address that has asked not to be written to: said before it is queued, with who and why. */
async function refuseOptedOut(ctx: Caller, tx: Tx, route: ReplyRoute, { to, cc, bcc }: Recipients): Promise<void> {
  const problem = await optOutProblem(ctx, tx, route.channel, [...to, ...cc, ...bcc]);
  if (problem) throw new AppError("unprocessable", problem, { field: "to" });
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

/** Begins the key of a thread beside the one with the customer: what was forwarded to somebody else. */
export const asideKey = "aside:";

async function openThread(
  ctx: Caller,
  tx: Tx,
  conversation: ConversationState,
  route: ReplyRoute,
  externalKey: string,
  now: Date,
): Promise<string> {
  const id = newId();
  await tx.run(sql`insert into threads (workspace_id, id, conversation_id, connection_id, contact_id, external_key, subject, last_message_at)
    values (${ctx.workspaceId}, ${id}, ${conversation.id}, ${route.channel_id}, ${conversation.contact_id}, ${externalKey}, ${conversation.subject}, ${now})`);
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
async function nextStatus(
  ctx: Caller,
  tx: Tx,
  conversation: ConversationState,
  wanted: Status,
): Promise<ConversationState> {
  const status = conversation.status === "on_hold" && wanted === "pending" ? "on_hold" : wanted;
  if (status === conversation.status && conversation.folder === "inbox" && !conversation.snoozed_until)
    return conversation;
  return applyChange(ctx, tx, conversation, {
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

/** So that the intake, which is in a hurry, knows without asking. */
const markScheduled = (tx: Tx, workspaceId: string, conversationId: string) =>
  tx.run(sql`update conversations set scheduled = true where workspace_id = ${workspaceId} and id = ${conversationId}`);

function laterTime(text: string, now: Date): Date {
  const time = new Date(text);
  if (time <= now || time.getTime() > now.getTime() + 366 * 86_400_000) {
    throw new AppError("validation_failed", "Choose a time in the future, within a year.", { field: "send_at" });
  }
  return time;
}
