/** Forwarding: a message of the conversation goes to somebody else, files included, on a thread of its own, so that their answers come back here. */
import type { MessageInput } from "@omniflow/contract";
import { AppError } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { copyFiles, escapeHtml, type FileRow, mergedSet } from "../conversations/index.ts";

type Original = {
  id: string;
  text: string;
  html: string | null;
  subject: string | null;
  author_name: string;
  recipients: { from?: { value: string; name?: string } } | null;
  created_at: Date;
  conversation_subject: string;
};

export async function forwardedInput(
  ctx: Caller,
  tx: Tx,
  conversationId: string,
  input: MessageInput,
): Promise<MessageInput> {
  if (!input.to?.length) throw new AppError("validation_failed", "Say who to forward it to.", { field: "to" });
  const original =
    await tx.row<Original>(sql`select m.id, m.text, m.html, m.subject, m.author_name, m.recipients, m.created_at, c.subject as conversation_subject
    from messages m join conversations c on c.workspace_id = m.workspace_id and c.id = m.conversation_id
    where m.workspace_id = ${ctx.workspaceId} and m.id = ${input.forward_message_id} and m.kind = 'message' and m.deleted_at is null
      and m.conversation_id = any(${await mergedSet(ctx, tx, conversationId)})`);
  if (!original)
    throw new AppError("unprocessable", "The message to forward is not in this conversation.", {
      field: "forward_message_id",
    });
  const files = await filesOf(ctx, tx, original.id);
  const header = headerOf(original);
  const html = original.html ?? `<p>${escapeHtml(original.text).replaceAll("\n", "<br>")}</p>`;
  const intro = input.html ?? (input.text ? `<p>${escapeHtml(input.text).replaceAll("\n", "<br>")}</p>` : "");
  return {
    ...input,
    subject: input.subject ?? `Fwd: ${original.subject || original.conversation_subject}`.trim(),
    text: [input.text ?? "", ...header, "", original.text].join("\n").trim(),
    html: `${intro}<p>${header.map(escapeHtml).join("<br>")}</p>${withCopies(html, files)}`,
    attachment_ids: [...(input.attachment_ids ?? []), ...files.map((file) => file.id)],
  };
}

function headerOf(original: Original): string[] {
  const from = original.recipients?.from;
  const sender = from ? [from.name, `<${from.value}>`].filter(Boolean).join(" ") : original.author_name;
  return [
    "---------- Forwarded message ----------",
    `From: ${sender}`,
    `Date: ${original.created_at.toUTCString()}`,
    `Subject: ${original.subject || original.conversation_subject}`,
  ];
}

type Copy = { id: string; contentId: string | null };

async function filesOf(ctx: Caller, tx: Tx, messageId: string): Promise<Copy[]> {
  const rows = await tx.rows<
    FileRow & { storage_key: string }
  >(sql`select id, message_id, name, content_type, size, content_id, inline, storage_key from files
    where workspace_id = ${ctx.workspaceId} and message_id = ${messageId} order by created_at, id`);
  const copies = await copyFiles(ctx, tx, rows);
  return copies.map(({ file }, i) => ({ id: file.id, contentId: rows[i]!.content_id }));
}

const withCopies = (html: string, files: Copy[]): string =>
  files.reduce(
    (text, file) => (file.contentId ? text.replaceAll(`cid:${file.contentId}`, `cid:${file.id}`) : text),
    html,
  );
