/** Whom a template speaks of in the first message of a conversation that is only about to begin. */
import type { Beginning } from "@omniflow/contract";
import { notFound } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { cleanName } from "../contacts/index.ts";
import { normaliseAddress } from "./reach.ts";
import type { About, Stranger } from "./template-values.ts";

/** @param id the conversation's, once there is one. @throws not_found for a channel that is not there */
export async function aboutBeginning(ctx: Caller, tx: Tx, id: string, begun: Beginning): Promise<About> {
  const connection = await tx.row<{ kind: string }>(sql`select kind from connections
    where workspace_id = ${ctx.workspaceId} and id = ${begun.channel_id} and deleted_at is null`);
  if (!connection) throw notFound("channel");
  // Nobody learns by an address whom it belongs to.
  const reads = ctx.permissions.has("contacts.view");
  const known = reads
    ? (begun.contact_id ?? (begun.to ? await whoseAddress(ctx, tx, begun.to) : undefined))
    : undefined;
  const stranger = known || !begun.to ? undefined : strangerOf(begun.to, begun.name ?? "");
  return { contactId: known, begun: { id, subject: begun.subject ?? "", channel: connection.kind, stranger } };
}

async function whoseAddress(ctx: Caller, tx: Tx, to: string): Promise<string | undefined> {
  const row = await tx.row<{ contact_id: string }>(sql`select contact_id from contact_identities
    where workspace_id = ${ctx.workspaceId} and value = ${normaliseAddress(to)} limit 1`);
  return row?.contact_id;
}

/** As the contact will be that the message makes. */
function strangerOf(to: string, name: string): Stranger {
  const address = normaliseAddress(to);
  const mail = address.includes("@");
  return {
    name: cleanName(name) || (mail ? address.split("@")[0]! : address),
    email: mail ? address : null,
    phone: mail ? null : address,
  };
}
