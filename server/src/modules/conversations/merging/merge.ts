/**
 * Merge: two conversations become one to read, list and answer, over any channels, whatever their size — and can be taken apart
 * at any later time, also after new messages came in on either side, because every message stays with its own thread.
 */
import type { Conversation } from "@omniflow/contract";
import { AppError } from "../../../errors.ts";
import type { Caller } from "../../../platform/context.ts";
import { sql, type Tx } from "../../../platform/db.ts";
import { emit } from "../../../platform/events.ts";
import { newId } from "../../../platform/uuid.ts";
import { getRow } from "../change.ts";
import { audienceOf, type ConversationState, lockConversation, requireVisible } from "../scope.ts";
import { summarise } from "./summary.ts";

type Kept = Pick<ConversationState, "status" | "folder"> & { snoozed_until: string | null };
type MergeRow = {
  id: string;
  source_id: string;
  target_id: string;
  followers: string[];
  source_before: Kept;
  target_before: Kept;
};

export async function mergeConversation(ctx: Caller, sourceId: string, targetId: string): Promise<Conversation> {
  if (sourceId === targetId)
    throw new AppError("unprocessable", "Choose another conversation to merge into.", { field: "into" });
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const [source, target] = await lockBoth(ctx, tx, sourceId, targetId);
    if (source.merged_into === target.id) return getRow(ctx, tx, target.id);
    refuseMerged(source, "This conversation is merged into another already. Undo that first.");
    refuseMerged(target, "That conversation is merged into another; merge into that one instead.", "into");
    const followers = await tx.rows<{ id: string }>(sql`update conversations set merged_into = ${target.id}
      where workspace_id = ${ctx.workspaceId} and merged_into = ${source.id} returning id`);
    await tx.run(sql`insert into merges (workspace_id, id, source_id, target_id, followers, source_before, target_before, merged_by)
      values (${ctx.workspaceId}, ${newId()}, ${source.id}, ${target.id}, ${followers.map((f) => f.id)}, ${kept(source)}, ${kept(target)}, ${ctx.actor.id})`);
    const awake = source.status === "open" || target.status === "open";
    await tx.run(
      sql`update conversations set merged_into = ${target.id}, version = version + 1 where workspace_id = ${ctx.workspaceId} and id = ${source.id}`,
    );
    await tx.run(sql`update conversations set status = ${awake ? "open" : target.status}, folder = case when folder = 'trash' then 'inbox' else folder end
      where workspace_id = ${ctx.workspaceId} and id = ${target.id}`);
    await summarise(tx, ctx.workspaceId, target.id);
    announce(ctx, tx, "conversation.merged", source, target);
    return getRow(ctx, tx, target.id);
  });
}

export async function unmergeConversation(ctx: Caller, sourceId: string): Promise<Conversation> {
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const found = await tx.row<{ target_id: string }>(sql`select target_id from merges
      where workspace_id = ${ctx.workspaceId} and source_id = ${sourceId} and undone_at is null`);
    if (!found) {
      await requireVisible(ctx, tx, sourceId);
      throw notMerged();
    }
    const [source, target] = await lockBoth(ctx, tx, sourceId, found.target_id);
    const merge = await tx.row<MergeRow>(sql`update merges set undone_at = now()
      where workspace_id = ${ctx.workspaceId} and source_id = ${sourceId} and undone_at is null returning *`);
    if (!merge) throw notMerged();
    await tx.run(sql`update conversations set merged_into = ${source.id} where workspace_id = ${ctx.workspaceId}
      and id = any(${merge.followers}::uuid[]) and merged_into = ${source.merged_into}`);
    await tx.run(
      sql`update conversations set merged_into = null where workspace_id = ${ctx.workspaceId} and id = ${source.id}`,
    );
    await summarise(tx, ctx.workspaceId, source.id);
    if (source.merged_into) await summarise(tx, ctx.workspaceId, source.merged_into);
    await reopenIfWaiting(tx, ctx.workspaceId, source.id);
    announce(ctx, tx, "conversation.unmerged", source, target);
    return getRow(ctx, tx, source.id);
  });
}

/** The side whose customer wrote last is open again, whatever it was when it was merged away. */
const reopenIfWaiting = (tx: Tx, workspaceId: string, id: string) =>
  tx.run(sql`update conversations set status = 'open', snoozed_until = null where workspace_id = ${workspaceId} and id = ${id}
    and status <> 'open' and last_inbound_at > coalesce(last_outbound_at, '-infinity')
    and last_inbound_at > (select max(merged_at) from merges where workspace_id = ${workspaceId} and source_id = ${id})`);

/** In one order for everybody, so that two merges at once cannot wait for each other. */
async function lockBoth(ctx: Caller, tx: Tx, a: string, b: string): Promise<[ConversationState, ConversationState]> {
  const [first, second] = a < b ? [a, b] : [b, a];
  const one = await lockConversation(ctx, tx, first);
  const two = await lockConversation(ctx, tx, second);
  return a < b ? [one, two] : [two, one];
}

function refuseMerged(state: ConversationState, message: string, field?: string): void {
  if (state.merged_into) throw new AppError("conflict", message, { field });
}

const kept = (state: ConversationState): string =>
  JSON.stringify({ status: state.status, folder: state.folder, snoozed_until: state.snoozed_until } satisfies Record<
    keyof Kept,
    unknown
  >);

const notMerged = () => new AppError("conflict", "This conversation is not merged into another.");

function announce(
  ctx: Caller,
  tx: Tx,
  type: "conversation.merged" | "conversation.unmerged",
  source: ConversationState,
  target: ConversationState,
): void {
  const audience = audienceOf(source, target);
  const data = { source_id: source.id, target_id: target.id, source_subject: source.subject };
  emit(ctx, tx, { type, data, conversationId: target.id, contactId: target.contact_id, audience });
  emit(ctx, tx, { type, data, conversationId: source.id, contactId: source.contact_id, audience });
}
