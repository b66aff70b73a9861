/** What the database already knows about a batch of arrivals, read in one trip under locks that make it stay true. */
import type { Priority, Status } from "@omniflow/contract";
import { sql, type Tx } from "../../../platform/db.ts";
import { rootOf } from "../../../platform/merged.ts";
import { lockKeys } from "../../contacts/index.ts";
import { type Arrival, identityKey, knownBy, pair } from "./arrival.ts";

export type KnownConversation = {
  id: string;
  contact_id: string;
  status: Status;
  folder: string;
  priority: Priority;
  subject: string;
  team_id: string | null;
  assignee_member_id: string | null;
  snoozed_until: Date | null;
  wake_on_reply: boolean;
  followed: boolean;
  /** Something waits to be sent later. */
  scheduled: boolean;
  /** A ticket is about it. */
  ticketed: boolean;
};

export type KnownThread = {
  thread_id: string;
  connection_id: string;
  external_key: string;
  /** The conversation it belongs to; `conversation` is the one that was merged into. */
  home_id: string;
  /** The thread this one was split off from. */
  split_from?: string | null;
  conversation: KnownConversation;
};

/** An earlier message some arrival says it answers, with who takes part in its conversation. */
export type KnownReference = { external_id: string; connection_id: string; thread: KnownThread; people: string[] };

/** `merged`: contacts that are read as this one. */
export type KnownContact = { id: string; blocked: boolean; name: string; merged?: string[] };

export type Known = {
  /** `connection external_id` → the message that came before. */
  seen: Map<
    string,
    { message_id: string; conversation_id: string; thread_id: string; contact_id: string; fingerprint?: string | null }
  >;
  /** identity key → contact. */
  contacts: Map<string, KnownContact>;
  /** `connection key` and `thread:<id>` → thread. */
  threads: Map<string, KnownThread>;
  references: Map<string, KnownReference>;
  /** `connection contact subject` → the thread of a recent exchange about it. */
  bySubject: Map<string, KnownThread>;
};

/** The id a message is kept under when another has its external id already. */
export const idOfItsOwn = (arrival: Arrival) => `${arrival.externalId}#${arrival.fingerprint ?? ""}`;

const threadColumns = sql`t.id as thread_id, t.connection_id, t.external_key, t.conversation_id as home_id, t.split_from,
  json_build_object('id', c.id, 'contact_id', c.contact_id, 'status', c.status, 'folder', c.folder, 'priority', c.priority, 'subject', c.subject,
    'team_id', c.team_id, 'assignee_member_id', c.assignee_member_id, 'snoozed_until', c.snoozed_until, 'wake_on_reply', c.wake_on_reply, 'followed', c.followed, 'scheduled', c.scheduled, 'ticketed', c.ticketed) as conversation`;

/**
 * Takes a lock on every person, thread and external id of the batch, in one order, before looking: a second node working on the
 * same person waits here and then finds what the first has written. The unique keys stand behind it.
 */
export const lockArrivals = (tx: Tx, workspaceId: string, arrivals: Arrival[]) =>
  lockKeys(tx, workspaceId, arrivals.flatMap(knownBy));

/**
 * Everything the intake looks up it finds by an index, one key at a time. A planner without statistics — a new installation in its
 * first minute — would rather read whole tables; and these statements are the same thousands of times, so one plan serves all.
 */
export const tuneIntake = (tx: Tx) =>
  tx.run({
    name: "tune_intake",
    text: `select set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
      set_config('plan_cache_mode', 'force_generic_plan', true)`,
  });

export async function readKnown(tx: Tx, workspaceId: string, arrivals: Arrival[]): Promise<Known> {
  const connections = arrivals.map((a) => a.connection.id);
  const [seen, contacts, threads, references, bySubject] = await Promise.all([
    readSeen(tx, workspaceId, connections, arrivals),
    readContacts(tx, workspaceId, arrivals),
    readThreads(tx, workspaceId, arrivals),
    readReferences(tx, workspaceId, arrivals),
    readBySubject(tx, workspaceId, arrivals),
  ]);
  return { seen, contacts, threads, references, bySubject };
}

