/**
 * One change to many records of a kind: few at once, many by a job that commits a batch at a time and tells its progress. What each
 * had before is kept, so that it can be undone for a while; what somebody has changed since then stays.
 */
import type { BulkEdit, Permission } from "@omniflow/contract";
import { AppError, notFound } from "../../errors.ts";
import { type Actor, type Caller, type Platform, systemContext } from "../../platform/context.ts";
import { type Sql, sql, type Tx } from "../../platform/db.ts";
import { enqueue, type Task } from "../../platform/jobs.ts";
import { newId } from "../../platform/uuid.ts";
import { differencesOf, type FieldValues, same } from "./taking.ts";

type Change = Record<string, unknown>;

/** What a kind of record brings along. */
export type BulkKind = {
  record: BulkEdit["record"];
  /** Locks the record and changes it. @returns its fields before and after; null when it cannot be changed any more */
  change(ctx: Caller, tx: Tx, id: string, change: Change): Promise<{ before: FieldValues; after: FieldValues } | null>;
  /** Its fields as they are now, locked; null when it is gone. */
  read(ctx: Caller, tx: Tx, id: string): Promise<FieldValues | null>;
};

/** Up to so many are done before the answer. */
const atOnce = 100;
const batch = 100;
/** The most one edit touches; a second one takes the rest. */
const most = 100_000;
/** The `task` that goes on with an edit in the background. */
export const bulkTask = "bulk_edit";

/** @param chosen `select id …` of what is to be changed */
export async function performBulk(
  ctx: Caller,
  kind: BulkKind,
  change: Change,
  choose: (tx: Tx) => Promise<Sql>,
): Promise<BulkEdit> {
  const id = newId();
  const total = await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    await tx.run(sql`insert into bulk_edits (workspace_id, id, record, member_id, actor_type, actor_id, change)
      values (${ctx.workspaceId}, ${id}, ${kind.record}, ${ctx.memberId}, ${ctx.actor.type}, ${ctx.actor.id}, ${JSON.stringify(change)})`);
    const n = await tx.run(sql`insert into bulk_edit_items (workspace_id, edit_id, record_id)
      select ${ctx.workspaceId}, ${id}, x.id from (${await choose(tx)}) x limit ${most}`);
    await tx.run(sql`update bulk_edits set total = ${n} where workspace_id = ${ctx.workspaceId} and id = ${id}`);
    if (n > atOnce) enqueueRest(ctx, tx, id, "do");
    return n;
  });
  if (total <= atOnce) await workOff(ctx, kind, id);
  return getBulkEdit(ctx, id);
}

export async function undoBulk(ctx: Caller, kinds: readonly BulkKind[], id: string): Promise<BulkEdit> {
  const edit = await getBulkEdit(ctx, id);
  if (edit.state === "undone" || edit.state === "undoing") return edit;
  if (edit.state === "running") throw new AppError("conflict", "This edit is still at work. Wait until it is done.");
  if (new Date(edit.undo_until) < ctx.platform.clock.now())
    throw new AppError("expired", "This can no longer be undone.");
  const begun = await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const n = await tx.run(
      sql`update bulk_edits set state = 'undoing', skipped = 0 where workspace_id = ${ctx.workspaceId} and id = ${id} and state = 'done'`,
    );
    if (n && edit.done > atOnce) enqueueRest(ctx, tx, id, "undo");
    return n > 0;
  });
  if (begun && edit.done <= atOnce) await undoAll(ctx, kindOf(kinds, edit), id);
  return getBulkEdit(ctx, id);
}

const kindOf = (kinds: readonly BulkKind[], edit: BulkEdit): BulkKind =>
  kinds.find((kind) => kind.record === edit.record)!;

const enqueueRest = (ctx: Caller, tx: Tx, id: string, way: "do" | "undo") =>
  enqueue(tx, {
    task: bulkTask,
    payload: {
      workspace_id: ctx.workspaceId,
      edit_id: id,
      way,
      caller: { actor: ctx.actor, memberId: ctx.memberId, teamIds: ctx.teamIds, permissions: [...ctx.permissions] },
    },
    key: `bulk:${id}`,
  });

type Payload = {
  workspace_id: string;
  edit_id: string;
  way: "do" | "undo";
  caller: { actor: Actor; memberId: string | null; teamIds: string[]; permissions: Permission[] };
};

export const bulkTasks = (kinds: readonly BulkKind[]): Record<string, Task> => ({
  [bulkTask]: async (platform: Platform, { workspace_id, edit_id, way, caller }: Payload, signal) => {
    const ctx: Caller = {
      ...systemContext(platform, workspace_id),
      ...caller,
      permissions: new Set(caller.permissions),
    };
    const edit = await getBulkEdit(ctx, edit_id);
    await (way === "do" ? workOff : undoAll)(ctx, kindOf(kinds, edit), edit_id, signal);
  },
  sweep_bulk_edits: async (platform) => {
    await platform.db.asSystem("edits past undoing lie in every workspace", (tx) =>
      tx.run(sql`delete from bulk_edits where created_at < now() - interval '7 days'`),
    );
  },
});

