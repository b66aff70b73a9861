/** Rows → what a member or a key may see. Every answer about tickets passes here. */
import type { Ticket, TicketBrief, TicketStatus } from "@omniflow/contract";
import type { Caller } from "../../platform/context.ts";
import { type Sql, sql, type Tx } from "../../platform/db.ts";
import { rootOf } from "../../platform/merged.ts";
import type { TicketState } from "./scope.ts";

export type TicketRow = Omit<TicketState, "description" | "description_text"> & {
  source: Ticket["source"];
  created_at: Date;
  updated_at: Date;
  type_name: string | null;
  contact_name: string | null;
  assignee_name: string | null;
  conversation_count: number;
  checklist_done: number;
  checklist_total: number;
};

/**
 * Columns of a row in a list; `t` is the ticket. What was merged into it counts with it; a contact that was merged is shown as the one
 * it was merged into.
 */
export const rowColumns: Sql = sql`t.id, t.number, t.title, t.status, t.status_id, t.priority, t.type_id, ${rootOf("p", "t.contact_id")} as contact_id, t.assignee_member_id, t.assignee_agent_id,
  t.team_id, t.tags, t.custom_fields, t.source, t.merged_into, t.deleted_at, t.status_changed_at, t.resolved_at, t.closed_at, t.created_at, t.updated_at, t.version,
  ty.name as type_name, case when p.merged_into is null then p.name else (select pm.name from contacts pm where pm.workspace_id = p.workspace_id and pm.id = p.merged_into) end as contact_name, a.name as assignee_name,
  (select count(*)::int from ticket_conversations tc where tc.workspace_id = t.workspace_id and tc.ticket_id = t.id) as conversation_count,
  (select count(*)::int from ticket_checklist k where k.workspace_id = t.workspace_id and k.ticket_id = t.id) as checklist_total,
  (select count(k.done_at)::int from ticket_checklist k where k.workspace_id = t.workspace_id and k.ticket_id = t.id) as checklist_done`;

export const rowJoins = sql`left join ticket_types ty on ty.workspace_id = t.workspace_id and ty.id = t.type_id
  left join contacts p on p.workspace_id = t.workspace_id and p.id = t.contact_id
  left join members a on a.workspace_id = t.workspace_id and a.id = t.assignee_member_id`;

const time = (date: Date | null) => date?.toISOString() ?? null;

export const ticketView = (row: TicketRow): Ticket => ({
  id: row.id,
  number: row.number,
  title: row.title,
  status: row.status,
  status_id: row.status_id,
  priority: row.priority,
  type: row.type_id ? { id: row.type_id, name: row.type_name ?? "" } : null,
  contact: row.contact_id ? { id: row.contact_id, name: row.contact_name ?? "" } : null,
  assignee: row.assignee_member_id
    ? { type: "member", id: row.assignee_member_id, name: row.assignee_name ?? "" }
    : row.assignee_agent_id
      ? { type: "ai_agent", id: row.assignee_agent_id, name: row.assignee_name ?? "" }
      : null,
  team_id: row.team_id,
  tags: row.tags,
  custom_fields: row.custom_fields,
  source: row.source,
  conversation_count: row.conversation_count,
  checklist_progress: { done: row.checklist_done, total: row.checklist_total },
  sla: null,
  merged_into: row.merged_into,
  deleted_at: time(row.deleted_at),
  status_changed_at: row.status_changed_at.toISOString(),
  resolved_at: time(row.resolved_at),
  closed_at: time(row.closed_at),
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
  version: row.version,
});

/** The row as the caller now sees it, also when a change took it out of their sight. */
export async function getTicketRow(ctx: Caller, tx: Tx, id: string): Promise<Ticket> {
  const row = await tx.row<TicketRow>(sql`select ${rowColumns} from tickets t ${rowJoins}
    where t.workspace_id = ${ctx.workspaceId} and t.id = ${id}`);
  return ticketView(row!);
}

type BriefRow = TicketBrief & { status: TicketStatus };

export const briefColumns = sql`t.id, t.number, t.title, t.status, t.priority`;
export const briefView = ({ id, number, title, status, priority }: BriefRow): TicketBrief => ({
  id,
  number,
  title,
  status,
  priority,
});