async function readSeen(
  tx: Tx,
  workspaceId: string,
  connections: string[],
  arrivals: Arrival[],
): Promise<Known["seen"]> {
  const prints = arrivals.filter((a) => a.fingerprint);
  const rows = await tx.rows<{
    connection_id: string;
    external_id: string;
    message_id: string;
    conversation_id: string;
    thread_id: string;
    contact_id: string;
    fingerprint: string | null;
  }>({
    name: "seen_messages",
    text: `select m.connection_id, m.external_id, m.details ->> 'fingerprint' as fingerprint, m.id as message_id, ${rootOf("c").sql} as conversation_id, m.thread_id, coalesce(m.author_id, c.contact_id) as contact_id
      from unnest($2::uuid[], $3::text[]) as k(connection_id, external_id)
      join messages m on m.workspace_id = $1 and m.connection_id = k.connection_id and m.external_id = k.external_id
      join conversations c on c.workspace_id = $1 and c.id = m.conversation_id`,
    values: [
      workspaceId,
      [...connections, ...prints.map((a) => a.connection.id)],
      [...arrivals.map((a) => a.externalId), ...prints.map(idOfItsOwn)],
    ],
  });
  return new Map(rows.map((row) => [pair(row.connection_id, row.external_id), row]));
}

async function readContacts(tx: Tx, workspaceId: string, arrivals: Arrival[]): Promise<Known["contacts"]> {
  const rows = await tx.rows<KnownContact & { kind: string; value: string }>({
    name: "known_contacts",
    text: `select i.kind, i.value, ${rootOf("c").sql} as id, c.blocked_at is not null as blocked, c.name,
        array(select m.id from contacts m where m.workspace_id = $1 and m.merged_into = ${rootOf("c").sql}) as merged
      from unnest($2::text[], $3::text[]) as k(kind, value)
      join contact_identities i on i.workspace_id = $1 and i.kind = k.kind and i.value = k.value
      join contacts c on c.workspace_id = $1 and c.id = i.contact_id`,
    values: [workspaceId, arrivals.map((a) => a.from.kind), arrivals.map((a) => a.from.value)],
  });
  return new Map(rows.map((row) => [identityKey(row), row]));
}

async function readThreads(tx: Tx, workspaceId: string, arrivals: Arrival[]): Promise<Known["threads"]> {
  const withKey = arrivals.filter((a) => a.thread);
  if (!withKey.length) return new Map();
  const keyed = withKey.filter((a) => !a.thread!.startsWith("thread:"));
  const proven = withKey.filter((a) => a.thread!.startsWith("thread:"));
  // Each kind of key by its own index: both in one condition with `or` would read every thread of the workspace. `limit 1` keeps
  // the look-ups one by one also where the tables have no statistics yet.
  const rows = await tx.rows<KnownThread>({
    name: "known_threads",
    text: `select ${threadColumns.text} from (
      select t.* from unnest($2::uuid[], $3::text[]) as k(connection_id, external_key)
      join lateral (select * from threads t where t.workspace_id = $1 and t.connection_id = k.connection_id and t.external_key = k.external_key limit 1) t on true
      union all
      select t.* from unnest($4::uuid[], $5::uuid[]) as k(id, connection_id)
      join lateral (select * from threads t where t.workspace_id = $1 and t.id = k.id and t.connection_id = k.connection_id limit 1) t on true) t
    join lateral (select ${rootOf("o").sql} as id from conversations o where o.workspace_id = $1 and o.id = t.conversation_id limit 1) o on true
    join lateral (select * from conversations c where c.workspace_id = $1 and c.id = o.id limit 1 for no key update) c on true`,
    values: [
      workspaceId,
      keyed.map((a) => a.connection.id),
      keyed.map((a) => a.thread),
      proven.map((a) => a.thread!.slice(7)),
      proven.map((a) => a.connection.id),
    ],
  });
  const map: Known["threads"] = new Map();
  for (const row of rows) {
    map.set(pair(row.connection_id, row.external_key), row);
    map.set(pair(row.connection_id, `thread:${row.thread_id}`), row);
  }
  return map;
}

