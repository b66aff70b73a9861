/**
 * From visitor to contact. A signed identity leads to the contact it names, made if need be. What a visitor merely says is kept
 * as unverified and never leads to a contact that already exists: else anybody could step into somebody's history.
 */
import { AppError } from "../../errors.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { rootOf } from "../../platform/merged.ts";
import { newId } from "../../platform/uuid.ts";
import { assignByDomain } from "../companies/index.ts";
import { cleanName, normalisePhone } from "../contacts/index.ts";
import { asGuest, type Guest } from "./guest.ts";
import { setKnown, settleContact } from "./queries.ts";
import type { SignedIdentity } from "./signed-identity.ts";

type Identity = { kind: "user" | "email" | "phone"; value: string; verified: boolean };

/** @returns the guest as known from now on. */
export async function linkSigned(guest: Guest, tx: Tx, signed: SignedIdentity): Promise<Guest> {
  const { ctx, visitor } = guest;
  const identities: Identity[] = [
    ...(signed.userId ? [{ kind: "user" as const, value: signed.userId, verified: true }] : []),
    ...(signed.email ? [{ kind: "email" as const, value: signed.email, verified: true }] : []),
  ];
  const name = cleanName(signed.name ?? "");
  await lockIdentities(ctx.workspaceId, tx, identities);
  const owner = await findOwner(ctx.workspaceId, tx, identities);
  const contactId = owner ?? (await claimFirst(guest, tx, identities, name || signed.email || signed.userId!));
  await claim(ctx.workspaceId, tx, contactId, identities);
  await nameContact(ctx.workspaceId, tx, contactId, name);
  const known = {
    contact_id: contactId,
    user_id: signed.userId,
    email: signed.email,
    name: name || null,
    verified: true,
  };
  await setKnown(tx, ctx.workspaceId, visitor.id, known);
  await settle(guest, tx, contactId, owner !== null);
  return asGuest(guest, {
    ...visitor,
    ...known,
    email: signed.email ?? visitor.email,
    name: known.name ?? visitor.name,
  });
}

/** Language and time zone of the browser, where nobody has said them. @param told whether the contact was known before */
async function settle({ ctx, visitor }: Guest, tx: Tx, contactId: string, told: boolean): Promise<void> {
  const filled = Object.entries(await settleContact(tx, ctx.workspaceId, visitor.id, contactId)).filter(
    ([, value]) => value !== null,
  );
  if (!told || !filled.length) return;
  emit({ ...ctx, actor: { type: "contact", id: contactId } }, tx, {
    type: "contact.updated",
    data: {
      fields: filled.map(([field]) => field),
      changes: Object.fromEntries(filled.map(([field, to]) => [field, { from: null, to }])),
    },
    contactId,
  });
}

/** Two browsers of one person may arrive at the same moment: the second waits and finds what the first has made. */
const lockIdentities = (workspaceId: string, tx: Tx, identities: Identity[]) =>
  tx.run(sql`select pg_advisory_xact_lock(key) from (select hashtextextended(${workspaceId} || k, 0) as key
    from unnest(${identities.map(({ kind, value }) => `${kind}:${value}`)}::text[]) as k order by key) as keys`);

/** The contact of the first of these identities that has one: the host's own id counts before the address. */
async function findOwner(workspaceId: string, tx: Tx, identities: Identity[]): Promise<string | null> {
  for (const { kind, value } of identities) {
    const row = await tx.row<{ id: string }>(sql`select ${rootOf("c")} as id from contact_identities i
      join contacts c on c.workspace_id = i.workspace_id and c.id = i.contact_id
      where i.workspace_id = ${workspaceId} and i.kind = ${kind} and i.value = ${value} for no key update of c`);
    if (row) return row.id;
  }
  return null;
}

/**
 * The identities are claimed before their contact is written: a mail from the same address may come in at the same moment, and whoever
 * is first makes the contact.
 */
async function claimFirst(guest: Guest, tx: Tx, identities: Identity[], name: string): Promise<string> {
  const { ctx, visitor } = guest;
  const id = visitor.contact_id ?? newId();
  await claim(ctx.workspaceId, tx, id, identities);
  const faster = await otherOwner(ctx.workspaceId, tx, id, identities);
  if (faster) {
    await handOver(ctx.workspaceId, tx, id, faster, identities);
    return faster;
  }
  if (!visitor.contact_id) await makeContact(guest, tx, id, name);
  return id;
}

const among = (identities: Identity[]) =>
  sql`unnest(${identities.map((i) => i.kind)}::text[], ${identities.map((i) => i.value)}::text[]) as k(kind, value)`;

