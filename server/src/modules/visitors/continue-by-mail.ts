/**
 * A visitor who has left before reading the answer gets it by mail, once, in the same conversation: an answer to that mail lands
 * here again. Only after a person has answered, so the widget cannot be used to send mail to strangers.
 */
import type { ReplyRoute } from "@omniflow/contract";
import { getAdapter } from "../../channels/registry.ts";
import { type Caller, type Platform, systemContext } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import type { Reaction, ReactionPayload } from "../../platform/events.ts";
import { enqueue, type Task } from "../../platform/jobs.ts";
import { rootOf } from "../../platform/merged.ts";
import { newId } from "../../platform/uuid.ts";
import { optOutProblem } from "../contacts/index.ts";
import { lockConversation, recordSteps } from "../conversations/index.ts";
import { listReplyRoutes, queueMessage } from "../replies/index.ts";
import { digestOf, type UnreadMessage } from "./digest.ts";

const waitMs = 3 * 60_000;
/** Heard of this lately, a visitor is still there. */
const presentMs = 60_000;
/** After this nobody waits any more for an open tab to be looked at. */
const giveUpMs = 24 * 3600_000;

const mailTask = "mail_unread_chat";

export const unreadChatReaction: Reaction = {
  name: "watch_chat_reply",
  wants: (event) => event.type === "message.sent",
};

/** A chat reply went out: looks a few minutes later whether it was read. */
const watchReplies: Task = async (platform, payload: ReactionPayload) => {
  const ids = payload.events.map((event) => String(event.data.message_id));
  await platform.db.inWorkspace(payload.workspace_id, async (tx) => {
    const threads = await tx.rows<{ id: string }>(sql`select distinct m.thread_id as id from messages m
      join connections k on k.workspace_id = m.workspace_id and k.id = m.connection_id and k.kind = 'chat'
      where m.workspace_id = ${payload.workspace_id} and m.id = any(${ids}::uuid[]) and m.automatic is null`);
    for (const thread of threads) lookLater(platform, tx, payload.workspace_id, thread.id);
  });
};

const lookLater = (platform: Platform, tx: Tx, workspaceId: string, threadId: string): void =>
  enqueue(tx, {
    task: mailTask,
    payload: { workspace_id: workspaceId, thread_id: threadId },
    key: `mail-chat:${threadId}`,
    keepRunAt: true,
    runAt: new Date(platform.clock.now().getTime() + waitMs),
  });

const mailUnread: Task = async (platform, { workspace_id, thread_id }: { workspace_id: string; thread_id: string }) => {
  await platform.db.inWorkspace(workspace_id, async (tx) => {
    const reader = await readReader(tx, workspace_id, thread_id);
    if (!reader?.email) return;
    // Under the lock, so that two runs of this job never mail the same answer.
    const caller = callerOf(platform, workspace_id, null);
    const conversation = await lockConversation(caller, tx, reader.conversation_id);
    const unread = await listUnread(tx, workspace_id, thread_id);
    if (!unread.length || conversation.folder !== "inbox") return;
    const now = platform.clock.now().getTime();
    const oldest = now - unread[0]!.sent_at.getTime();
    const isPresent = reader.last_seen_at !== null && now - reader.last_seen_at.getTime() < presentMs;
    if (oldest < waitMs || (isPresent && oldest < giveUpMs)) return lookLater(platform, tx, workspace_id, thread_id);
    const ctx = callerOf(platform, workspace_id, unread.at(-1)!.member_id);
    const { email } = reader;
    const note = (reason: string, state: "sent" | "failed") =>
      Promise.all(unread.map(({ id }) => recordSteps(tx, workspace_id, id, [{ state, recipient: email, reason }])));
    // Said where the answers stand, and not asked again.
    const refused = await optOutProblem(ctx, tx, "email", [{ kind: "email", value: email }]);
    if (refused) return void (await note(refused, "failed"));
    const route = await mailRoute(ctx, tx, conversation.id);
    if (!route) return;
    const id = newId();
    const to = [{ kind: "email" as const, value: email, name: reader.name ?? "" }];
    const { subject, text } = digestOf(unread, {
      language: reader.language,
      widget: reader.widget,
      subject: conversation.subject,
    });
    await queueMessage(ctx, tx, conversation, route, id, {
      text,
      subject,
      to,
      cc: [],
      undo_seconds: 0,
      status: conversation.status,
    });
    await tx.run(
      sql`update messages set details = details || '{"continues_chat": true}' where workspace_id = ${workspace_id} and id = ${id}`,
    );
    await note("The visitor had left before reading it.", "sent");
  });
};