/** `message:<id>`: our own message, proven by a token we signed. */
const ownId = (reference: string): string | null => /^message:([0-9a-f-]{36})$/.exec(reference)?.[1] ?? null;

async function readReferences(tx: Tx, workspaceId: string, arrivals: Arrival[]): Promise<Known["references"]> {
  const asked = arrivals.flatMap((a) => a.inReplyTo.slice(0, 50).map((id) => [a.connection.id, id] as const));
  if (!asked.length) return new Map();
  const rows = await tx.rows<
    KnownThread & { external_id: string; people: string[] }
  >(sql`select k.external_id, ${threadColumns},
      array(select p.kind || ':' || p.value from participants p where p.workspace_id = c.workspace_id and p.conversation_id in (c.id, o.id)) as people
    from (select * from unnest(${asked.map(([c]) => c)}::uuid[], ${asked.map(([, id]) => id)}::text[], ${asked.map(([, id]) => ownId(id))}::uuid[])
        as k(connection_id, external_id, own_id)) k
    join lateral (
      select m.* from messages m where m.workspace_id = ${workspaceId} and m.connection_id = k.connection_id and m.external_id = k.external_id
      union all select m.* from messages m where m.workspace_id = ${workspaceId} and m.connection_id = k.connection_id and m.id = k.own_id) m on true
    join threads t on t.workspace_id = m.workspace_id and t.id = m.thread_id
    join conversations o on o.workspace_id = t.workspace_id and o.id = t.conversation_id
    join conversations c on c.workspace_id = t.workspace_id and c.id = ${rootOf("o")}
    for no key update of c`);
  return new Map(
    rows.map(({ external_id, people, ...thread }) => [
      pair(thread.connection_id, external_id),
      { external_id, connection_id: thread.connection_id, thread, people },
    ]),
  );
}

/** One mail in eight that answers carries no reference at all: same mailbox, same person, same subject, within thirty days. */
async function readBySubject(tx: Tx, workspaceId: string, arrivals: Arrival[]): Promise<Known["bySubject"]> {
  const asked = arrivals.filter((a) => a.replySubject && !a.thread && !a.inReplyTo.length);
  if (!asked.length) return new Map();
  const rows = await tx.rows<KnownThread & { kind: string; value: string; reply_subject: string }>(sql`
    select distinct on (k.kind, k.value, k.reply_subject, t.connection_id) k.kind, k.value, k.reply_subject, ${threadColumns}
    from unnest(${asked.map((a) => a.connection.id)}::uuid[], ${asked.map((a) => a.from.kind)}::text[], ${asked.map((a) => a.from.value)}::text[], ${asked.map((a) => a.replySubject)}::text[])
      as k(connection_id, kind, value, reply_subject)
    join contact_identities i on i.workspace_id = ${workspaceId} and i.kind = k.kind and i.value = k.value
    join threads t on t.workspace_id = ${workspaceId} and t.connection_id = k.connection_id and t.contact_id = i.contact_id
      and t.last_message_at > now() - interval '30 days' and lower(t.subject) = k.reply_subject
    join conversations o on o.workspace_id = t.workspace_id and o.id = t.conversation_id
    join conversations c on c.workspace_id = t.workspace_id and c.id = ${rootOf("o")}
    order by k.kind, k.value, k.reply_subject, t.connection_id, t.last_message_at desc`);
  return new Map(
    rows.map(({ kind, value, reply_subject, ...thread }) => [
      pair(thread.connection_id, `${kind}:${value} ${reply_subject}`),
      thread,
    ]),
  );
}