/** Batch after batch until nothing waits; each commit stands for itself, so that a crash goes on where it was. */
async function workOff(ctx: Caller, kind: BulkKind, id: string, signal?: AbortSignal): Promise<void> {
  const { change } = await getBulkEdit(ctx, id);
  const step = (tx: Tx) =>
    eachItem(ctx, tx, id, "waiting", async (record) => {
      const done = await kind.change(ctx, tx, record, change).catch((error) => {
        if (error instanceof AppError) return null;
        throw error;
      });
      return { state: done ? "done" : "skipped", before: done?.before ?? null, after: done?.after ?? null };
    });
  await repeat(ctx, id, step, "running", "done", signal);
}

async function undoAll(ctx: Caller, kind: BulkKind, id: string, signal?: AbortSignal): Promise<void> {
  const step = (tx: Tx) =>
    eachItem(ctx, tx, id, "done", async (record, before, after) => {
      const now = await kind.read(ctx, tx, record);
      const changed = Object.keys(differencesOf(before, after));
      const mine = now ? changed.filter((field) => same(now[field], after[field])) : [];
      if (mine.length) await kind.change(ctx, tx, record, asChange(before, mine));
      return { state: "undone", skipped: mine.length < changed.length };
    });
  await repeat(ctx, id, step, "undoing", "undone", signal);
}

/** Flat fields → the change that sets them. */
export function asChange(values: FieldValues, fields: readonly string[]): Change {
  const change: Change = {};
  const custom: Record<string, unknown> = {};
  for (const field of fields) {
    if (field.startsWith("custom.")) custom[field.slice("custom.".length)] = values[field] ?? null;
    else change[field] = values[field] ?? null;
  }
  return Object.keys(custom).length ? { ...change, custom_fields: custom } : change;
}

async function repeat(
  ctx: Caller,
  id: string,
  step: (tx: Tx) => Promise<boolean>,
  from: string,
  to: string,
  signal?: AbortSignal,
): Promise<void> {
  while (!signal?.aborted) {
    if (await ctx.platform.db.inWorkspace(ctx.workspaceId, step)) continue;
    await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
      tx.run(
        sql`update bulk_edits set state = ${to} where workspace_id = ${ctx.workspaceId} and id = ${id} and state = ${from}`,
      ),
    );
    return tell(ctx, id);
  }
}

type Outcome = { state: string; before?: FieldValues | null; after?: FieldValues | null; skipped?: boolean };

async function eachItem(
  ctx: Caller,
  tx: Tx,
  id: string,
  state: string,
  work: (record: string, before: FieldValues, after: FieldValues) => Promise<Outcome>,
): Promise<boolean> {
  const items = await tx.rows<{ record_id: string; before: FieldValues | null; after: FieldValues | null }>(
    sql`select record_id, before, after from bulk_edit_items where workspace_id = ${ctx.workspaceId} and edit_id = ${id} and state = ${state}
      order by record_id limit ${batch} for update skip locked`,
  );
  let done = 0;
  let skipped = 0;
  for (const item of items) {
    const outcome = await work(item.record_id, item.before ?? {}, item.after ?? {});
    if (outcome.state === "skipped" || outcome.skipped) skipped++;
    else done++;
    await tx.run(sql`update bulk_edit_items set state = ${outcome.state}, before = coalesce(${json(outcome.before)}::jsonb, before), after = coalesce(${json(outcome.after)}::jsonb, after)
      where workspace_id = ${ctx.workspaceId} and edit_id = ${id} and record_id = ${item.record_id}`);
  }
  await tx.run(sql`update bulk_edits set done = case when state = 'running' then done + ${done} else done end, skipped = skipped + ${skipped}
    where workspace_id = ${ctx.workspaceId} and id = ${id}`);
  if (items.length) tx.afterCommit(() => tell(ctx, id));
  return items.length === batch;
}

const json = (value: object | null | undefined) => (value ? JSON.stringify(value) : null);

type Row = Omit<BulkEdit, "created_at" | "undo_until"> & { created_at: Date; undo_until: Date };

/** Its own, as a member or a key sees it. @throws not_found */
export async function getBulkEdit(ctx: Caller, id: string): Promise<BulkEdit> {
  const row = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
    tx.row<Row>(sql`select id, record, state, change, total, done, skipped, created_at, undo_until from bulk_edits
      where workspace_id = ${ctx.workspaceId} and id = ${id} and (member_id = ${ctx.memberId}::uuid or actor_id = ${ctx.actor.id}::uuid)`),
  );
  if (!row) throw notFound("edit");
  return { ...row, created_at: row.created_at.toISOString(), undo_until: row.undo_until.toISOString() };
}

const tell = (ctx: Caller, id: string) =>
  ctx.platform.hub.publish(ctx.workspaceId, [
    {
      hint: { type: "bulk_edit.progress", seq: 0, actor_id: ctx.actor.id ?? undefined, action_id: id },
      audience: { teamIds: [], memberIds: [ctx.memberId] },
    },
  ]);
