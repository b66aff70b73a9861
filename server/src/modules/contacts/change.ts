/** The verbs of contacts: create, change. Contacts of a first message are made by the intake (conversations/receive). */
import type { Contact, ContactInput } from "@omniflow/contract";
import { AppError } from "../../errors.ts";
import type { Caller, Context } from "../../platform/context.ts";
import { isUniqueViolation, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { newId } from "../../platform/uuid.ts";
import { assignByDomain, nextExternalIds, requireCompany } from "../companies/index.ts";
import { differencesOf, flatten, nextValues } from "../fields/index.ts";
import { cleanLanguage, cleanTimeZone } from "./locale.ts";
import {
  type ContactRow,
  type ContactState,
  cleanName,
  findContact,
  insertContact,
  insertIdentities,
  lockContact,
  normalisePhone,
  removeIdentities,
  updateContact,
} from "./queries.ts";
import { contactView } from "./views.ts";

type Wanted = { kind: "email" | "phone"; value: string };
export type Created = { contact: Contact; created: boolean };

export const createContact = (ctx: Caller, input: ContactInput): Promise<Created> =>
  claiming(ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => addContact(ctx, tx, input)));

/** In a transaction of the caller's (an import): an address that somebody has fails it as a unique violation. */
export async function addContact(ctx: Context, tx: Tx, input: ContactInput): Promise<Created> {
  const id = input.id ?? newId();
  const existing = input.id ? await findContact(tx, ctx.workspaceId, id) : null;
  if (existing) return { contact: contactView(existing), created: false };
  const identities = wantedIdentities(input).map((wanted) => ({ ...wanted, id: newId() }));
  const state = await nextState(ctx, tx, emptyContact, { name: identities[0]?.value, ...input });
  await insertContact(tx, ctx.workspaceId, id, state);
  await insertIdentities(tx, ctx.workspaceId, id, identities);
  await assignByDomain(ctx, tx, [id]);
  emit(ctx, tx, { type: "contact.created", data: {}, contactId: id });
  return { contact: contactView((await findContact(tx, ctx.workspaceId, id))!), created: true };
}

const emptyContact: ContactState = {
  name: "",
  tier: null,
  language: null,
  time_zone: null,
  company_id: null,
  company_source: null,
  custom_fields: {},
  external_ids: {},
  blocked_at: null,
};

export const changeContact = (ctx: Caller, id: string, input: ContactInput): Promise<Contact> =>
  claiming(
    ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
      const before = await lockContact(ctx, tx, id);
      if (input.version !== undefined && input.version !== before.version)
        throw new AppError(
          "version_conflict",
          "Someone changed this contact meanwhile. Look at the new state and try again.",
          { field: "version" },
        );
      return contactView(await applyContactChange(ctx, tx, before, input));
    }),
  );

/** @param before the locked row. Nothing is written, and no event made, when nothing differs. */
export async function applyContactChange(
  ctx: Context,
  tx: Tx,
  before: ContactRow,
  input: ContactInput,
): Promise<ContactRow> {
  const state = await nextState(ctx, tx, before, input);
  const addressed = await changeIdentities(tx, ctx.workspaceId, before, input);
  if (addressed) await assignByDomain(ctx, tx, [before.id]);
  const changes = {
    ...differencesOf(fieldsOf(before), fieldsOf(state)),
    ...(addressed && differencesOf(addressesOf(before), { ...addressesOf(before), ...addressesIn(input) })),
  };
  if (!Object.keys(changes).length) return before;
  await updateContact(tx, ctx.workspaceId, before.id, state);
  emit(ctx, tx, {
    type: "contact.updated",
    data: { fields: Object.keys(changes), changes },
    contactId: before.id,
  });
  return (await findContact(tx, ctx.workspaceId, before.id))!;
}

