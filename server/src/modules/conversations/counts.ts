/** Counts beside the views. Each walks its own index and stops at a cap, so that it costs the same at any size. */
import type { DefaultView, Filter, ViewCounts } from "@omniflow/contract";
import type { Caller } from "../../platform/context.ts";
import { join, prepared, type Sql, sql, type Tx } from "../../platform/db.ts";
import { loadSegments } from "../companies/index.ts";
import { findingConversations } from "./filters/narrow.ts";
import { visibleTo } from "./scope.ts";
import { awake, inInbox, mentionsFolder, views, visibleView } from "./selection.ts";

/** Past this many nobody counts: shown as `500+`. */
const cap = 501;
/** A saved view may ask anything; when its count takes longer than this it is shown without one. */
const savedViewMs = 250;

const counted: DefaultView[] = [
  "mine",
  "team",
  "unassigned",
  "mentions",
  "vip",
  "snoozed",
  "open",
  "pending",
  "on_hold",
  "spam",
];

export async function countViews(ctx: Caller, tx: Tx, kinds: readonly string[]): Promise<ViewCounts> {
  const capped = countUpTo(ctx);
  const openHere = sql`c.status = 'open' and ${inInbox} and ${awake}`;
  const [viewRow, channels, teams] = await Promise.all([
    tx.row<{ n: number[] }>(
      prepared(
        sql`select array[${join(
          counted.map((view) => capped(views[view](ctx))),
          ", ",
        )}] as n`,
      ),
    ),
    tx.rows<{ key: string; n: number }>(
      prepared(
        sql`select k.key, ${capped(sql`c.channel = k.key and ${openHere}`)} as n from unnest(${[...kinds]}::text[]) as k(key)`,
      ),
    ),
    tx.rows<{ key: string; n: number }>(
      prepared(
        sql`select t.id as key, ${capped(sql`c.team_id = t.id and ${openHere}`)} as n from teams t where t.workspace_id = ${ctx.workspaceId}`,
      ),
    ),
  ]);
  return {
    cap,
    views: Object.fromEntries(counted.map((view, i) => [view, viewRow!.n[i]!])),
    channels: Object.fromEntries(channels.map((row) => [row.key, row.n])),
    teams: Object.fromEntries(teams.map((row) => [row.key, row.n])),
    saved: await countSaved(ctx, tx),
  };
}

const countUpTo = (ctx: Caller) => {
  const base = sql`c.workspace_id = ${ctx.workspaceId} and ${visibleTo(ctx)}`;
  return (condition: Sql) =>
    sql`(select count(*)::int from (select 1 from conversations c where ${base} and ${condition} limit ${cap}) x)`;
};

/** One statement each, under a time limit of its own: a slow one costs itself, not the others. */
async function countSaved(ctx: Caller, tx: Tx): Promise<Record<string, number | null>> {
  const saved = await tx.rows<{ id: string; filter: Filter }>(
    sql`select v.id, v.filter from views v where v.workspace_id = ${ctx.workspaceId} and v.about = 'conversations' and ${visibleView(ctx)} order by v.created_at limit 100`,
  );
  const segments = await loadSegments(ctx, tx, "contact", ...saved.map((view) => view.filter));
  const counts: Record<string, number | null> = {};
  const capped = countUpTo(ctx);
  for (const view of saved) {
    await tx.run(sql`savepoint counting`);
    await tx.run(sql`select set_config('statement_timeout', ${String(savedViewMs)}, true)`);
    try {
      const folder = mentionsFolder(view.filter) ? sql`c.merged_into is null` : inInbox;
      const conditions = [...(await findingConversations(ctx, tx, view.filter, segments)), folder];
      counts[view.id] = (await tx.row<{ n: number }>(sql`select ${capped(join(conditions, " and "))} as n`))!.n;
    } catch {
      await tx.run(sql`rollback to savepoint counting`);
      counts[view.id] = null;
    }
  }
  await tx.run(sql`select set_config('statement_timeout', '0', true)`);
  return counts;
}
