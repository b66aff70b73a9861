/** Over which channels somebody can be written to first, and at which of their addresses. */
import type { ReplyRoute } from "@omniflow/contract";
import { type IdentityKind, limitsOf } from "../../channels/adapter.ts";
import { findAdapter } from "../../channels/registry.ts";
import { notFound } from "../../errors.ts";
import type { Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { normalisePhone } from "../contacts/index.ts";
import { type ConnectionRow, describe, type Person } from "./routing.ts";

/** A contact, at any of its addresses or at `to`; or somebody of whom only the address is known. */
export type Whom = { contact_id?: string; to?: string };

/** One route per channel and address that fit each other; those that can be used now come first. */
export async function listFirstRoutes(ctx: Context, tx: Tx, whom: Whom): Promise<ReplyRoute[]> {
  const address = whom.to === undefined ? null : normaliseAddress(whom.to);
  const known = whom.contact_id ? await peopleOf(ctx, tx, whom.contact_id) : null;
  const people = known?.filter((person) => address === null || person.value === address);
  const connections =
    await tx.rows<ConnectionRow>(sql`select id, kind, name, address, settings, state, deleted_at from connections
    where workspace_id = ${ctx.workspaceId} and deleted_at is null order by created_at`);
  const routes = connections.flatMap((connection) => {
    const adapter = findAdapter(ctx.platform, connection.kind);
    if (!adapter) return [];
    const limits = limitsOf(adapter, connection);
    if (!limits.startsConversations) return [];
    const reached = people
      ? people.filter((person) => limits.reaches.includes(person.kind))
      : stranger(address, limits.reaches);
    return reached.map((person) => ({ ...describe(connection, adapter), thread_id: null, to: [person], cc: [] }));
  });
  return routes.sort((a, b) => Number(a.problem !== null) - Number(b.problem !== null));
}

async function peopleOf(ctx: Context, tx: Tx, contactId: string): Promise<Person[]> {
  const contact = await tx.row<{ id: string }>(
    sql`select coalesce(merged_into, id) as id from contacts where workspace_id = ${ctx.workspaceId} and id = ${contactId}`,
  );
  if (!contact) throw notFound("contact");
  return tx.rows<Person>(sql`select i.kind, i.value, c.name from contacts c
    cross join lateral (select c.id union all select m.id from contacts m where m.workspace_id = c.workspace_id and m.merged_into = c.id) g
    join contact_identities i on i.workspace_id = c.workspace_id and i.contact_id = g.id
    where c.workspace_id = ${ctx.workspaceId} and c.id = ${contact.id} order by i.contact_id <> c.id, i.created_at, i.id`);
}

function stranger(address: string | null, reaches: readonly IdentityKind[]): Person[] {
  const kind = address === null ? undefined : kindOf(address, reaches);
  return kind ? [{ kind, value: address!, name: "" }] : [];
}

const isMail = (address: string) => /^[^\s@<>",;:()[\]\\]+@[^\s@<>",;:()[\]\\]+$/.test(address);
const isPhone = (address: string) => /^\+?[\d ()./-]{4,}$/.test(address);

/** As identities are kept: mail in lower case, numbers without ornaments. */
export function normaliseAddress(address: string): string {
  const trimmed = address.trim();
  return isMail(trimmed) ? trimmed.toLowerCase() : isPhone(trimmed) ? normalisePhone(trimmed) : trimmed;
}

/** What kind of address it is, among those a channel reaches. */
export function kindOf(address: string, reaches: readonly IdentityKind[]): IdentityKind | undefined {
  const to = address.trim();
  const looksLike: IdentityKind[] = isMail(to) ? ["email", "handle"] : isPhone(to) ? ["phone", "handle"] : ["handle"];
  return looksLike.find((kind) => reaches.includes(kind));
}