/** Who has one of these identities by now and is not `id`. */
async function otherOwner(workspaceId: string, tx: Tx, id: string, identities: Identity[]): Promise<string | null> {
  const row = await tx.row<{ id: string }>(sql`select ${rootOf("c")} as id from ${among(identities)}
    join contact_identities i on i.workspace_id = ${workspaceId} and i.kind = k.kind and i.value = k.value and i.contact_id <> ${id}
    join contacts c on c.workspace_id = i.workspace_id and c.id = i.contact_id limit 1`);
  return row?.id ?? null;
}

const handOver = (workspaceId: string, tx: Tx, from: string, to: string, identities: Identity[]) =>
  tx.run(sql`update contact_identities i set contact_id = ${to} from ${among(identities)}
    where i.workspace_id = ${workspaceId} and i.contact_id = ${from} and i.kind = k.kind and i.value = k.value`);

async function makeContact({ ctx }: Guest, tx: Tx, id: string, name: string): Promise<string> {
  await tx.run(
    sql`insert into contacts (workspace_id, id, name, last_seen_at) values (${ctx.workspaceId}, ${id}, ${name}, now())`,
  );
  emit({ ...ctx, actor: { type: "contact", id } }, tx, { type: "contact.created", data: {}, contactId: id });
  return id;
}

/** Identities nobody has yet become this contact's; what it has already may become verified. */
async function claim(workspaceId: string, tx: Tx, contactId: string, identities: Identity[]): Promise<void> {
  await tx.run(sql`insert into contact_identities (workspace_id, id, contact_id, kind, value, verified)
    select ${workspaceId}, id, ${contactId}, kind, value, verified
    from json_to_recordset(${JSON.stringify(identities.map((identity) => ({ id: newId(), ...identity })))}) as r(id uuid, kind text, value text, verified boolean)
    on conflict (workspace_id, kind, value) do update set verified = contact_identities.verified or excluded.verified
      where contact_identities.contact_id = excluded.contact_id`);
  if (identities.some((identity) => identity.kind === "email")) await assignByDomain({ workspaceId }, tx, [contactId]);
}

/** A contact without a name, or named after its address, gets the one it says. */
const nameContact = async (workspaceId: string, tx: Tx, contactId: string, name: string): Promise<void> => {
  if (!name) return;
  await tx.run(sql`update contacts c set name = ${name}, version = version + 1, updated_at = now()
    where c.workspace_id = ${workspaceId} and c.id = ${contactId} and (c.name = '' or exists (select 1 from contact_identities i
      where i.workspace_id = c.workspace_id and i.contact_id = c.id and (c.name = i.value or c.name = split_part(i.value, '@', 1))))`);
};

export type Said = { name?: string; email?: string; phone?: string };

/** What a visitor says of themselves, in a form or through the host page without a signature. */
export async function noteSaid(guest: Guest, tx: Tx, said: Said): Promise<Guest> {
  const { ctx, visitor } = guest;
  const name = cleanName(said.name ?? "") || null;
  const email = said.email?.trim().toLowerCase() || null;
  const phone = said.phone ? normalisePhone(said.phone) : null;
  if (email && !/^[^\s@<>",;:()[\]\\]+@[^\s@<>",;:()[\]\\]+\.[^\s@<>",;:()[\]\\]+$/.test(email)) {
    throw new AppError("validation_failed", "This does not look like an e-mail address.", { field: "email" });
  }
  const known = { name: visitor.verified ? null : name, email: visitor.verified && visitor.email ? null : email };
  await setKnown(tx, ctx.workspaceId, visitor.id, known);
  const next = asGuest(guest, { ...visitor, name: known.name ?? visitor.name, email: known.email ?? visitor.email });
  if (next.visitor.contact_id) await noteOnContact(next, tx, next.visitor.contact_id, phone);
  return next;
}

/** Called again when the first message has made the contact. */
export async function noteOnContact(
  guest: Guest,
  tx: Tx,
  contactId: string,
  phone: string | null = null,
): Promise<void> {
  const { ctx, visitor } = guest;
  await nameContact(ctx.workspaceId, tx, contactId, visitor.name ?? "");
  await settle(guest, tx, contactId, false);
  const wanted: Identity[] = [
    ...(visitor.email ? [{ kind: "email" as const, value: visitor.email, verified: false }] : []),
    ...(phone ? [{ kind: "phone" as const, value: phone, verified: false }] : []),
  ];
  for (const identity of wanted) {
    // One of a kind is enough: nobody collects other people's addresses by claiming one after the other.
    const has = await tx.row(sql`select 1 from contact_identities
      where workspace_id = ${ctx.workspaceId} and contact_id = ${contactId} and kind = ${identity.kind}`);
    if (!has) await claim(ctx.workspaceId, tx, contactId, [identity]);
  }
}
