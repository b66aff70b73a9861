/** All SQL on connections. What arrived for them has its own: raw/queries.ts. */
import type { AutoReply } from "@omniflow/contract";
import type { Static } from "typebox";
import { empty, sql, type Tx } from "../../platform/db.ts";

export type AutoReplyRow = Static<typeof AutoReply>;
export type Health = "unknown" | "ok" | "failing";

export type ConnectionRow = {
  workspace_id: string;
  id: string;
  key: string;
  kind: string;
  name: string;
  address: string | null;
  state: "active" | "paused";
  settings: Record<string, unknown>;
  secrets: Buffer | null;
  team_id: string | null;
  signature: string;
  auto_reply: AutoReplyRow | null;
  cursor: string | null;
  health: Health;
  health_reason: string | null;
  health_at: Date | null;
  last_received_at: Date | null;
  last_sent_at: Date | null;
  deleted_at: Date | null;
  version: number;
  created_at: Date;
};

export type CountedRow = ConnectionRow & { waiting: number; quarantined: number };

/** Also a removed one: what had arrived for it is still worked on. */
export const selectConnection = (tx: Tx, workspaceId: string, id: string) =>
  tx.row<ConnectionRow>(sql`select * from connections where workspace_id = ${workspaceId} and id = ${id}`);

export const lockConnection = (tx: Tx, workspaceId: string, id: string) =>
  tx.row<ConnectionRow>(sql`select * from connections
    where workspace_id = ${workspaceId} and id = ${id} and deleted_at is null for no key update`);

const counts = sql`
  (select count(*)::int from raw_messages r where r.workspace_id = c.workspace_id and r.connection_id = c.id and r.state = 'waiting') as waiting,
  (select count(*)::int from raw_messages r where r.workspace_id = c.workspace_id and r.connection_id = c.id and r.state = 'quarantined') as quarantined`;

export const listCounted = (tx: Tx, workspaceId: string) =>
  tx.rows<CountedRow>(sql`select c.*, ${counts} from connections c
    where c.workspace_id = ${workspaceId} and c.deleted_at is null order by c.created_at, c.id`);

export const selectCounted = (tx: Tx, workspaceId: string, id: string) =>
  tx.row<CountedRow>(sql`select c.*, ${counts} from connections c
    where c.workspace_id = ${workspaceId} and c.id = ${id} and c.deleted_at is null`);

/** Across workspaces, for the owner's connection: a key leads to its workspace. */
export const selectByKey = (tx: Tx, key: string) =>
  tx.row<ConnectionRow>(sql`select * from connections where key = ${key} and deleted_at is null`);

/** The mailbox of an address, or of the address made from its key. */
export const selectByAddress = (tx: Tx, address: string) =>
  tx.row<ConnectionRow>(sql`select * from connections
    where deleted_at is null and kind = 'email' and (lower(address) = ${address} or key = ${address.split("@")[0]})
    order by lower(address) = ${address} desc nulls last limit 1`);

export type NewConnection = Pick<
  ConnectionRow,
  "id" | "key" | "kind" | "name" | "address" | "settings" | "secrets" | "team_id" | "signature" | "auto_reply"
>;

/** @param onConflict skip: does nothing where the address is taken. @returns rows written. */
export const insertConnection = (tx: Tx, workspaceId: string, c: NewConnection, onConflict: "fail" | "skip" = "fail") =>
  tx.run(sql`insert into connections (workspace_id, id, key, kind, name, address, settings, secrets, team_id, signature, auto_reply)
    values (${workspaceId}, ${c.id}, ${c.key}, ${c.kind}, ${c.name}, ${c.address}, ${JSON.stringify(c.settings)}, ${c.secrets},
      ${c.team_id}, ${c.signature}, ${c.auto_reply && JSON.stringify(c.auto_reply)})
    ${onConflict === "skip" ? sql`on conflict do nothing` : empty}`);

/** Health starts anew when what it spoke about has changed. */
export const updateConnection = (tx: Tx, row: ConnectionRow, resetHealth: boolean) =>
  tx.run(sql`update connections set name = ${row.name}, address = ${row.address}, state = ${row.state},
    settings = ${JSON.stringify(row.settings)}, secrets = ${row.secrets}, team_id = ${row.team_id}, signature = ${row.signature},
    auto_reply = ${row.auto_reply && JSON.stringify(row.auto_reply)}, version = version + 1,
    health = case when ${resetHealth}::boolean then 'unknown' else health end,
    health_reason = case when ${resetHealth}::boolean then null else health_reason end
    where workspace_id = ${row.workspace_id} and id = ${row.id}`);

export const markRemoved = (tx: Tx, workspaceId: string, id: string) =>
  tx.run(sql`update connections set deleted_at = now(), secrets = null, version = version + 1
    where workspace_id = ${workspaceId} and id = ${id}`);

export type Touch = { health: Health; reason: string | null; received?: boolean; sent?: boolean };

/** @returns the health before, or null when there is no such connection. */
export const touchHealth = (tx: Tx, workspaceId: string, id: string, touch: Touch, at: Date) =>
  tx.row<{ before: Health; reason_before: string | null }>(sql`update connections c
    set health = ${touch.health}, health_reason = ${touch.reason}, health_at = ${at},
      last_received_at = case when ${touch.received ?? false}::boolean then ${at} else c.last_received_at end,
      last_sent_at = case when ${touch.sent ?? false}::boolean then ${at} else c.last_sent_at end
    from (select workspace_id, id, health, health_reason from connections
      where workspace_id = ${workspaceId} and id = ${id} and deleted_at is null for no key update) old
    where c.workspace_id = old.workspace_id and c.id = old.id
    returning old.health as before, old.health_reason as reason_before`);

export const writeCursor = (tx: Tx, workspaceId: string, id: string, cursor: string) =>
  tx.run(sql`update connections set cursor = ${cursor} where workspace_id = ${workspaceId} and id = ${id}`);

/** Across workspaces: what the pollers look after. */
export const listPolled = (tx: Tx, kinds: string[]) =>
  tx.rows<ConnectionRow>(sql`select * from connections
    where deleted_at is null and state = 'active' and kind = any(${kinds}) order by created_at, id`);

export const isTeam = async (tx: Tx, workspaceId: string, id: string): Promise<boolean> =>
  (await tx.row(sql`select 1 from teams where workspace_id = ${workspaceId} and id = ${id}`)) !== null;
