/**
 * What people said about being written to. It hangs on the address: an opt-out outlives the contact's changes, and counts whoever
 * has the address. Nothing goes out to an address that has opted out of the channel (replies/queue).
 */
import type { Consent, ContactConsentInput } from "@omniflow/contract";
import { consentChannelOf } from "@omniflow/contract/consent";
import { AppError, notFound } from "../../errors.ts";
import type { Caller, Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { type Address, consentChanged } from "./consents-of-many.ts";
import { findContact, lockContact } from "./queries.ts";

type Row = {
  kind: Consent["kind"];
  value: string;
  channel: string;
  state: Consent["state"];
  reason: string;
  changed_by_type: string;
  changed_by: string | null;
  changed_by_name: string | null;
  changed_at: Date;
};

/** Every channel. */
export const everyChannel = "*";

export async function listConsents(ctx: Context, tx: Tx, contactId: string): Promise<Consent[]> {
  const contact = await findContact(tx, ctx.workspaceId, contactId);
  if (!contact) throw notFound("contact");
  const rows =
    await tx.rows<Row>(sql`select w.kind, w.value, w.channel, w.state, w.reason, w.changed_by_type, w.changed_by, w.changed_at,
      coalesce(m.name, k.name) as changed_by_name
    from consents w
    join unnest(${contact.identities.map((i) => i.kind)}::text[], ${contact.identities.map((i) => i.value)}::text[]) as i(kind, value)
      on w.kind = i.kind and w.value = i.value
    left join members m on m.workspace_id = w.workspace_id and m.id = w.changed_by
    left join api_keys k on k.workspace_id = w.workspace_id and k.id = w.changed_by
    where w.workspace_id = ${ctx.workspaceId} order by w.changed_at desc`);
  return rows.map((row) => ({
    identity_id: contact.identities.find((i) => i.kind === row.kind && i.value === row.value)!.id,
    kind: row.kind,
    value: row.value,
    channel: row.channel,
    state: row.state,
    reason: row.reason,
    changed_by: { type: row.changed_by_type, id: row.changed_by, name: row.changed_by_name ?? "" },
    changed_at: row.changed_at.toISOString(),
  }));
}

export const changeConsent = (ctx: Caller, contactId: string, input: ContactConsentInput): Promise<Consent[]> =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const contact = await lockContact(ctx, tx, contactId);
    const identity = contact.identities.find((one) => one.id === input.identity_id);
    if (!identity)
      throw new AppError("unprocessable", "This address is not one of the contact's.", { field: "identity_id" });
    await setConsent(ctx, tx, {
      ...identity,
      channel: input.channel.toLowerCase(),
      state: input.state,
      reason: input.reason ?? "",
      contactId,
    });
    return listConsents(ctx, tx, contactId);
  });

/** For channels too: a STOP that came by SMS, a click on “unsubscribe”. */
export async function setConsent(
  ctx: Context,
  tx: Tx,
  wish: {
    kind: string;
    value: string;
    /** A kind of channel, or `*`. */
    channel: string;
    state: "opted_in" | "opted_out" | "none";
    reason: string;
    contactId?: string;
  },
): Promise<void> {
  const { kind, value, channel, state } = wish;
  const reason = wish.reason.replaceAll("\0", "").toWellFormed().trim();
  const before = await tx.row<{ state: string }>(sql`select state from consents
    where workspace_id = ${ctx.workspaceId} and kind = ${kind} and value = ${value} and channel = ${channel} for update`);
  if (state === "none")
    await tx.run(
      sql`delete from consents where workspace_id = ${ctx.workspaceId} and kind = ${kind} and value = ${value} and channel = ${channel}`,
    );
  else
    await tx.run(sql`insert into consents (workspace_id, kind, value, channel, state, reason, changed_by_type, changed_by)
      values (${ctx.workspaceId}, ${kind}, ${value}, ${channel}, ${state}, ${reason}, ${ctx.actor.type}, ${ctx.actor.id})
      on conflict (workspace_id, kind, value, channel) do update set state = excluded.state, reason = excluded.reason,
        changed_by_type = excluded.changed_by_type, changed_by = excluded.changed_by, changed_at = excluded.changed_at`);
  const to = state === "none" ? null : { state, reason };
  emit(ctx, tx, { ...consentChanged(wish, before?.state ?? null, to), contactId: wish.contactId });
}

type OptOut = Address & { channel: string; reason: string; changed_at: Date; noted_by: string | null };

/** Those of `addresses` nothing may be sent to over this kind of channel, with what they said. One no is enough, whatever else they said. */
const listOptedOut = (ctx: Context, tx: Tx, channel: string, addresses: readonly Address[]) =>
  tx.rows<OptOut>(
    sql`select w.kind, w.value, w.channel, w.reason, w.changed_at, coalesce(m.name, k.name) as noted_by from consents w
      join unnest(${addresses.map((a) => a.kind)}::text[], ${addresses.map((a) => a.value)}::text[]) as a(kind, value) on w.kind = a.kind and w.value = a.value
      left join members m on m.workspace_id = w.workspace_id and m.id = w.changed_by
      left join api_keys k on k.workspace_id = w.workspace_id and k.id = w.changed_by
      where w.workspace_id = ${ctx.workspaceId} and w.state = 'opted_out' and w.channel in (${channel}, ${consentChannelOf(channel)}, ${everyChannel})
      order by w.channel <> ${channel}, w.channel = ${everyChannel}`,
  );

const spoken: Record<string, string> = {
  [everyChannel]: "every channel",
  email: "e-mail",
  chat: "chat",
  sms: "SMS",
  voice: "calls",
  social: "social networks",
  api: "your own channels",
};

/** Why nothing may be sent there, as a member reads it; null when it may. */
export async function optOutProblem(
  ctx: Context,
  tx: Tx,
  channel: string,
  addresses: readonly Address[],
): Promise<string | null> {
  const [first] = addresses.length ? await listOptedOut(ctx, tx, channel, addresses) : [];
  if (!first) return null;
  const { value, noted_by, reason } = first;
  const when = first.changed_at.toISOString().slice(0, 10);
  return `${value} has opted out of ${spoken[first.channel] ?? first.channel} (${when}${noted_by ? `, noted by ${noted_by}` : ""}${reason ? `: “${reason}”` : ""}). Nothing was sent; take the address out, or change the consent on the contact's page.`;
}
