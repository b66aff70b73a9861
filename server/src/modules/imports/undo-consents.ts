/** Undo of what an import noted about consents: what was said before holds again, unless somebody has said something since. */
import type { Caller } from "../../platform/context.ts";
import type { Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { consentChanged, consentKey, readConsents, resetConsents, type SaidConsent } from "../contacts/index.ts";
import type { StoredRow } from "./queries.ts";

type Back = { now: SaidConsent; was: SaidConsent | null; contactId: string };
/** What holds as the rows are undone one by one, and what is to be written in the end. */
export type Consents = { now: Map<string, SaidConsent>; back: Map<string, Back> };

/** What is said now of the addresses these rows spoke of, held until the commit. */
export async function readNoted(ctx: Caller, tx: Tx, rows: readonly StoredRow[]): Promise<Consents> {
  const noted = rows.flatMap((row) => row.after?.consents ?? []);
  return { now: await readConsents(tx, ctx.workspaceId, noted, true), back: new Map() };
}

/** @returns what stays, since somebody has said something else by now, as a member reads it */
export function takeConsentsBack({ now, back }: Consents, row: StoredRow): string[] {
  const kept: string[] = [];
  for (const noted of row.after?.consents ?? []) {
    const key = consentKey(noted);
    const holds = now.get(key);
    if (!holds || holds.state !== noted.state || holds.changed_at !== noted.changed_at) {
      kept.push(`the consent of ${noted.value}`);
      continue;
    }
    const was = row.before?.consents?.find((one) => consentKey(one) === key) ?? null;
    back.set(key, { now: back.get(key)?.now ?? noted, was, contactId: row.contact_id! });
    if (was) now.set(key, was);
    else now.delete(key);
  }
  return kept;
}

export async function writeConsentsBack(ctx: Caller, tx: Tx, { back }: Consents): Promise<void> {
  await resetConsents(tx, ctx.workspaceId, [...back.values()]);
  for (const { now, was, contactId } of back.values())
    emit(ctx, tx, { ...consentChanged(now, now.state, was), contactId, quiet: true });
}
