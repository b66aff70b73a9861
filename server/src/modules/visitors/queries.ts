/** All SQL on visitors. */
import { sql, type Tx } from "../../platform/db.ts";

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

const columns = sql`v.id, v.connection_id, coalesce(c.merged_into, v.contact_id) as contact_id,
  array(select m.id from contacts m where m.workspace_id = v.workspace_id and m.merged_into = coalesce(c.merged_into, v.contact_id)) as merged_ids, v.name, v.email, v.user_id, v.verified, v.last_seen_at`;
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

export const touchVisitor = (tx: Tx, workspaceId: string, id: string, now: Date, where: Whereabouts = {}) =>
  tx.run(sql`update visitors set last_seen_at = ${now}, page = coalesce(${where.page ? JSON.stringify(where.page) : null}::jsonb, page),
      language = coalesce(${where.language ?? null}, language), time_zone = coalesce(${where.timeZone ?? null}, time_zone)
    where workspace_id = ${workspaceId} and id = ${id}`);

export type Known = Partial<Pick<VisitorRow, "contact_id" | "name" | "email" | "user_id" | "verified">>;

/** Sets what is given and leaves the rest. */
export const setKnown = (tx: Tx, workspaceId: string, id: string, known: Known) =>
  tx.run(sql`update visitors set contact_id = coalesce(${known.contact_id ?? null}::uuid, contact_id), name = coalesce(${known.name ?? null}, name),
      email = coalesce(${known.email ?? null}, email), user_id = coalesce(${known.user_id ?? null}, user_id), verified = verified or ${known.verified ?? false}
    where workspace_id = ${workspaceId} and id = ${id}`);
