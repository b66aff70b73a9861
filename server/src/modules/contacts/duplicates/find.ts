/**
 * Finds pairs that are likely one person: a job goes on from the event it has come to, writes the keys of contacts that are new or
 * changed, and looks who has one of them too. The intake knows nothing of it.
 */
import { type Context, systemContext } from "../../../platform/context.ts";
import { sql, type Tx } from "../../../platform/db.ts";
import { emit, settledSeq } from "../../../platform/events.ts";
import type { Task } from "../../../platform/jobs.ts";
import { rootOf } from "../../../platform/merged.ts";
import { newId } from "../../../platform/uuid.ts";
import { type DuplicateKey, isSamePhone, keysOf, type Person, weights } from "./keys.ts";

const batch = 500;
/** Whatever more contacts than this have in common says nothing about any of them. */
const mostAlike = 5;

const about = [
  "contact.created",
  "contact.updated",
  "contact.unmerged",
  "contact.identity_added",
  "contact.identity_moved",
  "contact.identity_removed",
];

/** For every workspace in which something happened to contacts since. */
export const findDuplicates: Task = async (platform, _payload, signal) => {
  const waiting = await platform.db.asSystem("duplicates are looked for in every workspace", (tx) =>
    tx.rows<{ id: string }>(sql`select w.id from workspaces w left join duplicate_scans s on s.workspace_id = w.id
      where exists (select 1 from events e where e.workspace_id = w.id and e.seq > coalesce(s.seq, 0))`),
  );
  for (const { id } of waiting) {
    const ctx = systemContext(platform, id);
    while (!signal.aborted && (await platform.db.inWorkspace(id, (tx) => scanSome(ctx, tx))));
  }
};

/** @returns whether there is more. */
async function scanSome(ctx: Context, tx: Tx): Promise<boolean> {
  await tx.run(
    sql`insert into duplicate_scans (workspace_id, seq) values (${ctx.workspaceId}, 0) on conflict do nothing`,
  );
  const scan = (await tx.row<{ seq: number }>(
    sql`select seq from duplicate_scans where workspace_id = ${ctx.workspaceId} for update`,
  ))!;
  const events = await tx.rows<{
    seq: number;
    type: string;
    contact_id: string | null;
  }>(sql`select seq, type, contact_id from events
    where workspace_id = ${ctx.workspaceId} and seq > ${scan.seq} and seq <= ${await settledSeq(tx, ctx.workspaceId, 30_000)}
    order by seq limit ${batch * 4}`);
  if (!events.length) return false;
  const ids = [...new Set(events.flatMap((e) => (e.contact_id && about.includes(e.type) ? [e.contact_id] : [])))];
  for (let i = 0; i < ids.length; i += batch) await scanContacts(ctx, tx, ids.slice(i, i + batch));
  await tx.run(sql`update duplicate_scans set seq = ${events.at(-1)!.seq} where workspace_id = ${ctx.workspaceId}`);
  return events.length === batch * 4;
}

type Row = Person & { id: string; root: string };

/** Exported for imports, which write no event for each row. */
export async function scanContacts(ctx: Context, tx: Tx, ids: readonly string[]): Promise<void> {
  const people = await tx.rows<Row>(sql`select p.id, ${rootOf("p")} as root, p.name, p.sort_name, p.company_id,
      coalesce((select json_agg(json_build_object('kind', i.kind, 'value', i.value)) from contact_identities i
        where i.workspace_id = p.workspace_id and i.contact_id = p.id), '[]'::json) as identities
    from contacts p where p.workspace_id = ${ctx.workspaceId} and p.id = any(${[...ids]}::uuid[])`);
  const keys = people.flatMap((person) => keysOf(person).map((key) => ({ ...key, contact_id: person.id })));
  await tx.run(
    sql`delete from duplicate_keys where workspace_id = ${ctx.workspaceId} and contact_id = any(${[...ids]}::uuid[])`,
  );
  await tx.run(sql`insert into duplicate_keys (workspace_id, kind, key, contact_id, value)
    select ${ctx.workspaceId}, kind, key, contact_id, value from json_to_recordset(${JSON.stringify(keys)}) as r(kind text, key text, contact_id uuid, value text)`);
  await withdraw(ctx, tx, ids);
  if (keys.length) await propose(ctx, tx, keys);
}