type Reader = {
  conversation_id: string;
  widget: string;
  email: string | null;
  name: string | null;
  language: string | null;
  last_seen_at: Date | null;
};

/** Who reads this chat thread: the visitor of that browser, or every browser of the proven contact. */
const readReader = (tx: Tx, workspaceId: string, threadId: string) =>
  tx.row<Reader>(sql`select ${rootOf("c")} as conversation_id, k.name as widget,
      (array_agg(v.email order by v.last_seen_at desc) filter (where v.email is not null))[1] as email,
      (array_agg(v.name order by v.last_seen_at desc) filter (where v.name is not null))[1] as name,
      (array_agg(v.language order by v.last_seen_at desc))[1] as language, max(v.last_seen_at) as last_seen_at
    from threads t join conversations c on c.workspace_id = t.workspace_id and c.id = t.conversation_id
    join connections k on k.workspace_id = t.workspace_id and k.id = t.connection_id
    join visitors v on v.workspace_id = t.workspace_id and v.connection_id = t.connection_id
      and (t.external_key = 'visitor:' || v.id or (v.verified and t.external_key = 'contact:' || v.contact_id))
    where t.workspace_id = ${workspaceId} and t.id = ${threadId} and k.kind = 'chat' group by c.merged_into, c.id, k.name`);

/** What the team wrote since the visitor last wrote, that is neither read nor mailed yet. */
const listUnread = (tx: Tx, workspaceId: string, threadId: string) =>
  tx.rows<
    UnreadMessage & { member_id: string | null }
  >(sql`select m.id, m.text, m.author_name as author, coalesce(m.sent_at, m.created_at) as sent_at,
      case when m.author_type = 'member' then m.author_id end as member_id,
      array(select f.name from files f where f.workspace_id = m.workspace_id and f.message_id = m.id order by f.created_at, f.id) as files
    from messages m where m.workspace_id = ${workspaceId} and m.thread_id = ${threadId} and m.direction = 'out' and m.automatic is null
      and m.delivery_state in ('sent', 'delivered') and m.deleted_at is null
      and m.created_at > coalesce((select max(i.created_at) from messages i where i.workspace_id = m.workspace_id
        and i.thread_id = m.thread_id and i.direction = 'in'), '-infinity')
      and not exists (select 1 from delivery_attempts a where a.workspace_id = m.workspace_id and a.message_id = m.id and a.recipient is not null)
    order by m.created_at, m.id`);

const callerOf = (platform: Platform, workspaceId: string, memberId: string | null): Caller => ({
  ...systemContext(platform, workspaceId),
  actor: memberId ? { type: "member", id: memberId } : { type: "system", id: null },
  permissions: new Set(["conversations.view_all", "conversations.reply"]),
  memberId,
  teamIds: [],
});

/** The mail thread the conversation has already, or else the workspace's first mailbox. */
async function mailRoute(ctx: Caller, tx: Tx, conversationId: string): Promise<ReplyRoute | null> {
  const routes = (await listReplyRoutes(ctx, tx, conversationId)).filter(
    (route) => route.channel === "email" && !route.problem,
  );
  if (routes[0]) return routes[0];
  // The visitor's address may belong to another contact: then only this mail goes there, and nothing is linked.
  const mailbox = await tx.row<{
    id: string;
    name: string;
    address: string | null;
  }>(sql`select id, name, address from connections
    where workspace_id = ${ctx.workspaceId} and kind = 'email' and state = 'active' and deleted_at is null order by created_at limit 1`);
  if (!mailbox) return null;
  const { limits } = getAdapter(ctx.platform, "email");
  return {
    channel_id: mailbox.id,
    channel: "email",
    channel_name: mailbox.name,
    address: mailbox.address,
    thread_id: null,
    to: [],
    cc: [],
    limits: {
      html: limits.html,
      subject: limits.subject,
      cc: limits.cc,
      max_text: limits.maxText,
      max_files: limits.maxFiles,
      max_file_bytes: limits.maxFileBytes,
    },
    problem: null,
  };
}

export const visitorTasks: Record<string, Task> = { [unreadChatReaction.name]: watchReplies, [mailTask]: mailUnread };
