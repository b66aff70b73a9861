/**
 * After an unmerge: what has come in during the merge was filed under the merged contact, and now goes to the side whose address it came
 * from (or went to). What was there before never moved.
 */
import type { Context } from "../../../platform/context.ts";
import { sql, type Tx } from "../../../platform/db.ts";

type Parting = {
  /** Those who leave, with their followers. */
  leaving: readonly string[];
  /** The contact they were read with. */
  root: string;
  since: Date;
};

/** Clocks of several nodes differ a little. */
const skewMs = 60_000;

export async function sortOut(ctx: Context, tx: Tx, { leaving, root, since: at }: Parting): Promise<void> {
  const since = new Date(at.getTime() - skewMs);
  const ws = ctx.workspaceId;
  const gone = [...leaving];
  // Everybody they were merged with: messages of the time are filed under one of these.
  const stay = sql`(select id from contacts where workspace_id = ${ws} and (id = ${root} or merged_into = ${root}) and id <> all(${gone}::uuid[]))`;
  /** Whose of those who leave an address is, from JSON of {kind, value}. */
  const ownerOf = (person: ReturnType<typeof sql>) =>
    sql`(select i.contact_id from contact_identities i where i.workspace_id = ${ws} and i.contact_id = any(${gone}::uuid[])
      and i.kind = ${person}->>'kind' and i.value = ${person}->>'value')`;
  const withWhom = sql`case when m.direction = 'in' then m.recipients->'from' else m.recipients->'to'->0 end`;
  await tx.run(sql`update conversations c set contact_id = f.owner, version = c.version + 1
    from (select c.id, (select ${ownerOf(withWhom)} from messages m where m.workspace_id = ${ws} and m.conversation_id = c.id and m.kind = 'message'
        order by m.created_at, m.id limit 1) as owner
      from conversations c where c.workspace_id = ${ws} and c.contact_id in ${stay} and c.created_at >= ${since}) f
    where c.workspace_id = ${ws} and c.id = f.id and f.owner is not null`);
  // Threads go with their conversation.
  await tx.run(sql`update threads t set contact_id = c.contact_id from conversations c
    where t.workspace_id = ${ws} and c.workspace_id = ${ws} and c.id = t.conversation_id and c.contact_id = any(${gone}::uuid[])
      and t.contact_id in ${stay} and t.created_at >= ${since}`);
  await tx.run(sql`update messages m set author_id = ${ownerOf(sql`(m.recipients->'from')`)} from conversations c
    where m.workspace_id = ${ws} and c.workspace_id = ${ws} and c.id = m.conversation_id
      and (c.contact_id = any(${gone}::uuid[]) or c.contact_id in ${stay}) and m.author_type = 'contact' and m.author_id in ${stay}
      and m.created_at >= ${since} and ${ownerOf(sql`(m.recipients->'from')`)} is not null`);
  await tx.run(sql`update participants x set contact_id = i.contact_id from contact_identities i, conversations c
    where x.workspace_id = ${ws} and c.workspace_id = ${ws} and c.id = x.conversation_id and (c.contact_id = any(${gone}::uuid[]) or c.contact_id in ${stay})
      and i.workspace_id = ${ws} and i.kind = x.kind and i.value = x.value and i.contact_id = any(${gone}::uuid[]) and x.contact_id in ${stay}`);
  await tx.run(sql`update visitors v set contact_id = i.contact_id from contact_identities i
    where v.workspace_id = ${ws} and v.contact_id in ${stay} and i.workspace_id = ${ws} and i.contact_id = any(${gone}::uuid[])
      and ((i.kind = 'visitor' and i.value = v.id::text) or (i.kind = 'user' and i.value = v.user_id) or (i.kind = 'email' and v.verified and v.user_id is null and i.value = v.email))`);
}
