/**
 * Facts. `emit` gathers them during a transaction; they are written right before its commit, together with the jobs of those
 * reactions that want them, and told to the sockets after it. An event is never changed.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { EventPayload, EventType, Hint } from "@omniflow/contract";
import type { Context } from "./context.ts";
import { sql, type Tx } from "./db.ts";
import { enqueue } from "./jobs.ts";
import type { Audience } from "./realtime.ts";
import { newId } from "./uuid.ts";

export type Event<T extends EventType = EventType> = {
  type: T;
  data: EventPayload<T>;
  conversationId?: string;
  contactId?: string;
  ticketId?: string;
  companyId?: string;
  /** Who may learn of it by socket; everybody in the workspace when absent. */
  audience?: Audience;
  /** One of very many: not told by socket; whoever emits it tells of them all by a hint of its own. */
  quiet?: boolean;
  /** Facts at hand that help reactions decide cheaply; not stored. */
  facts?: Record<string, unknown>;
};

export type StoredEvent = {
  id: string;
  seq: number;
  type: EventType;
  conversationId: string | null;
  contactId: string | null;
  data: Record<string, unknown>;
};

/** Something that follows from events. `wants` must be cheap and pure: it runs inside the transaction of the change. */
export type Reaction = {
  /** Also the job's task name. */
  name: string;
  wants(event: Event): boolean;
};

/** Payload of a reaction's job: the events of one transaction it wanted. */
export type ReactionPayload = {
  workspace_id: string;
  events: {
    id: string;
    type: EventType;
    conversation_id?: string;
    contact_id?: string;
    ticket_id?: string;
    // biome-ignore lint/suspicious/noExplicitAny: each reaction knows the payloads of the events it wants.
    data: any;
  }[];
};

type Gathered = { event: Event; id: string; ctx: Context };
const gathered = Symbol("events");

export function emit<T extends EventType>(ctx: Context, tx: Tx, event: Event<T>): void {
  let list = tx.bag.get(gathered) as Gathered[] | undefined;
  if (!list) {
    list = [];
    tx.bag.set(gathered, list);
    const all = list;
    tx.beforeCommit(() => {
      tx.bag.delete(gathered);
      return writeEvents(ctx, tx, all);
    });
  }
  list.push({ event: event as unknown as Event, id: newId(), ctx });
}

async function writeEvents(ctx: Context, tx: Tx, list: Gathered[]): Promise<void> {
  const rows = list.map(({ event, id, ctx: by }) => ({
    id,
    type: event.type,
    conversation_id: event.conversationId ?? null,
    contact_id: event.contactId ?? null,
    ticket_id: event.ticketId ?? null,
    company_id: event.companyId ?? null,
    actor_type: by.actor.type,
    actor_id: by.actor.id,
    data: event.data,
    cause_id: by.cause,
  }));
  enqueueReactions(ctx, tx, list);
  const stored = tx.rows<{ seq: number; id: string }>({
    name: "write_events",
    text: `insert into events (workspace_id, id, type, conversation_id, contact_id, ticket_id, company_id, actor_type, actor_id, data, cause_id)
      select $1, id, type, conversation_id, contact_id, ticket_id, company_id, actor_type, actor_id, data, cause_id
      from json_to_recordset($2) as e(id uuid, type text, conversation_id uuid, contact_id uuid, ticket_id uuid, company_id uuid, actor_type text, actor_id uuid, data jsonb, cause_id uuid)
      returning seq, id`,
    values: [ctx.workspaceId, JSON.stringify(rows)],
  });
  let seqs: Map<string, number> | undefined;
  const told = list.filter(({ event }) => !event.quiet);
  tx.afterCommit(() => {
    if (!told.length) return;
    ctx.platform.hub.publish(
      ctx.workspaceId,
      told.map(({ event, id, ctx: by }) => ({ hint: hintOf(event, seqs?.get(id) ?? 0, by), audience: event.audience })),
    );
  });
  seqs = new Map((await stored).map((row) => [row.id, row.seq]));
}

function enqueueReactions(ctx: Context, tx: Tx, list: Gathered[]): void {
  for (const reaction of ctx.platform.reactions) {
    const wanted = list.filter(({ event }) => reaction.wants(event));
    if (!wanted.length) continue;
    const payload: ReactionPayload = {
      workspace_id: ctx.workspaceId,
      events: wanted.map(({ event, id }) => ({
        id,
        type: event.type,
        conversation_id: event.conversationId,
        contact_id: event.contactId,
        ticket_id: event.ticketId,
        data: event.data,
      })),
    };
    enqueue(tx, { task: reaction.name, payload });
  }
}

/**
 * Up to which `seq` events are complete: for whoever reads on from a number and must miss none. Numbers are given before the commit, so
 * of two transactions beside each other the later number may be seen first, and a reader that goes on from it would never see the
 * other. All that could still bring a lower number are under way now (each has written its change before its event), so this
 * waits until they have ended. When one takes longer than `waitMs`, only what is an hour old counts: older than any transaction.
 */
export async function settledSeq(tx: Tx, workspaceId: string, waitMs: number): Promise<number> {
  const { own, newest } = (await tx.row<{ own: string; newest: number }>(sql`select pg_current_xact_id()::text as own,
    (select coalesce(max(seq), 0) from events where workspace_id = ${workspaceId}) as newest`))!;
  for (const until = performance.now() + waitMs; performance.now() < until; ) {
    const now = await tx.row<{ settled: boolean }>(
      sql`select pg_snapshot_xmin(pg_current_snapshot()) >= ${own}::xid8 as settled`,
    );
    if (now!.settled) return newest;
    await sleep(5);
  }
  const old = await tx.row<{ seq: number }>(sql`select seq from events
    where workspace_id = ${workspaceId} and at < now() - interval '1 hour' order by seq desc limit 1`);
  return old?.seq ?? 0;
}

const hintOf = (event: Event, seq: number, by: Context): Hint => ({
  type: event.type,
  seq,
  conversation_id: event.conversationId,
  contact_id: event.contactId,
  ticket_id: event.ticketId,
  message_id: (event.data as { message_id?: string }).message_id,
  actor_id: by.actor.id ?? undefined,
});
