/**
 * Merging contacts: the source is read with the target from now on. Nothing moves; which values the target takes over is chosen
 * field by field and remembered. A contact that was merged into the source before comes along.
 */
import type { Contact, ContactMergePreview } from "@omniflow/contract";
import { AppError } from "../../../errors.ts";
import type { Caller } from "../../../platform/context.ts";
import { sql, type Tx } from "../../../platform/db.ts";
import { emit } from "../../../platform/events.ts";
import { newId } from "../../../platform/uuid.ts";
import { recordAudit } from "../../audit/index.ts";
import { type FieldValues, listFields, mergeFields, takeOver } from "../../fields/index.ts";
import { fieldsOf } from "../change.ts";
import { type ContactRow, findContact, lockContact } from "../queries.ts";
import { contactView } from "../views.ts";
import { writeFields } from "./fields.ts";

const mostCounted = 1000;

export const previewMerge = (ctx: Caller, sourceId: string, into: string): Promise<ContactMergePreview> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const { source, target } = await findPair(ctx, tx, sourceId, into);
    const conversations = await tx.row<{ n: number }>(sql`select count(*)::int as n from (select 1 from conversations c
      where c.workspace_id = ${ctx.workspaceId} and c.merged_into is null and c.contact_id in (
        select id from contacts where workspace_id = ${ctx.workspaceId} and (id = ${source.id} or merged_into = ${source.id})) limit ${mostCounted}) x`);
    return {
      source: contactView(source),
      target: contactView(target),
      fields: mergeFields(fieldsOf(source), fieldsOf(target), await labelsOf(ctx, tx)),
      identities: contactView(source).identities,
      conversations: conversations!.n,
    };
  });

const labelsOf = async (ctx: Caller, tx: Tx): Promise<Map<string, string>> =>
  new Map(
    (await listFields(ctx, tx, { record: "contact", archived: true })).map((field) => [
      `custom.${field.key}`,
      field.label,
    ]),
  );

export type Take = readonly string[] | undefined;

export const mergeContact = (ctx: Caller, sourceId: string, into: string, take?: Take): Promise<Contact> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => mergeContacts(ctx, tx, sourceId, into, take));

/** @param take fields whose value comes from the source; what the preview suggests when absent */
export async function mergeContacts(
  ctx: Caller,
  tx: Tx,
  sourceId: string,
  into: string,
  take?: Take,
): Promise<Contact> {
  const { source, target } = await findPair(ctx, tx, sourceId, into);
  const [from, to] = [fieldsOf(source), fieldsOf(target)];
  const { values, taken } = takeOver(from, to, take ?? suggested(from, to));
  const followers = await tx.rows<{ id: string }>(
    sql`update contacts set merged_into = ${target.id} where workspace_id = ${ctx.workspaceId} and merged_into = ${source.id} returning id`,
  );
  await tx.run(sql`update contacts set merged_into = ${target.id}, version = version + 1, updated_at = date_trunc('milliseconds', now())
    where workspace_id = ${ctx.workspaceId} and id = ${source.id}`);
  await writeFields(ctx, tx, target, values);
  await tx.run(sql`insert into contact_merges (workspace_id, id, source_id, target_id, followers, taken, merged_by)
    values (${ctx.workspaceId}, ${newId()}, ${source.id}, ${target.id}, ${followers.map((row) => row.id)}::uuid[], ${JSON.stringify(taken)}, ${ctx.actor.id})`);
  announce(ctx, tx, "contact.merged", source, target, { taken });
  return contactView((await findContact(tx, ctx.workspaceId, target.id))!);
}

const suggested = (source: FieldValues, target: FieldValues) =>
  mergeFields(source, target, new Map()).flatMap((field) => (field.suggested === "source" ? [field.field] : []));

/** Both, locked in one order. Whoever names a contact that was merged means the one it was merged into. */
async function findPair(
  ctx: Caller,
  tx: Tx,
  sourceId: string,
  into: string,
): Promise<{ source: ContactRow; target: ContactRow }> {
  const named = await findContact(tx, ctx.workspaceId, into);
  const targetId = named?.merged_into ?? into;
  for (const id of [sourceId, targetId].sort())
    await tx.run(sql`select 1 from contacts where workspace_id = ${ctx.workspaceId} and id = ${id} for no key update`);
  const source = await lockContact(ctx, tx, sourceId);
  if (!named) throw new AppError("unprocessable", "The contact to merge into does not exist.", { field: "into" });
  if (source.id === targetId)
    throw new AppError("conflict", "A contact cannot be merged into itself, or into one that is merged into it.", {
      field: "into",
    });
  return { source, target: await lockContact(ctx, tx, targetId) };
}

export function announce(
  ctx: Caller,
  tx: Tx,
  type: "contact.merged" | "contact.unmerged",
  source: ContactRow,
  target: ContactRow,
  after: object,
): void {
  const data = { source_id: source.id, target_id: target.id, source_name: source.name };
  emit(ctx, tx, { type, data, contactId: target.id });
  emit(ctx, tx, { type, data, contactId: source.id });
  recordAudit(ctx, tx, {
    action: type,
    target: { type: "contact", id: source.id, name: source.name },
    summary: type === "contact.merged" ? `Merged into ${target.name}` : `Merge into ${target.name} undone`,
    after: { into: target.id, ...after },
  });
}
