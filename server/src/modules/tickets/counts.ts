/** Counts beside the views of tickets. Each walks its own index and stops at a cap, so that it costs the same at any size. */
import type { Filter, TicketCounts, TicketView } from "@omniflow/contract";
import type { Caller } from "../../platform/context.ts";
import { join, type Sql, sql, type Tx } from "../../platform/db.ts";
import { visibleView } from "../conversations/index.ts";
import { findingTickets } from "./narrow.ts";
import { ticketsVisibleTo } from "./scope.ts";
import { active, living, views } from "./selection.ts";

/** Past this many nobody counts: shown as `999+`. */
const cap = 1000;
/** A saved view may ask anything; when its count takes longer than this it is shown without one. */
const savedViewMs = 250;
const counted: TicketView[] = ["mine", "team", "unassigned", "followed", "active", "waiting"];

export async function countTickets(ctx: Caller, tx: Tx): Promise<TicketCounts> {
  const base = sql`t.workspace_id = ${ctx.workspaceId} and ${ticketsVisibleTo(ctx)}`;
  const upTo = (condition: Sql) =>
    sql`(select count(*)::int from (select 1 from tickets t where ${base} and ${condition} limit ${cap}) x)`;
  const [row, teams] = await Promise.all([
    tx.row<{ n: number[] }>(
      sql`select array[${join(
        counted.map((view) => upTo(views[view](ctx))),
        ", ",
      )}] as n`,
    ),
    tx.rows<{ key: string; n: number }>(
      sql`select g.id as key, ${upTo(sql`t.team_id = g.id and ${active} and ${living}`)} as n from teams g where g.workspace_id = ${ctx.workspaceId}`,
    ),
  ]);
  return {
    cap,
    views: Object.fromEntries(counted.map((view, i) => [view, row!.n[i]!])),
    teams: Object.fromEntries(teams.map((team) => [team.key, team.n])),
    saved: await countSaved(ctx, tx, upTo),
  };
}

/** One statement each, under a time limit of its own: a slow one costs itself, not the others. */
async function countSaved(ctx: Caller, tx: Tx, upTo: (condition: Sql) => Sql): Promise<Record<string, number | null>> {
  const saved = await tx.rows<{ id: string; filter: Filter }>(sql`select v.id, v.filter from views v
    where v.workspace_id = ${ctx.workspaceId} and v.about = 'tickets' and ${visibleView(ctx)} order by v.created_at limit 100`);
  const counts: Record<string, number | null> = {};
  for (const view of saved) {
    await tx.run(sql`savepoint counting`);
    await tx.run(sql`select set_config('statement_timeout', ${String(savedViewMs)}, true)`);
    try {
      const conditions = [...(await findingTickets(ctx, tx, view.filter)), living];
      counts[view.id] = (await tx.row<{ n: number }>(sql`select ${upTo(join(conditions, " and "))} as n`))!.n;
    } catch {
      await tx.run(sql`rollback to savepoint counting`);
      counts[view.id] = null;
    }
  }
  await tx.run(sql`select set_config('statement_timeout', '0', true)`);
  return counts;
}
