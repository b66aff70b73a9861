/** Following: who wants to hear of a conversation that is not theirs. */
import { Id } from "@omniflow/contract";
import { Type } from "typebox";
import { AppError } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { sql } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { type Route, route } from "../../platform/http.ts";
import { audienceOf, lockConversation, viewPermissions } from "./scope.ts";

async function follow(ctx: Caller, conversationId: string, following: boolean): Promise<{ follower_ids: string[] }> {
  const member = ctx.memberId;
  if (!member) throw new AppError("forbidden", "Following is for members; an API key follows nothing.");
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const conversation = await lockConversation(ctx, tx, conversationId);
    const changed = following
      ? await tx.run(
          sql`insert into followers (workspace_id, conversation_id, member_id) values (${ctx.workspaceId}, ${conversationId}, ${member}) on conflict do nothing`,
        )
      : await tx.run(
          sql`delete from followers where workspace_id = ${ctx.workspaceId} and conversation_id = ${conversationId} and member_id = ${member}`,
        );
    const rows = await tx.rows<{ member_id: string }>(sql`select member_id from followers
      where workspace_id = ${ctx.workspaceId} and conversation_id = ${conversationId} order by created_at`);
    await tx.run(
      sql`update conversations set followed = ${rows.length > 0} where workspace_id = ${ctx.workspaceId} and id = ${conversationId}`,
    );
    if (changed) {
      const about = { conversationId, contactId: conversation.contact_id, audience: audienceOf(conversation) };
      emit(ctx, tx, { type: "conversation.followers_changed", data: { member_id: member, following }, ...about });
    }
    return { follower_ids: rows.map((row) => row.member_id) };
  });
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
