/**
 * Undoing a merge of contacts, at any later time. Both sides are as before, except for what somebody has changed by hand since; and
 * what has arrived on an address meanwhile belongs to the side that address is on.
 */
import type { Contact } from "@omniflow/contract";
import { AppError, notFound } from "../../../errors.ts";
import type { Caller } from "../../../platform/context.ts";
import { sql, type Tx } from "../../../platform/db.ts";
import { giveBack, type Taken } from "../../fields/index.ts";
import { fieldsOf } from "../change.ts";
import { lockKeys } from "../locks.ts";
import { type ContactRow, findContact } from "../queries.ts";
import { contactView } from "../views.ts";
import { writeFields } from "./fields.ts";
import { announce } from "./merge.ts";
import { sortOut } from "./sort-out.ts";

type Merge = { id: string; source_id: string; target_id: string; taken: Taken; merged_at: Date };

/** @param id the contact that was merged away. @returns it, standing by itself again */
export const unmergeContact = (ctx: Caller, id: string): Promise<Contact> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const { source, root, merge } = await lockMerge(ctx, tx, id);
    const leaving = await separate(ctx, tx, source, root);
    await returnFields(ctx, tx, merge);
    await tx.run(
      sql`update contact_merges set undone_at = clock_timestamp() where workspace_id = ${ctx.workspaceId} and id = ${merge.id}`,
    );
    // Whoever undoes a merge has decided: the pair is not proposed again.
    await tx.run(sql`update duplicates set state = 'dismissed' where workspace_id = ${ctx.workspaceId} and state = 'merged'
      and a_id = least(${id}::uuid, ${merge.target_id}::uuid) and b_id = greatest(${id}::uuid, ${merge.target_id}::uuid)`);
    await sortOut(ctx, tx, { leaving, root, since: merge.merged_at });
    announce(ctx, tx, "contact.unmerged", source, (await findContact(tx, ctx.workspaceId, merge.target_id))!, {});
    return contactView((await findContact(tx, ctx.workspaceId, id))!);
  });

/**
 * Everything that is merged together is locked, in one order: two undos at once follow each other. So are their addresses: a message that
 * is being filed is there before it is sorted out whose it is, and one that comes later finds them apart.
 */
async function lockMerge(ctx: Caller, tx: Tx, id: string): Promise<{ source: ContactRow; root: string; merge: Merge }> {
  const first = await findContact(tx, ctx.workspaceId, id);
  if (!first) throw notFound("contact");
  const addresses = await tx.rows<{ key: string }>(sql`select i.kind || ':' || i.value as key from contact_identities i
    where i.workspace_id = ${ctx.workspaceId} and i.contact_id in (select id from contacts
      where workspace_id = ${ctx.workspaceId} and (id = ${first.merged_into ?? id} or merged_into = ${first.merged_into ?? id}))`);
  await lockKeys(
    tx,
    ctx.workspaceId,
    addresses.map((row) => row.key),
  );
  await tx.run(sql`select 1 from contacts where workspace_id = ${ctx.workspaceId} and (id = ${first.merged_into ?? id} or merged_into = ${first.merged_into ?? id})
    order by id for no key update`);
  const source = (await findContact(tx, ctx.workspaceId, id))!;
  const merge = await tx.row<Merge>(sql`select id, source_id, target_id, taken, merged_at from contact_merges
    where workspace_id = ${ctx.workspaceId} and source_id = ${id} and undone_at is null for update`);
  if (!merge || !source.merged_into) throw new AppError("conflict", "This contact is not merged into another.");
  return { source, root: source.merged_into, merge };
}

/** Takes the contact, and whoever is merged into it, out of the group. @returns those who leave */
async function separate(ctx: Caller, tx: Tx, source: ContactRow, root: string): Promise<string[]> {
  const members = await tx.rows<{
    source_id: string;
    target_id: string;
  }>(sql`select source_id, target_id from contact_merges
    where workspace_id = ${ctx.workspaceId} and undone_at is null and source_id in (
      select id from contacts where workspace_id = ${ctx.workspaceId} and merged_into = ${root})`);
  const under = standingUnder(source.id, members);
  await tx.run(sql`update contacts set merged_into = null, version = version + 1, updated_at = date_trunc('milliseconds', now())
    where workspace_id = ${ctx.workspaceId} and id = ${source.id}`);
  await tx.run(
    sql`update contacts set merged_into = ${source.id} where workspace_id = ${ctx.workspaceId} and id = any(${under}::uuid[])`,
  );
  return [source.id, ...under];
}

/** Who was merged into it, directly or not, and still is. */
function standingUnder(id: string, merges: readonly { source_id: string; target_id: string }[]): string[] {
  const direct = merges.filter((merge) => merge.target_id === id).map((merge) => merge.source_id);
  return direct.flatMap((one) => [one, ...standingUnder(one, merges)]);
}

/** The target gives back what it took, field by field; later merges into it that stand on top give back something else then. */
async function returnFields(ctx: Caller, tx: Tx, merge: Merge): Promise<void> {
  const target = (await findContact(tx, ctx.workspaceId, merge.target_id))!;
  const later = await tx.rows<{ id: string; taken: Taken }>(sql`select id, taken from contact_merges
    where workspace_id = ${ctx.workspaceId} and target_id = ${merge.target_id} and undone_at is null
      and merged_at > (select merged_at from contact_merges where workspace_id = ${ctx.workspaceId} and id = ${merge.id}) order by merged_at, id`);
  const { values, changed } = giveBack(fieldsOf(target), merge.taken, later);
  await writeFields(ctx, tx, target, values);
  for (const { id, taken } of changed)
    await tx.run(
      sql`update contact_merges set taken = ${JSON.stringify(taken)} where workspace_id = ${ctx.workspaceId} and id = ${id}`,
    );
}
