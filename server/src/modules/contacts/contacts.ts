/** The verbs of contacts: create, change. Contacts of a first message are made by the intake (conversations/receive). */
import type { Contact, ContactInput } from "@omniflow/contract";
import { AppError, notFound } from "../../errors.ts";
import type { Caller } from "../../platform/context.ts";
import { isUniqueViolation, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { newId } from "../../platform/uuid.ts";
import {
  cleanName,
  findContact,
  insertContact,
  insertIdentities,
  normalisePhone,
  removeIdentities,
  updateContact,
} from "./queries.ts";
import { contactView } from "./views.ts";

type Wanted = { kind: "email" | "phone"; value: string };

const wantedIdentities = (input: ContactInput): Wanted[] => [
  ...new Map(
    [
      ...(input.emails ?? []).map((e): Wanted => ({ kind: "email", value: e.trim().toLowerCase() })),
      ...(input.phones ?? []).map((p): Wanted => ({ kind: "phone", value: normalisePhone(p) })),
    ].map((w) => [`${w.kind}:${w.value}`, w]),
  ).values(),
];

const taken = () =>
  new AppError(
    "already_exists",
    "Another contact has this address or number already. Open that contact, or merge the two.",
    {
      field: "emails",
    },
  );

export async function createContact(ctx: Caller, input: ContactInput): Promise<{ contact: Contact; created: boolean }> {
  const id = input.id ?? newId();
  try {
    return await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
      const existing = input.id ? await findContact(tx, ctx.workspaceId, id) : null;
      if (existing) return { contact: contactView(existing), created: false };
      const identities = wantedIdentities(input).map((w) => ({ ...w, id: newId() }));
      await insertContact(tx, ctx.workspaceId, {
        id,
        name: cleanName(input.name ?? "") || identities[0]?.value || "",
        tier: input.tier ?? null,
        language: input.language ?? null,
        time_zone: input.time_zone ?? null,
        custom_fields: input.custom_fields ?? {},
        blocked: input.blocked ?? false,
      });
      await insertIdentities(tx, ctx.workspaceId, id, identities);
      emit(ctx, tx, { type: "contact.created", data: {}, contactId: id });
      return { contact: contactView((await findContact(tx, ctx.workspaceId, id))!), created: true };
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw taken();
    throw error;
  }
}

export async function changeContact(ctx: Caller, id: string, input: ContactInput): Promise<Contact> {
  try {
    return await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
      const row = await findContact(tx, ctx.workspaceId, id);
      if (!row) throw notFound("contact");
      if (input.version !== undefined && input.version !== row.version) {
        throw new AppError(
          "version_conflict",
          "Someone changed this contact meanwhile. Look at the new state and try again.",
        );
      }
      await updateContact(tx, ctx.workspaceId, id, {
        name: input.name === undefined ? row.name : cleanName(input.name),
        tier: input.tier === undefined ? row.tier : input.tier,
        language: input.language === undefined ? row.language : input.language,
        time_zone: input.time_zone === undefined ? row.time_zone : input.time_zone,
        custom_fields: { ...row.custom_fields, ...input.custom_fields },
        blocked_at:
          input.blocked === undefined ? row.blocked_at : input.blocked ? (row.blocked_at ?? new Date()) : null,
      });
      await changeIdentities(tx, ctx.workspaceId, row, input);
      const fields = Object.keys(input).filter((key) => key !== "version" && key !== "id");
      emit(ctx, tx, { type: "contact.updated", data: { fields }, contactId: id });
      return contactView((await findContact(tx, ctx.workspaceId, id))!);
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw taken();
    throw error;
  }
}

/** A list that is given replaces the identities of its kind; one that is not given leaves them alone. */
async function changeIdentities(
  tx: Tx,
  workspaceId: string,
  row: { id: string; identities: { id: string; kind: string; value: string }[] },
  input: ContactInput,
): Promise<void> {
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
      row.id,
      gone.map((i) => i.id),
    );
  if (added.length)
    await insertIdentities(
      tx,
      workspaceId,
      row.id,
      added.map((want) => ({ ...want, id: newId() })),
    );
}
