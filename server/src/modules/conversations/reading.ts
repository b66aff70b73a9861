/** Read and unread, per member; and drafts, which belong to the conversation and not to a browser tab. */
import type { Draft } from "@omniflow/contract";
import { AppError } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { sql } from "../../platform/db.ts";
import { cleanHtml, storable } from "./html.ts";
import { audienceOf, lockConversation, requireVisible } from "./scope.ts";

/** @param unread sets the mark to before the last customer message. */
export async function markRead(
  ctx: Caller,
  conversationId: string,
  unread = false,
): Promise<{ read_at: string | null }> {
  const readAt = await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    await requireVisible(ctx, tx, conversationId);
    const mark = unread ? sql`coalesce(last_inbound_at, last_message_at) - interval '1 millisecond'` : sql`now()`;
    if (!ctx.memberId) {
      const row = await tx.row<{ read_at: Date }>(sql`update conversations set read_at = ${mark}
        where workspace_id = ${ctx.workspaceId} and id = ${conversationId} returning read_at`);
      return row!.read_at;
    }
    const row = await tx.row<{
      read_at: Date;
    }>(sql`insert into conversation_reads (workspace_id, member_id, conversation_id, read_at)
      select workspace_id, ${ctx.memberId}, id, ${mark} from conversations where workspace_id = ${ctx.workspaceId} and id = ${conversationId}
      on conflict (workspace_id, member_id, conversation_id) do update set read_at = excluded.read_at returning read_at`);
    return row!.read_at;
  });
  ctx.platform.hub.publish(ctx.workspaceId, [
    {
      hint: { type: "conversation.read", seq: 0, conversation_id: conversationId, actor_id: ctx.actor.id ?? undefined },
      audience: { teamIds: [], memberIds: [ctx.memberId] },
    },
  ]);
  return { read_at: readAt.toISOString() };
}

export async function saveDraft(ctx: Caller, conversationId: string, draft: Draft): Promise<Draft> {
  const member = requireMember(ctx);
  const body = {
    ...draft.body,
    html: cleanHtml(storable(draft.body.html)) ?? "",
    text: storable(draft.body.text),
  };
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const conversation = await lockConversation(ctx, tx, conversationId);
    const row = await tx.row<{
      updated_at: Date;
    }>(sql`insert into drafts (workspace_id, conversation_id, member_id, kind, body)
      values (${ctx.workspaceId}, ${conversationId}, ${member}, ${draft.kind}, ${JSON.stringify(body)})
      on conflict (workspace_id, conversation_id, member_id, kind) do update set body = excluded.body, version = drafts.version + 1, updated_at = now()
      returning updated_at`);
    tx.afterCommit(() => tell(ctx, conversationId, conversation));
    return { kind: draft.kind, body, updated_at: row!.updated_at.toISOString() };
  });
}

export async function removeDraft(ctx: Caller, conversationId: string, kind: "message" | "note"): Promise<void> {
  const member = requireMember(ctx);
  await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const conversation = await lockConversation(ctx, tx, conversationId);
    const gone =
      await tx.run(sql`delete from drafts where workspace_id = ${ctx.workspaceId} and conversation_id = ${conversationId}
      and member_id = ${member} and kind = ${kind}`);
    if (gone) tx.afterCommit(() => tell(ctx, conversationId, conversation));
  });
}

export const listDrafts = (ctx: Caller, conversationId: string) =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    await requireVisible(ctx, tx, conversationId);
    const rows = await tx.rows<{
      member_id: string;
      member_name: string;
      kind: string;
      body: unknown;
      updated_at: Date;
    }>(sql`
      select d.member_id, m.name as member_name, d.kind, d.body, d.updated_at from drafts d
      join members m on m.workspace_id = d.workspace_id and m.id = d.member_id
      where d.workspace_id = ${ctx.workspaceId} and d.conversation_id = ${conversationId} order by d.updated_at desc`);
    return rows.map((row) => ({ ...row, updated_at: row.updated_at.toISOString() }));
  });

function requireMember(ctx: Caller): string {
  if (!ctx.memberId) throw new AppError("forbidden", "Drafts belong to members; an API key has none.");
  return ctx.memberId;
}

const tell = (
  ctx: Caller,
  conversationId: string,
  state: { team_id: string | null; assignee_member_id: string | null },
) =>
  ctx.platform.hub.publish(ctx.workspaceId, [
    {
      hint: { type: "draft.changed", seq: 0, conversation_id: conversationId, actor_id: ctx.actor.id ?? undefined },
      audience: audienceOf(state),
    },
  ]);