/** What is no longer alike, or is one contact by now, is no longer proposed. */
const withdraw = (ctx: Context, tx: Tx, ids: readonly string[]) =>
  tx.run(sql`delete from duplicates where workspace_id = ${ctx.workspaceId} and state = 'open'
    and (a_id = any(${[...ids]}::uuid[]) or b_id = any(${[...ids]}::uuid[]))`);

type Alike = DuplicateKey & { a: string; b: string; a_value: string; b_value: string };

async function propose(ctx: Context, tx: Tx, keys: (DuplicateKey & { contact_id: string })[]): Promise<void> {
  const found = await tx.rows<Alike>(sql`select k.kind, k.key, least(ra.id, rb.id) as a, greatest(ra.id, rb.id) as b,
      case when ra.id < rb.id then k.value else o.value end as a_value, case when ra.id < rb.id then o.value else k.value end as b_value
    from json_to_recordset(${JSON.stringify(keys)}) as k(kind text, key text, contact_id uuid, value text)
    join lateral (select * from duplicate_keys o where o.workspace_id = ${ctx.workspaceId} and o.kind = k.kind and o.key = k.key limit ${mostAlike + 1}) o on o.contact_id <> k.contact_id
    join contacts ca on ca.workspace_id = ${ctx.workspaceId} and ca.id = k.contact_id
    join contacts cb on cb.workspace_id = ${ctx.workspaceId} and cb.id = o.contact_id
    join contacts ra on ra.workspace_id = ${ctx.workspaceId} and ra.id = ${rootOf("ca")}
    join contacts rb on rb.workspace_id = ${ctx.workspaceId} and rb.id = ${rootOf("cb")}
    where ra.id <> rb.id
      and not exists (select 1 from duplicates d where d.workspace_id = ${ctx.workspaceId} and d.state = 'dismissed'
        and d.a_id = least(ca.id, cb.id) and d.b_id = greatest(ca.id, cb.id))
      and (select count(*) from (select 1 from duplicate_keys n where n.workspace_id = ${ctx.workspaceId} and n.kind = k.kind and n.key = k.key limit ${mostAlike + 1}) x) <= ${mostAlike}`);
  const pairs = Map.groupBy(
    found.filter((one) => one.kind !== "phone" || isSamePhone(one.a_value, one.b_value)),
    (one) => `${one.a} ${one.b}`,
  );
  const rows = [...pairs.values()].map((evidence) => ({
    id: newId(),
    a: evidence[0]!.a,
    b: evidence[0]!.b,
    evidence: [
      ...new Map(
        evidence.map(({ kind, a_value, b_value }) => [kind + a_value + b_value, { kind, a: a_value, b: b_value }]),
      ).values(),
    ],
    score: scoreOf(evidence),
  }));
  if (!rows.length) return;
  const changed = await tx.run(sql`insert into duplicates (workspace_id, id, a_id, b_id, evidence, score)
    select ${ctx.workspaceId}, id, a, b, evidence, score from json_to_recordset(${JSON.stringify(rows)}) as r(id uuid, a uuid, b uuid, evidence jsonb, score integer)
    on conflict (workspace_id, a_id, b_id) do nothing`);
  if (changed) emit(ctx, tx, { type: "duplicate.changed", data: { duplicate_id: null } });
}

/** Two things that speak for it are more than one: what is left of the doubt is multiplied. */
const scoreOf = (evidence: readonly DuplicateKey[]): number =>
  Math.round(
    100 *
      (1 - [...new Set(evidence.map((one) => one.kind))].reduce((doubt, kind) => doubt * (1 - weights[kind] / 100), 1)),
  );
