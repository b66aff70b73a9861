/** Fills a workspace with a believable month and a half, once. Rows are written as they would have been left behind; nothing is sent. */
import type { Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { recordAudit } from "../audit/index.ts";
import { storeFile } from "../conversations/index.ts";
import { markTicketed } from "../tickets/index.ts";
import { sampleFiles } from "./files.ts";
import type { FileKey } from "./people.ts";
import { replay } from "./replay.ts";
import { noRows, type StoredSample, type World } from "./rows.ts";
import { stories } from "./stories/index.ts";
import { addTickets } from "./tickets/add.ts";
import { type Made, makeWorld } from "./world.ts";
import { writeRows, writeTickets } from "./write.ts";

/** @returns how many sample conversations the workspace has now: the same when it had them already. */
export function addSampleData(ctx: Context): Promise<number> {
  return ctx.platform.db.asSystem(
    "sample teammates are persons, and past events are written as they were",
    async (tx) => {
      const before = await lockSamples(ctx, tx);
      if (before) return before.conversations.length;
      const { world, made } = await makeWorld(ctx, tx, await keepFiles(ctx));
      const rows = noRows();
      for (const story of stories) replay(story, world, rows);
      const told = await addTickets(ctx, tx, world, rows, made);
      await writeRows(tx, ctx.workspaceId, rows);
      await writeTickets(tx, ctx.workspaceId, told);
      await markTicketed(
        tx,
        ctx.workspaceId,
        told.ticket_conversations.map((one) => one.conversation_id),
      );
      await dateContacts(ctx, tx, made.contacts);
      made.conversations = rows.conversations.map((conversation) => conversation.id);
      await remember(ctx, tx, made);
      recordAudit(ctx, tx, { action: "sample_data.added", target: { type: "workspace", id: ctx.workspaceId } });
      tellAll(ctx, tx, made, world);
      return made.conversations.length;
    },
  );
}

async function keepFiles(ctx: Context): Promise<Record<FileKey, StoredSample>> {
  const kept: Partial<Record<FileKey, StoredSample>> = {};
  for (const key of Object.keys(sampleFiles) as FileKey[]) {
    const { name, contentType, size, sha256, storageKey } = await storeFile(ctx, sampleFiles[key]());
    kept[key] = { name, content_type: contentType, size, sha256: sha256.toString("hex"), storage_key: storageKey };
  }
  return kept as Record<FileKey, StoredSample>;
}

/** A customer is known since they first wrote. */
const dateContacts = (ctx: Context, tx: Tx, ids: string[]) =>
  tx.run(sql`update contacts p set created_at = c.first_at, updated_at = c.first_at, last_seen_at = c.last_at
    from (select contact_id, min(created_at) as first_at, max(last_inbound_at) as last_at from conversations
      where workspace_id = ${ctx.workspaceId} and contact_id = any(${ids}::uuid[]) group by contact_id) c
    where p.workspace_id = ${ctx.workspaceId} and p.id = c.contact_id`);

/** What was added, or null; the workspace stays locked, so that two requests at once add it once. */
export async function lockSamples(ctx: Context, tx: Tx): Promise<Made | null> {
  await tx.run(sql`select set_config('omniflow.workspace', ${ctx.workspaceId}, true)`);
  const row = await tx.row<{ made: Made | null }>(
    sql`select settings->'sample_data' as made from workspaces where id = ${ctx.workspaceId} for no key update`,
  );
  return row?.made ?? null;
}

const remember = (ctx: Context, tx: Tx, made: Made) =>
  tx.run(
    sql`update workspaces set settings = settings || jsonb_build_object('sample_data', ${JSON.stringify(made)}::jsonb) where id = ${ctx.workspaceId}`,
  );

/** Open screens read the lists again. */
export function tellAll(ctx: Context, tx: Tx, made: Made, world: World | null): void {
  emit(ctx, tx, { type: "workspace.updated", data: { fields: ["sample_data"] } });
  for (const id of made.teams)
    emit(
      ctx,
      tx,
      world ? { type: "team.created", data: { team_id: id } } : { type: "team.removed", data: { team_id: id } },
    );
  for (const id of made.members)
    emit(
      ctx,
      tx,
      world ? { type: "member.joined", data: { member_id: id } } : { type: "member.removed", data: { member_id: id } },
    );
  for (const id of made.tags.slice(0, 1)) emit(ctx, tx, { type: "tag.changed", data: { tag_id: id } });
  for (const id of made.connections) {
    const kind = Object.values(world?.channels ?? {}).find((channel) => channel.id === id)?.kind;
    emit(
      ctx,
      tx,
      kind
        ? { type: "connection.created", data: { connection_id: id, kind } }
        : { type: "connection.removed", data: { connection_id: id } },
    );
  }
  for (const id of made.ticket_types ?? []) emit(ctx, tx, { type: "ticket_type.changed", data: { type_id: id } });
  tx.afterCommit(() =>
    ctx.platform.hub.publish(ctx.workspaceId, [
      { hint: { type: "conversation.created", seq: 0 } },
      { hint: { type: "ticket.created", seq: 0 } },
    ]),
  );
}