/** The fields of a contact as a change log and a merge speak of them. */
export const fieldsOf = (contact: ContactState) =>
  flatten(
    {
      name: contact.name,
      tier: contact.tier,
      language: contact.language,
      time_zone: contact.time_zone,
      company_id: contact.company_id,
      blocked: contact.blocked_at !== null,
      ...Object.fromEntries(Object.entries(contact.external_ids).map(([key, value]) => [`external.${key}`, value])),
    },
    contact.custom_fields,
  );

async function nextState(ctx: Context, tx: Tx, before: ContactState, input: ContactInput): Promise<ContactState> {
  const word = (given: string | null | undefined, old: string | null, clean = (text: string) => text) => {
    const text = given === undefined ? old : given?.trim();
    // What is there already was taken once: an undo may bring it back.
    return text ? (text === old ? text : clean(text)) : null;
  };
  const company = input.company_id === undefined ? null : { id: await requireCompany(ctx, tx, input.company_id) };
  return {
    name: input.name === undefined ? before.name : cleanName(input.name),
    tier: word(input.tier, before.tier),
    language: word(input.language, before.language, cleanLanguage),
    time_zone: word(input.time_zone, before.time_zone, cleanTimeZone),
    company_id: company ? company.id : before.company_id,
    // Chosen by hand, also when it is none: their domain does not decide again.
    company_source: company ? "hand" : before.company_source,
    custom_fields: await nextValues(ctx, tx, "contact", before.custom_fields, input.custom_fields),
    external_ids: nextExternalIds(before.external_ids, input.external_ids),
    blocked_at:
      input.blocked === undefined ? before.blocked_at : input.blocked ? (before.blocked_at ?? new Date()) : null,
  };
}

const wantedIdentities = (input: ContactInput): Wanted[] => [
  ...new Map(
    [
      ...(input.emails ?? []).map((e): Wanted => ({ kind: "email", value: e.trim().toLowerCase() })),
      ...(input.phones ?? []).map((p): Wanted => ({ kind: "phone", value: normalisePhone(p) })),
    ].map((w) => [`${w.kind}:${w.value}`, w]),
  ).values(),
];

const addressesOf = (row: ContactRow) => ({
  emails: row.identities.filter((i) => i.kind === "email").map((i) => i.value),
  phones: row.identities.filter((i) => i.kind === "phone").map((i) => i.value),
});
const addressesIn = (input: ContactInput) => {
  const wanted = wantedIdentities(input);
  return {
    ...(input.emails ? { emails: wanted.filter((w) => w.kind === "email").map((w) => w.value) } : {}),
    ...(input.phones ? { phones: wanted.filter((w) => w.kind === "phone").map((w) => w.value) } : {}),
  };
};

/** A list that is given replaces the identities of its kind; one that is not given leaves them alone. @returns whether any changed */
async function changeIdentities(tx: Tx, workspaceId: string, row: ContactRow, input: ContactInput): Promise<boolean> {
  const given = new Set([...(input.emails ? ["email"] : []), ...(input.phones ? ["phone"] : [])]);
  const wanted = wantedIdentities(input);
  const same = (a: { kind: string; value: string }, b: { kind: string; value: string }) =>
    a.kind === b.kind && a.value === b.value;
  const gone = row.identities.filter((have) => given.has(have.kind) && !wanted.some((want) => same(want, have)));
  const added = wanted.filter((want) => !row.identities.some((have) => same(want, have)));
  if (gone.length)
    await removeIdentities(
      tx,
      workspaceId,
      gone.map((i) => i.id),
    );
  if (added.length)
    await insertIdentities(
      tx,
      workspaceId,
      row.id,
      added.map((want) => ({ ...want, id: newId() })),
    );
  return gone.length + added.length > 0;
}

/** An address is one contact's: who asks for one that is taken is told. */
export const claiming = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error) => {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError(
      "already_exists",
      "Another contact has this address or number already. Open that contact, or merge the two.",
      { field: "emails", cause: error },
    );
  });
