/** Who belongs to which company, by the domain of their mail address; never against what somebody has chosen by hand. */
import { type Context, systemContext } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { enqueue, type Task } from "../../platform/jobs.ts";

const batch = 500;

/** Contacts that are there already follow in the background. */
export function enqueueAssigning(ctx: Context, tx: Tx, domains: readonly string[]): void {
  for (const domain of domains)
    enqueue(tx, { task: "assign_company", payload: { workspace_id: ctx.workspaceId, domain } });
}

type Assigned = { id: string; company_id: string };

/**
 * A contact without a company gets that of its first mail address whose domain is known. One statement, for whoever makes contacts
 * or adds addresses; the intake does the same while it writes a new contact. @returns those who got one
 */
export const assignByDomain = (
  ctx: Pick<Context, "workspaceId">,
  tx: Tx,
  contactIds: readonly string[],
): Promise<Assigned[]> =>
  tx.rows<Assigned>(sql`update contacts p set company_id = f.company_id, company_source = 'domain'
    from (select distinct on (i.contact_id) i.contact_id, d.company_id from contact_identities i
      join company_domains d on d.workspace_id = i.workspace_id and d.domain = split_part(i.value, '@', 2)
      where i.workspace_id = ${ctx.workspaceId} and i.contact_id = any(${[...contactIds]}::uuid[]) and i.kind = 'email'
      order by i.contact_id, i.created_at, i.id) f
    where p.workspace_id = ${ctx.workspaceId} and p.id = f.contact_id and p.company_id is null and p.company_source is null
    returning p.id, p.company_id`);

/** In the change log of each contact; told by socket with the company, not one by one. */
export function logMoves(
  ctx: Context,
  tx: Tx,
  moves: readonly { id: string; from: string | null; to: string | null }[],
) {
  for (const { id, from, to } of moves)
    emit(ctx, tx, {
      type: "contact.updated",
      data: { fields: ["company_id"], changes: { company_id: { from, to } } },
      contactId: id,
      quiet: true,
    });
}

type Payload = { workspace_id: string; domain: string };

/** Batch after batch; each commit stands for itself, so that a crash goes on where it was. */
const assignCompany: Task = async (platform, { workspace_id, domain }: Payload, signal) => {
  const ctx = systemContext(platform, workspace_id);
  while (!signal.aborted) {
    const assigned = await platform.db.inWorkspace(workspace_id, async (tx) => {
      const ids = (
        await tx.rows<{ id: string }>(
          sql`select contacts_without_company as id from contacts_without_company(${domain}, ${batch})`,
        )
      ).map((row) => row.id);
      if (!ids.length) return 0;
      const assigned = await assignByDomain(ctx, tx, ids);
      logMoves(
        ctx,
        tx,
        assigned.map(({ id, company_id }) => ({ id, from: null, to: company_id })),
      );
      for (const company_id of new Set(assigned.map((one) => one.company_id)))
        emit(ctx, tx, {
          type: "company.updated",
          data: { company_id, fields: ["contacts"] },
          companyId: company_id,
        });
      return assigned.length;
    });
    if (!assigned) return;
  }
};

export const companyTasks: Record<string, Task> = { assign_company: assignCompany };
