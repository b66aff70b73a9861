/** All SQL on visitors. */
import { widgetLimits } from "@omniflow/contract/widget";
import { sql, type Tx } from "../../platform/db.ts";
import { rootOf } from "../../platform/merged.ts";

export type VisitorRow = {
  id: string;
  connection_id: string;
  contact_id: string | null;
  name: string | null;
  email: string | null;
  user_id: string | null;
  verified: boolean;
  last_seen_at: Date;
  /** Contacts that were merged with theirs: what was said as one of them is theirs too. */
  merged_ids?: string[];
};

const columns = sql`v.id, v.connection_id, ${rootOf("c", "v.contact_id")} as contact_id,
  array(select m.id from contacts m where m.workspace_id = v.workspace_id and m.merged_into = ${rootOf("c", "v.contact_id")}) as merged_ids, v.name, v.email, v.user_id, v.verified, v.last_seen_at`;
const source = sql`visitors v left join contacts c on c.workspace_id = v.workspace_id and c.id = v.contact_id`;

export const findVisitor = (tx: Tx, workspaceId: string, connectionId: string, tokenHash: Buffer) =>
  tx.row<VisitorRow>(sql`select ${columns} from ${source}
    where v.workspace_id = ${workspaceId} and v.connection_id = ${connectionId} and v.token_hash = ${tokenHash}`);

export const getVisitorById = (tx: Tx, workspaceId: string, id: string) =>
  tx.row<VisitorRow>(sql`select ${columns} from ${source} where v.workspace_id = ${workspaceId} and v.id = ${id}`);

export type NewVisitor = { id: string; connectionId: string; tokenHash: Buffer; device: object; now: Date };

export const insertVisitor = (tx: Tx, workspaceId: string, visitor: NewVisitor) =>
  tx.run(sql`insert into visitors (workspace_id, id, connection_id, token_hash, device, last_seen_at)
    values (${workspaceId}, ${visitor.id}, ${visitor.connectionId}, ${visitor.tokenHash}, ${JSON.stringify(visitor.device)}, ${visitor.now})`);

export type Whereabouts = { page?: object; language?: string; timeZone?: string };

const mostPages = widgetLimits.pages;

/** A page they come back to moves to the front. */
const nextPages = (page: string, now: Date) => sql`coalesce((select jsonb_agg(p order by n) from (
    select ${page}::jsonb || jsonb_build_object('at', ${now.toISOString()}::text) as p, 0 as n
    union all select e, n from jsonb_array_elements(pages) with ordinality as old(e, n) where e ->> 'url' is distinct from ${page}::jsonb ->> 'url'
    order by n limit ${mostPages}) x), pages)`;

/** Pages from before this call, each with when it was; of one visited again the latest. */
export const addPages = (tx: Tx, workspaceId: string, id: string, pages: readonly (object & { at: string })[]) =>
  tx.run(sql`update visitors set pages = (select jsonb_agg(p order by p ->> 'at' desc) from (
      select p from (select distinct on (p ->> 'url') p from jsonb_array_elements(pages || ${JSON.stringify(pages)}::jsonb) p
        order by p ->> 'url', p ->> 'at' desc) each_once
      order by p ->> 'at' desc limit ${mostPages}) latest)
    where workspace_id = ${workspaceId} and id = ${id}`);

export const touchVisitor = (tx: Tx, workspaceId: string, id: string, now: Date, where: Whereabouts = {}) => {
  const page = where.page ? JSON.stringify(where.page) : null;
  return tx.run(sql`update visitors set last_seen_at = ${now}, page = coalesce(${page}::jsonb, page),
      pages = ${page ? nextPages(page, now) : sql`pages`},
      language = coalesce(${where.language ?? null}, language), time_zone = coalesce(${where.timeZone ?? null}, time_zone)
    where workspace_id = ${workspaceId} and id = ${id}`);
};

/** What nobody has said of the contact is taken from the browser. @returns the fields that were filled */
export async function settleContact(tx: Tx, workspaceId: string, id: string, contactId: string): Promise<Settled> {
  const row = await tx.row<Settled>(sql`with known as (
      select p.id, p.language as had_language, p.time_zone as had_time_zone, v.language, v.time_zone from contacts p
      join visitors v on v.workspace_id = p.workspace_id and v.id = ${id}
      where p.workspace_id = ${workspaceId} and p.id = ${contactId}
        and ((p.language is null and v.language is not null) or (p.time_zone is null and v.time_zone is not null)) for no key update of p)
    update contacts c set language = coalesce(c.language, k.language), time_zone = coalesce(c.time_zone, k.time_zone), version = c.version + 1, updated_at = now()
    from known k where c.workspace_id = ${workspaceId} and c.id = k.id
    returning case when k.had_language is null then k.language end as language, case when k.had_time_zone is null then k.time_zone end as time_zone`);
  return row ?? { language: null, time_zone: null };
}
export type Settled = { language: string | null; time_zone: string | null };

export type Known = Partial<Pick<VisitorRow, "contact_id" | "name" | "email" | "user_id" | "verified">>;

/** Sets what is given and leaves the rest. */
export const setKnown = (tx: Tx, workspaceId: string, id: string, known: Known) =>
  tx.run(sql`update visitors set contact_id = coalesce(${known.contact_id ?? null}::uuid, contact_id), name = coalesce(${known.name ?? null}, name),
      email = coalesce(${known.email ?? null}, email), user_id = coalesce(${known.user_id ?? null}, user_id), verified = verified or ${known.verified ?? false}
    where workspace_id = ${workspaceId} and id = ${id}`);
