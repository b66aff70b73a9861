/** Identities of a contact by hand: add, verify, remove, move to another contact. What was said under one stays where it was said. */
import type { Contact, ContactIdentityInput } from "@omniflow/contract";
import { AppError, notFound } from "../../errors.ts";
import type { Caller, Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { newId } from "../../platform/uuid.ts";
import { assignByDomain } from "../companies/index.ts";
import { claiming } from "./change.ts";
import {
  findContact,
  type IdentityRow,
  insertIdentities,
  lockContact,
  normalisePhone,
  removeIdentities,
} from "./queries.ts";
import { contactView } from "./views.ts";

/** Given by us, and proof of who somebody is: nobody types them in. */
const ours = new Set(["visitor", "user"]);

export const addIdentity = (ctx: Caller, contactId: string, input: ContactIdentityInput): Promise<Contact> =>
  claiming(
    ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
      const contact = await lockContact(ctx, tx, contactId);
      const value = cleanValue(input);
      const id = newId();
      if (contact.identities.some((have) => have.kind === input.kind && have.value === value))
        return contactView(contact);
      await insertIdentities(tx, ctx.workspaceId, contactId, [
        { id, kind: input.kind, value, verified: input.verified },
      ]);
      await assignByDomain(ctx, tx, [contactId]);
      emit(ctx, tx, { type: "contact.identity_added", data: { identity_id: id, kind: input.kind, value }, contactId });
      return touched(ctx, tx, contactId);
    }),
  );

/** @throws validation_failed */
function cleanValue({ kind, value }: ContactIdentityInput): string {
  const text = value.replaceAll("\0", "").toWellFormed().trim();
  if (ours.has(kind))
    throw new AppError("validation_failed", "Identities of this kind are made by chat widgets, not by hand.", {
      field: "kind",
    });
  if (kind === "email") {
    if (/^[^\s@<>",;:()[\]\\]+@[^\s@<>",;:()[\]\\]+$/.test(text)) return text.toLowerCase();
    throw new AppError("validation_failed", "This does not look like an e-mail address.", { field: "value" });
  }
  const clean = kind === "phone" ? normalisePhone(text) : text;
  if (clean.length >= (kind === "phone" ? 4 : 1)) return clean;
  throw new AppError("validation_failed", "This does not look like a phone number.", { field: "value" });
}

export const verifyIdentity = (ctx: Caller, contactId: string, id: string, verified: boolean): Promise<Contact> =>
  changing(ctx, contactId, id, async (tx, { kind, value }) => {
    await tx.run(
      sql`update contact_identities set verified = ${verified} where workspace_id = ${ctx.workspaceId} and id = ${id}`,
    );
    emit(ctx, tx, { type: "contact.identity_verified", data: { identity_id: id, kind, value, verified }, contactId });
  });

export const removeIdentity = (ctx: Caller, contactId: string, id: string): Promise<Contact> =>
  changing(ctx, contactId, id, async (tx, { kind, value }) => {
    await removeIdentities(tx, ctx.workspaceId, [id]);
    emit(ctx, tx, { type: "contact.identity_removed", data: { kind, value }, contactId });
  });

/** From now on its messages are the other contact's; conversations that are there stay with whom they were had. */
export const moveIdentity = (ctx: Caller, contactId: string, id: string, to: string): Promise<Contact> =>
  changing(ctx, contactId, id, async (tx, { kind, value }) => {
    if (to === contactId) throw new AppError("validation_failed", "It is this contact's already.", { field: "to" });
    const target = await findContact(tx, ctx.workspaceId, to);
    if (!target) throw new AppError("unprocessable", "The contact to move it to does not exist.", { field: "to" });
    const toId = target.merged_into ?? target.id;
    await tx.run(
      sql`update contact_identities set contact_id = ${toId} where workspace_id = ${ctx.workspaceId} and id = ${id}`,
    );
    const moved = { kind, value, from_id: contactId, to_id: toId };
    emit(ctx, tx, { type: "contact.identity_moved", data: moved, contactId });
    emit(ctx, tx, { type: "contact.identity_moved", data: moved, contactId: toId });
    await assignByDomain(ctx, tx, [toId]);
    await touch(ctx, tx, toId);
  });

async function changing(
  ctx: Caller,
  contactId: string,
  id: string,
  work: (tx: Tx, identity: IdentityRow) => Promise<void>,
): Promise<Contact> {
  return ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const contact = await lockContact(ctx, tx, contactId);
    const identity = contact.identities.find((one) => one.id === id);
    if (!identity) throw notFound("identity");
    await work(tx, identity);
    return touched(ctx, tx, contactId);
  });
}

const touch = (ctx: Context, tx: Tx, id: string) =>
  tx.run(sql`update contacts set version = version + 1, updated_at = date_trunc('milliseconds', now())
    where workspace_id = ${ctx.workspaceId} and id = ${id}`);

async function touched(ctx: Context, tx: Tx, id: string): Promise<Contact> {
  await touch(ctx, tx, id);
  return contactView((await findContact(tx, ctx.workspaceId, id))!);
}
