/** Consents of many addresses at once: what a file says of them, and what is said of them in a file. */
import { sql, type Tx } from "../../platform/db.ts";

export type Address = { kind: string; value: string };

/** What was said of an address, with who noted it and when. */
export type SaidConsent = Address & {
  /** A kind of channel, or `*`. */
  channel: string;
  state: "opted_in" | "opted_out";
  reason: string;
  changed_by_type: string;
  changed_by: string | null;
  /** ISO 8601. */
  changed_at: string;
};

export const consentKey = ({ kind, value, channel }: Address & { channel: string }): string =>
  `${channel} ${kind}:${value}`;

/** By `consentKey`. @param lock keeps them as they are until the transaction ends */
export async function readConsents(
  tx: Tx,
  workspaceId: string,
  addresses: readonly Address[],
  lock = false,
): Promise<Map<string, SaidConsent>> {
  if (!addresses.length) return new Map();
  const rows = await tx.rows<
    Omit<SaidConsent, "changed_at"> & { changed_at: Date }
  >(sql`select w.kind, w.value, w.channel, w.state, w.reason, w.changed_by_type, w.changed_by, w.changed_at from consents w
    where w.workspace_id = ${workspaceId} and (w.kind, w.value) in (
      select * from unnest(${addresses.map((a) => a.kind)}::text[], ${addresses.map((a) => a.value)}::text[]))
    order by w.kind, w.value, w.channel ${lock ? sql`for update` : sql``}`);
  return new Map(rows.map((row) => [consentKey(row), { ...row, changed_at: row.changed_at.toISOString() }]));
}

/**
 * Writes those that are new or turn a yes into a no; a no that somebody said meanwhile is left. In one order, so that two who write
 * the same addresses never wait for each other. @returns how many were written
 */
export const addConsents = (tx: Tx, workspaceId: string, said: readonly SaidConsent[]): Promise<number> =>
  tx.run(sql`insert into consents (workspace_id, kind, value, channel, state, reason, changed_by_type, changed_by, changed_at)
    select ${workspaceId}, kind, value, channel, state, reason, changed_by_type, changed_by, changed_at
    from ${rowsOf(said)} order by kind, value, channel
    on conflict (workspace_id, kind, value, channel) do update set state = excluded.state, reason = excluded.reason,
      changed_by_type = excluded.changed_by_type, changed_by = excluded.changed_by, changed_at = excluded.changed_at
      where consents.state = 'opted_in' and excluded.state = 'opted_out'`);

/** Puts consents that are locked back to what they were, with who said so then; null: nothing was said. */
export async function resetConsents(
  tx: Tx,
  workspaceId: string,
  back: readonly { now: SaidConsent; was: SaidConsent | null }[],
): Promise<void> {
  const [again, gone] = [back.flatMap(({ was }) => was ?? []), back.flatMap(({ now, was }) => (was ? [] : now))];
  if (gone.length)
    await tx.run(sql`delete from consents w using ${rowsOf(gone)}
      where w.workspace_id = ${workspaceId} and w.kind = r.kind and w.value = r.value and w.channel = r.channel`);
  if (again.length)
    await tx.run(sql`update consents w set state = r.state, reason = r.reason, changed_by_type = r.changed_by_type, changed_by = r.changed_by,
        changed_at = r.changed_at
      from ${rowsOf(again)} where w.workspace_id = ${workspaceId} and w.kind = r.kind and w.value = r.value and w.channel = r.channel`);
}

/** The fact, from whatever way it came. @param to null: nothing is said any more */
export const consentChanged = (
  { kind, value, channel }: Address & { channel: string },
  from: string | null,
  to: { state: string; reason: string } | null,
) => ({
  type: "contact.consent_changed" as const,
  data: { kind, value, channel, from, to: to?.state ?? null, reason: to?.reason ?? "" },
});

const rowsOf = (said: readonly SaidConsent[]) =>
  sql`json_to_recordset(${JSON.stringify(said)}) as r(kind text, value text, channel text, state text, reason text, changed_by_type text, changed_by uuid, changed_at timestamptz)`;
