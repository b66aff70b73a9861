/** Goes through the whole chain and says where it does not hold: an entry that was changed, taken out, put in or cut off. */
import type { AuditVerification } from "@omniflow/contract";
import type { Context } from "../../platform/context.ts";
import { sql } from "../../platform/db.ts";
import { beginning, hashOf } from "./chain.ts";
import { type EntryRow, entryColumns } from "./list.ts";

const batch = 2000;

/** @param noted what an earlier check answered: its number of entries and head, kept outside. */
export async function verifyChain(
  ctx: Context,
  noted: { seq?: number; head?: string } = {},
): Promise<AuditVerification> {
  let seq = 0;
  let hash: Buffer = beginning;
  for (;;) {
    const rows = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
      tx.rows<EntryRow>(sql`select ${entryColumns} from audit_entries
        where workspace_id = ${ctx.workspaceId} and seq > ${seq} order by seq limit ${batch}`),
    );
    for (const row of rows) {
      const reason = problemOf(row, seq, hash, noted);
      if (reason)
        return { ok: false, entries: seq, head: seq ? hash.toString("hex") : null, broken_at: row.seq, reason };
      seq = row.seq;
      hash = row.hash;
    }
    if (rows.length < batch) break;
  }
  const head = seq ? hash.toString("hex") : null;
  if (noted.seq !== undefined && seq < noted.seq) {
    const reason = `There were ${noted.seq} entries and now there are ${seq}: the end was cut off.`;
    return { ok: false, entries: seq, head, broken_at: seq + 1, reason };
  }
  return { ok: true, entries: seq, head, broken_at: null, reason: null };
}

function problemOf(row: EntryRow, before: number, hash: Buffer, noted: { seq?: number; head?: string }): string | null {
  if (row.seq !== before + 1) return `Entries ${before + 1} to ${row.seq - 1} are missing.`;
  if (!row.prev_hash.equals(hash)) return "This entry does not follow the one before it.";
  const { prev_hash: _, hash: kept, ...entry } = row;
  if (!hashOf(hash, entry).equals(kept)) return "This entry was changed after it had been written.";
  if (row.seq === noted.seq && noted.head && row.hash.toString("hex") !== noted.head)
    return "This entry is not the one that was noted: the chain was written anew.";
  return null;
}
