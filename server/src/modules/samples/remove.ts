/** Takes the sample data away again: what addSampleData made, by its ids, and what has been written into those conversations since. */
import type { Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { recordAudit } from "../audit/index.ts";
import { lockSamples, tellAll } from "./add.ts";
import type { Made } from "./world.ts";

/** @returns how many conversations were taken away. */
export async function removeSampleData(ctx: Context): Promise<number> {
  const gone = await ctx.platform.db.asSystem(
    "sample teammates are persons, and events are only ever the owner's to take away",
    async (tx) => {
      const made = await lockSamples(ctx, tx);
      if (!made) return { conversations: 0, files: [] };
      const files = [...(await removeTickets(ctx, tx, made)), ...(await removeConversations(ctx, tx, made))];
      await removeWorld(ctx, tx, made);
      await tx.run(sql`update workspaces set settings = settings - 'sample_data' where id = ${ctx.workspaceId}`);
      recordAudit(ctx, tx, { action: "sample_data.removed", target: { type: "workspace", id: ctx.workspaceId } });
      tellAll(ctx, tx, made, null);
      return { conversations: made.conversations.length, files };
    },
  );
  for (const key of gone.files) await ctx.platform.files.remove(key);
  return gone.conversations;
}

/** With all that hangs on them, also what members have put there since; a type that a real ticket has stays, archived. */
async function removeTickets(ctx: Context, tx: Tx, { tickets = [], ticket_types = [] }: Made): Promise<string[]> {
  const workspace = ctx.workspaceId;
  const files = await tx.rows<{ storage_key: string }>(sql`delete from files where workspace_id = ${workspace}
    and id in (select file_id from ticket_files where workspace_id = ${workspace} and ticket_id = any(${tickets}::uuid[])) returning storage_key`);
  await tx.run(
    sql`update tickets set merged_into = null where workspace_id = ${workspace} and merged_into = any(${tickets}::uuid[])`,
  );
  await tx.run(sql`delete from tickets where workspace_id = ${workspace} and id = any(${tickets}::uuid[])`);
  await tx.run(sql`delete from events where workspace_id = ${workspace} and ticket_id = any(${tickets}::uuid[])`);
  await tx.run(sql`delete from ticket_types y where workspace_id = ${workspace} and id = any(${ticket_types}::uuid[])
    and not exists (select from tickets t where t.workspace_id = y.workspace_id and t.type_id = y.id)`);
  await tx.run(
    sql`update ticket_types set archived_at = now() where workspace_id = ${workspace} and id = any(${ticket_types}::uuid[])`,
  );
  return files.map((file) => file.storage_key);
}

/** @returns the storage keys of their files. */
async function removeConversations(ctx: Context, tx: Tx, { conversations }: Made): Promise<string[]> {
  const ours = sql`workspace_id = ${ctx.workspaceId} and conversation_id = any(${conversations}::uuid[])`;
  const files = await tx.rows<{ storage_key: string }>(sql`select storage_key from files
    where workspace_id = ${ctx.workspaceId} and message_id in (select id from messages where ${ours})`);
  await tx.run(sql`delete from messages where ${ours}`);
  await tx.run(sql`delete from threads where ${ours}`);
  await tx.run(
    sql`update conversations set merged_into = null where workspace_id = ${ctx.workspaceId} and merged_into = any(${conversations}::uuid[])`,
  );
  await tx.run(
    sql`delete from conversations where workspace_id = ${ctx.workspaceId} and id = any(${conversations}::uuid[])`,
  );
  await tx.run(sql`delete from events where ${ours}`);
  return files.map((file) => file.storage_key);
}

/** A customer or channel that something real hangs on by now stays; the channel is then taken out of use. */
async function removeWorld(ctx: Context, tx: Tx, made: Made): Promise<void> {
  const workspace = ctx.workspaceId;
  await tx.run(sql`delete from connections x where workspace_id = ${workspace} and id = any(${made.connections}::uuid[])
    and not exists (select from threads t where t.workspace_id = x.workspace_id and t.connection_id = x.id)`);
  await tx.run(
    sql`update connections set deleted_at = now() where workspace_id = ${workspace} and id = any(${made.connections}::uuid[])`,
  );
  await tx.run(sql`delete from contacts x where workspace_id = ${workspace} and id = any(${made.contacts}::uuid[])
    and not exists (select from conversations c where c.workspace_id = x.workspace_id and c.contact_id = x.id)
    and not exists (select from threads t where t.workspace_id = x.workspace_id and t.contact_id = x.id)
    and not exists (select from tickets t where t.workspace_id = x.workspace_id and t.contact_id = x.id)
    and not exists (select from contacts m where m.workspace_id = x.workspace_id and m.merged_into = x.id)`);
  await tx.run(sql`delete from companies x where workspace_id = ${workspace} and id = any(${made.companies ?? []}::uuid[])
    and not exists (select from contacts c where c.workspace_id = x.workspace_id and c.company_id = x.id)
    and not exists (select from companies m where m.workspace_id = x.workspace_id and m.merged_into = x.id)`);
  await tx.run(
    sql`delete from custom_fields where workspace_id = ${workspace} and id = any(${made.fields ?? []}::uuid[])`,
  );
  await tx.run(sql`delete from tags x where workspace_id = ${workspace} and id = any(${made.tags}::uuid[])
    and not exists (select from conversations c where c.workspace_id = x.workspace_id and x.name = any(c.tags))`);
  await tx.run(sql`delete from members where workspace_id = ${workspace} and id = any(${made.members}::uuid[])`);
  await tx.run(sql`delete from users where id = any(${made.users}::text[])`);
  await tx.run(sql`delete from teams where workspace_id = ${workspace} and id = any(${made.teams}::uuid[])`);
}
