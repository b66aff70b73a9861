/**
 * The automatic first answer of a connection. Never to a machine, never to an unproven crowd: once a day to an address and
 * connection, only to a new conversation a person began, so that two machines cannot talk to each other.
 */
import { AppError } from "../../errors.ts";
import { type Caller, systemContext } from "../../platform/context.ts";
import { sql } from "../../platform/db.ts";
import type { Event, Reaction, ReactionPayload } from "../../platform/events.ts";
import type { Task } from "../../platform/jobs.ts";
import { newId } from "../../platform/uuid.ts";
import { lockConversation } from "../conversations/index.ts";
import { queueMessage } from "./queue.ts";
import { listReplyRoutes } from "./routing.ts";
import { fillLines } from "./signature.ts";
import { templateValues } from "./template-values.ts";

type Facts = { isNew: boolean; automatic: string | null; ours: boolean; connection: { autoReply: boolean } };

export const autoReplyReaction: Reaction = {
  name: "auto_reply",
  wants(event: Event) {
    if (event.type !== "message.received") return false;
    const facts = event.facts as Facts | undefined;
    return Boolean(facts?.isNew && facts.automatic === null && !facts.ours && facts.connection.autoReply);
  },
};

type Found = {
  connection_id: string;
  value: string;
  kind: string;
  auto_reply: { enabled: boolean; subject?: string; text: string } | null;
  folder: string;
};

export const sendAutoReplies: Task = async (platform, payload: ReactionPayload) => {
  for (const event of payload.events) {
    const ctx: Caller = {
      ...systemContext(platform, payload.workspace_id, event.id),
      permissions: new Set(["conversations.view_all", "conversations.reply", "contacts.view", "tickets.view"]),
      memberId: null,
      teamIds: [],
    };
    await autoReply(ctx, event.conversation_id!, event.data.message_id).catch((error) => {
      // A conversation without a way to answer is no failure of the job.
      if (!(error instanceof AppError)) throw error;
      platform.log.info({ conversation: event.conversation_id, reason: error.message }, "no automatic reply");
    });
  }
};

const autoReply = (ctx: Caller, conversationId: string, messageId: string) =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const found =
      await tx.row<Found>(sql`select m.connection_id, k.auto_reply, c.folder, m.recipients->'from'->>'value' as value, m.recipients->'from'->>'kind' as kind
      from messages m join connections k on k.workspace_id = m.workspace_id and k.id = m.connection_id
      join conversations c on c.workspace_id = m.workspace_id and c.id = m.conversation_id
      where m.workspace_id = ${ctx.workspaceId} and m.id = ${messageId}`);
    if (!found?.auto_reply?.enabled || found.folder !== "inbox") return;
    const claimed =
      await tx.run(sql`insert into auto_replies (workspace_id, connection_id, address) values (${ctx.workspaceId}, ${found.connection_id}, ${found.value})
      on conflict (workspace_id, connection_id, address) do update set sent_at = now() where auto_replies.sent_at < now() - interval '24 hours'`);
    if (!claimed) return;
    const conversation = await lockConversation(ctx, tx, conversationId);
    const route = (await listReplyRoutes(ctx, tx, conversationId)).find(
      (r) => r.channel_id === found.connection_id && !r.problem,
    );
    if (!route) return;
    const filling = await templateValues(ctx, tx, { conversationId });
    const { subject, text } = found.auto_reply;
    await queueMessage(
      ctx,
      tx,
      conversation,
      { ...route, to: route.to.slice(0, 1), cc: [] },
      newId(),
      {
        ...(subject ? { subject: fillLines(subject.replaceAll("\n", " "), filling).text } : {}),
        text: fillLines(text, filling).text,
      },
      { automatic: "auto_reply" },
    );
  });
