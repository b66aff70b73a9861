/** Writing the audit log: entries of a transaction are gathered and written right before its commit, one workspace's one after the other. */
import type { Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { newId } from "../../platform/uuid.ts";
import { beginning, hashOf, plainText, type Sealed, storableJson } from "./chain.ts";

export type AuditFacts = {
  /** `noun.past_tense`, as events are called. */
  action: string;
  target?: { type: string; id: string; name?: string };
  /** For a person who reads the log; never a secret. */
  summary?: string;
  before?: object | null;
  after?: object | null;
};

type Gathered = { ctx: Context; facts: AuditFacts };
const gathered = Symbol("audit");

/** Notes what `ctx.actor` does in this transaction. Secrets and message texts have no place here: the log is kept for good. */
export function recordAudit(ctx: Context, tx: Tx, facts: AuditFacts): void {
  const waiting = tx.bag.get(gathered) as Gathered[] | undefined;
  if (waiting) {
    waiting.push({ ctx, facts });
    return;
  }
  const list = [{ ctx, facts }];
  tx.bag.set(gathered, list);
  tx.beforeCommit(async () => {
    tx.bag.delete(gathered);
    await writeEntries(ctx.workspaceId, tx, list);
  });
}

/** The lock makes the next number and the hash before it one question; the unique key stands behind it. */
async function writeEntries(workspaceId: string, tx: Tx, list: Gathered[]): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended('audit ' || ${workspaceId}, 0))`);
  const last = await tx.row<{ seq: number; hash: Buffer }>(
    sql`select seq, hash from audit_entries where workspace_id = ${workspaceId} order by seq desc limit 1`,
  );
  let seq = last?.seq ?? 0;
  let hash = last?.hash ?? beginning;
  for (const { ctx, facts } of list) {
    const entry = sealed(ctx, facts, ++seq, await actorName(ctx, tx));
    const previous = hash;
    hash = hashOf(previous, entry);
    await tx.run(sql`insert into audit_entries (workspace_id, seq, id, at, actor_type, actor_id, actor_name, action, target_type, target_id, target_name,
        summary, before, after, request_id, prev_hash, hash)
      values (${workspaceId}, ${entry.seq}, ${entry.id}, ${entry.at}, ${entry.actor_type}, ${entry.actor_id}, ${entry.actor_name}, ${entry.action},
        ${entry.target_type}, ${entry.target_id}, ${entry.target_name}, ${entry.summary}, ${json(entry.before)}::jsonb, ${json(entry.after)}::jsonb,
        ${entry.request_id}, ${previous}, ${hash})`);
  }
}

const json = (value: object | null) => (value ? JSON.stringify(value) : null);

const sealed = (ctx: Context, facts: AuditFacts, seq: number, actor: string): Sealed => ({
  workspace_id: ctx.workspaceId,
  seq,
  id: newId(),
  at: ctx.platform.clock.now(),
  actor_type: ctx.actor.type,
  actor_id: ctx.actor.id,
  actor_name: plain(actor),
  action: facts.action,
  target_type: facts.target?.type ?? null,
  target_id: facts.target?.id ?? null,
  target_name: plain(facts.target?.name ?? ""),
  summary: plain(facts.summary ?? ""),
  before: storableJson(facts.before),
  after: storableJson(facts.after),
  request_id: ctx.requestId,
});

const plain = (text: string): string => plainText(text.slice(0, 2000));

async function actorName({ workspaceId, actor }: Context, tx: Tx): Promise<string> {
  if (!actor.id) return "";
  const row = await tx.row<{
    name: string;
  }>(sql`select name from members where workspace_id = ${workspaceId} and id = ${actor.id}
    union all select name from api_keys where workspace_id = ${workspaceId} and id = ${actor.id} limit 1`);
  return row?.name ?? "";
}
