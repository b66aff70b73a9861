/** Following: who wants to hear of a conversation that is not theirs. */
import { Id } from "@omniflow/contract";
import { Type } from "typebox";
import { AppError } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { type Route, route } from "../../platform/http.ts";
import { audienceOf, type ConversationState, lockConversation, viewPermissions } from "./scope.ts";

async function follow(ctx: Caller, conversationId: string, following: boolean): Promise<{ follower_ids: string[] }> {
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const conversation = await lockConversation(ctx, tx, conversationId);
    await setFollowing(ctx, tx, conversation, following);
    const rows = await tx.rows<{ member_id: string }>(sql`select member_id from followers
      where workspace_id = ${ctx.workspaceId} and conversation_id = ${conversationId} order by created_at`);
    return { follower_ids: rows.map((row) => row.member_id) };
  });
}

/** Within the transaction of a caller that has locked the conversation. @returns whether anything changed */
export async function setFollowing(
  ctx: Caller,
  tx: Tx,
  conversation: ConversationState,
  following: boolean,
): Promise<boolean> {
  const member = ctx.memberId;
  if (!member) throw new AppError("forbidden", "Following is for members; an API key follows nothing.");
  const { id } = conversation;
  const changed = following
    ? await tx.run(
        sql`insert into followers (workspace_id, conversation_id, member_id) values (${ctx.workspaceId}, ${id}, ${member}) on conflict do nothing`,
      )
    : await tx.run(
        sql`delete from followers where workspace_id = ${ctx.workspaceId} and conversation_id = ${id} and member_id = ${member}`,
      );
  if (!changed) return false;
  await tx.run(sql`update conversations c set followed = exists (select 1 from followers f
      where f.workspace_id = c.workspace_id and f.conversation_id = c.id)
    where c.workspace_id = ${ctx.workspaceId} and c.id = ${id}`);
  const about = { conversationId: id, contactId: conversation.contact_id, audience: audienceOf(conversation) };
  emit(ctx, tx, { type: "conversation.followers_changed", data: { member_id: member, following }, ...about });
  return true;
}

const schemas = { data: Type.Object({ follower_ids: Type.Array(Id) }) };
const shared = { path: "/conversations/:id/follow", access: viewPermissions, tag: "Conversations", schemas } as const;

export const followRoutes: Route[] = [
  route({
    ...shared,
    method: "POST",
    summary: "Follow: be told of replies",
    handle: ({ ctx, params }) => follow(ctx, params.id, true),
  }),
  route({
    ...shared,
    method: "DELETE",
    summary: "Follow no longer",
    handle: ({ ctx, params }) => follow(ctx, params.id, false),
  }),
];
