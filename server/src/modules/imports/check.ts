/** The dry run: what each row would do, decided as the run decides it, with nothing changed. Only refused rows are kept. */
import type { ImportOutcome } from "@omniflow/contract";
import type { Caller } from "../../platform/context.ts";
import { sql } from "../../platform/db.ts";
import { consentKey } from "../contacts/index.ts";
import { missingCompanies, readKnown } from "./known.ts";
import { type Contact, companyKey, type Known, keyOf, planRows, type RowResult } from "./plan.ts";
import { addProgress, setState, writeRows } from "./queries.ts";
import type { ReadRow } from "./row.ts";
import { workOff } from "./work.ts";

/** Of a file that is wrong from top to bottom, so many refused rows are kept; all are counted. */
const mostKept = 50_000;

export async function checkImport(ctx: Caller, id: string, signal?: AbortSignal): Promise<void> {
  // What earlier rows of the file brought is only in memory: a dry run that was cut off begins again.
  await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    await tx.run(sql`delete from import_rows where workspace_id = ${ctx.workspaceId} and import_id = ${id}
      and exists (select 1 from imports where workspace_id = ${ctx.workspaceId} and id = ${id} and state = 'checking')`);
    await tx.run(sql`update imports set done = 0, last_row = 0, created = 0, updated = 0, unchanged = 0, skipped = 0, failed = 0, companies_created = 0
      where workspace_id = ${ctx.workspaceId} and id = ${id} and state = 'checking'`);
  });
  const seen: Seen = { owners: new Map(), companies: new Map(), consents: new Map() };
  await workOff(
    ctx,
    id,
    {
      state: "checking",
      work: async (tx, record, rows) => {
        const known = await readKnown({ ctx, tx, record, rows }, false);
        recall(seen, known, rows);
        const companies = missingCompanies(rows, known).length;
        const { results } = planRows(rows, known, record.existing);
        const failed = results.filter((result) => result.outcome === "failed");
        if (failed.length && record.failed < mostKept) await writeRows(tx, ctx.workspaceId, id, failed);
        await addProgress(tx, ctx.workspaceId, id, {
          rows: rows.length,
          lastRow: rows.at(-1)!.number,
          counts: countOutcomes(results),
          companies,
        });
        tx.afterCommit(() => remember(seen, known));
      },
      finish: async (tx) => {
        await tx.run(sql`update imports set total = done where workspace_id = ${ctx.workspaceId} and id = ${id}`);
        await setState(tx, ctx.workspaceId, id, "checked");
      },
    },
    signal,
  );
}

type Seen = Pick<Known, "owners" | "companies" | "consents">;

/** What would exist by now, had the earlier rows been imported. */
function recall(seen: Seen, known: Known, rows: readonly ReadRow[]): void {
  for (const { wanted } of rows) {
    for (const identity of wanted.identities) {
      const owner = seen.owners.get(keyOf(identity));
      if (!owner || known.owners.has(keyOf(identity))) continue;
      known.owners.set(keyOf(identity), owner);
      if (!known.contacts.has(owner)) known.contacts.set(owner, earlier(owner));
    }
    const company = wanted.company && seen.companies.get(companyKey(wanted.company));
    if (company) known.companies.set(companyKey(wanted.company!), company);
    for (const consent of wanted.consents) {
      const said = seen.consents.get(consentKey(consent));
      if (said) known.consents.set(consentKey(consent), said);
    }
  }
}

function remember(seen: Seen, known: Known): void {
  for (const [key, id] of known.owners) seen.owners.set(key, id);
  for (const [key, id] of known.companies) seen.companies.set(key, id);
  for (const [key, said] of known.consents) seen.consents.set(key, said);
}

const earlier = (id: string): Contact => ({
  id,
  isNew: false,
  changed: false,
  name: "",
  tier: null,
  language: null,
  time_zone: null,
  company_id: null,
  custom_fields: {},
});

export function countOutcomes(results: readonly RowResult[]): Partial<Record<ImportOutcome, number>> {
  const counts: Partial<Record<ImportOutcome, number>> = {};
  for (const { outcome } of results) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}
