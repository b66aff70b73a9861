/** A claimed message → the complete thing an adapter renders: recipients, files, references, signature. */
import type { Macro, Status } from "@omniflow/contract";
import {
  type ChannelAdapter,
  type ConnectionView,
  type Identity,
  limitsOf,
  type Outbound,
} from "../../channels/adapter.ts";
import type { Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";

export type ClaimedMessage = {
  id: string;
  conversation_id: string;
  thread_id: string;
  connection_id: string;
  contact_id: string;
  team_id: string | null;
  assignee_member_id: string | null;
  author_name: string;
  author_id: string | null;
  author_type: string;
  text: string;
  html: string | null;
  /** The signature. */
  quoted_text: string | null;
  quoted_html: string | null;
  subject: string | null;
  conversation_subject: string;
  recipients: { to: Identity[]; cc: Identity[]; bcc: Identity[] };
  automatic: string | null;
  attempts: number;
  details: { send_later?: boolean; status_after?: Status; macro_later?: Macro } | null;
  created_at: Date;
};

type FileRow = {
  id: string;
  name: string;
  content_type: string;
  size: number;
  content_id: string | null;
  storage_key: string;
};
type ThreadRow = { external_key: string; subject: string; has_inbound: boolean };

/** Mail servers cut long headers; the first and the latest references are what threads. */
const maxReferences = 20;

export async function buildOutbound(
  ctx: Context,
  message: ClaimedMessage,
  connection: ConnectionView,
  adapter: ChannelAdapter,
): Promise<Outbound> {
  const { thread, files, references } = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
    readParts(ctx, tx, message),
  );
  return {
    id: message.id,
    threadId: message.thread_id,
    threadKey: /^(out|aside|split):/.test(thread.external_key) ? null : thread.external_key,
    subject: subjectFor(message, thread),
    text:
      message.quoted_text && limitsOf(adapter, connection).html
        ? `${message.text}\n\n${message.quoted_text}`
        : message.text,
    html: message.html && `${message.html}${message.quoted_html ?? ""}`,
    author: { name: message.author_name || connection.name },
    to: message.recipients.to,
    cc: message.recipients.cc,
    bcc: message.recipients.bcc,
    files: files.map((file) => ({
      id: file.id,
      name: file.name,
      contentType: file.content_type,
      size: file.size,
      contentId: file.content_id ?? undefined,
      open: async () => (await ctx.platform.files.open(file.storage_key)).stream,
    })),
    references: shorten(references.map((r) => r.external_id)),
    createdAt: message.created_at,
    automatic: message.automatic !== null,
  };
}

async function readParts(ctx: Context, tx: Tx, message: ClaimedMessage) {
  const [thread, files, references] = await Promise.all([
    tx.row<ThreadRow>(sql`select t.external_key, t.subject,
        exists (select 1 from messages m where m.workspace_id = t.workspace_id and m.conversation_id = t.conversation_id and m.thread_id = t.id and m.direction = 'in') as has_inbound
      from threads t where t.workspace_id = ${ctx.workspaceId} and t.id = ${message.thread_id}`),
    tx.rows<FileRow>(sql`select id, name, content_type, size, content_id, storage_key from files
      where workspace_id = ${ctx.workspaceId} and message_id = ${message.id} order by created_at, id`),
    tx.rows<{ external_id: string }>(sql`select external_id from messages
      where workspace_id = ${ctx.workspaceId} and thread_id = ${message.thread_id}
        and conversation_id = (select conversation_id from threads where workspace_id = ${ctx.workspaceId} and id = ${message.thread_id})
        and external_id is not null and automatic is distinct from 'bounce' and (created_at, id) < (${message.created_at}, ${message.id}::uuid)
      order by created_at, id`),
  ]);
  return { thread: thread!, files, references };
}

function subjectFor(message: ClaimedMessage, thread: ThreadRow): string {
  if (message.subject) return message.subject;
  const subject = thread.subject || message.conversation_subject;
  return thread.has_inbound && subject && !/^re:/i.test(subject) ? `Re: ${subject}` : subject;
}

const shorten = (ids: string[]) => (ids.length > maxReferences ? [ids[0]!, ...ids.slice(1 - maxReferences)] : ids);
