/** Writing an update to those it is for: an ordinary reply into each conversation, one transaction each, and none of them twice. */
import type { Macro } from "@omniflow/contract";
import { AppError } from "../../../errors.ts";
import { callerOf, type PortableCaller } from "../../../platform/caller.ts";
import type { Caller } from "../../../platform/context.ts";
import { sql, type Tx } from "../../../platform/db.ts";
import type { Task } from "../../../platform/jobs.ts";
import { copyFiles, type FileRow, requireVisible } from "../../conversations/index.ts";
import { writeReply } from "../../replies/index.ts";
import { fillFor, gapReason } from "./fill.ts";

type Update = { id: string; ticket_id: string; text: string; html: string | null; macro: Macro | null; uses: string[] };
type Waiting = { conversation_id: string; message_id: string };

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

/** A conversation that cannot be answered stops no other. */
export async function writeAll(ctx: Caller, broadcastId: string, signal?: AbortSignal): Promise<void> {
  const { update, waiting } = await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => ({
    update:
      await tx.row<Update>(sql`select id, ticket_id, text, html, macro, response_use_ids as uses from ticket_broadcasts
      where workspace_id = ${ctx.workspaceId} and id = ${broadcastId}`),
    waiting: await tx.rows<Waiting>(sql`select conversation_id, message_id from ticket_broadcast_recipients
      where workspace_id = ${ctx.workspaceId} and broadcast_id = ${broadcastId} and state = 'waiting' order by conversation_id`),
  }));
  for (const recipient of waiting) {
    if (signal?.aborted) return;
    const refused = await writeOne(ctx, update!, recipient).then(
      () => null,
      (error) => {
        if (error instanceof AppError && error.status < 500) return error.message;
        throw error;
      },
    );
    await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
      tx.run(sql`update ticket_broadcast_recipients set state = ${refused === null ? "written" : "refused"}, reason = ${refused}
        where workspace_id = ${ctx.workspaceId} and broadcast_id = ${broadcastId} and conversation_id = ${recipient.conversation_id} and state = 'waiting'`),
    );
  }
}

async function writeOne(ctx: Caller, update: Update, { conversation_id: id, message_id }: Waiting): Promise<void> {
  const { text, html, files } = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
    prepare(ctx, tx, update, id),
  );
  await writeReply(ctx, id, {
    id: message_id,
    kind: "message",
    ticket_id: update.ticket_id,
    signature: true,
    text,
    ...(html ? { html } : {}),
    ...(files.length ? { attachment_ids: files } : {}),
    ...(update.macro ? { macro: update.macro } : {}),
    ...(update.uses.length ? { response_use_ids: update.uses } : {}),
  });
}

/** The words and files of one recipient's own. What is copied and then not sent is swept like any abandoned upload. */
async function prepare(ctx: Caller, tx: Tx, update: Update, conversationId: string) {
  await requireVisible(ctx, tx, conversationId);
  const filled = await fillFor(ctx, tx, update, { conversationId, ticketId: update.ticket_id });
  if (filled.missing.length) throw new AppError("unprocessable", gapReason(filled.missing));
  const copies = await copyFiles(ctx, tx, await filesOf(ctx, tx, update.id));
  const html = copies.reduce(
    (now, { original, file }) => now?.replaceAll(`cid:${original}`, `cid:${file.id}`) ?? null,
    filled.html,
  );
  return { text: filled.text, html, files: copies.map(({ file }) => file.id) };
}

const filesOf = (ctx: Caller, tx: Tx, broadcastId: string) =>
  tx.rows<
    FileRow & { storage_key: string }
  >(sql`select f.id, f.message_id, f.name, f.content_type, f.size, f.content_id, f.inline, f.storage_key
    from ticket_files k join files f on f.workspace_id = k.workspace_id and f.id = k.file_id
    where k.workspace_id = ${ctx.workspaceId} and k.broadcast_id = ${broadcastId} order by f.created_at, f.id`);
