/**
 * The outbox. Sending claims the oldest due message of a thread with a lease and hands it to the channel with no transaction
 * open. Where a crash leaves the outcome open and the provider cannot tell two sends apart, the message is marked unknown and a
 * person decides: sending twice is worse than asking.
 */
import type { Status } from "@omniflow/contract";
import { type ChannelAdapter, ChannelError, type ConnectionView } from "../../channels/adapter.ts";
import { getAdapter } from "../../channels/registry.ts";
import { type Context, type Platform, systemContext } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { emit } from "../../platform/events.ts";
import { enqueue, type Task } from "../../platform/jobs.ts";
import { rootOf } from "../../platform/merged.ts";
import { getConnectionView, noteConnectionHealth } from "../connections/index.ts";
import { optOutProblem } from "../contacts/index.ts";
import { audienceOf, recordSteps, setDelivery, summarise } from "../conversations/index.ts";
import { applyLaterMacro } from "./macro.ts";
import { buildOutbound, type ClaimedMessage } from "./outbound.ts";

const sendTimeoutMs = 60_000;
/** Longer than any send may take, so that a live sender is never taken for a dead one. */
const leaseSeconds = 90;
/** Seconds before attempt 2, 3, …; after the last the message has failed. Together a day, as mail servers do. */
const backoff = [15, 60, 300, 900, 1800, 3600, 7200, 14_400, 28_800, 28_800];

export const sendTask = "send_messages";

/** @param replace for sweeps: a wake-up that failed waits longer and longer, and would make everything behind it wait too. */
export const enqueueSending = (tx: Tx, workspaceId: string, threadId: string, at: Date, replace = false): void =>
  enqueue(tx, {
    task: sendTask,
    payload: { workspace_id: workspaceId, thread_id: threadId },
    key: `send:${threadId}`,
    keepRunAt: !replace,
    runAt: at,
    maxAttempts: 20,
  });

/** Sends what is due on one thread, then wakes itself for what is not yet. */
export const sendMessages: Task = async (
  platform,
  { workspace_id, thread_id }: { workspace_id: string; thread_id: string },
  signal,
) => {
  const ctx = systemContext(platform, workspace_id);
  while (!signal.aborted) {
    const message = await claim(ctx, thread_id);
    if (!message) break;
    await deliver(ctx, message, signal);
  }
  await platform.db.inWorkspace(workspace_id, async (tx) => {
    const next = await tx.row<{
      at: Date;
    }>(sql`select greatest(min(send_at), now() + interval '200 milliseconds') as at from messages
      where workspace_id = ${workspace_id} and thread_id = ${thread_id} and delivery_state = 'queued' having count(*) > 0`);
    if (next) enqueueSending(tx, workspace_id, thread_id, next.at);
  });
};

const claim = (ctx: Context, threadId: string) =>
  ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const now = ctx.platform.clock.now();
    const message =
      await tx.row<ClaimedMessage>(sql`update messages m set delivery_state = 'sending', attempts = m.attempts + 1,
        lease_until = now() + make_interval(secs => ${leaseSeconds})
      from conversations h, conversations c
      where m.workspace_id = ${ctx.workspaceId} and h.workspace_id = m.workspace_id and h.id = m.conversation_id
        and c.workspace_id = m.workspace_id and c.id = ${rootOf("h")} and m.id = (
        select id from messages q where q.workspace_id = ${ctx.workspaceId} and q.thread_id = ${threadId} and q.delivery_state = 'queued' and q.send_at <= ${now}
          and not exists (select 1 from messages s where s.workspace_id = q.workspace_id and s.thread_id = q.thread_id and s.delivery_state = 'sending' and s.lease_until > now())
        order by q.send_at, q.id limit 1 for update skip locked)
      returning m.id, c.id as conversation_id, m.thread_id, m.connection_id, m.author_name, m.author_id, m.author_type, m.text, m.html, m.quoted_text, m.quoted_html, m.subject, m.recipients, m.automatic, m.attempts, m.created_at, m.details,
        c.contact_id, c.team_id, c.assignee_member_id, c.subject as conversation_subject`);
    if (message) await recordSteps(tx, ctx.workspaceId, message.id, [{ state: "sending" }]);
    return message;
  });

async function deliver(ctx: Context, message: ClaimedMessage, stopping: AbortSignal): Promise<void> {
  let outcome: Outcome;
  try {
    const connection = await getConnectionView(ctx.platform, ctx.workspaceId, message.connection_id);
    outcome =
      (await refusedSince(ctx, message, connection.kind)) ??
      (await handOver(ctx, message, getAdapter(ctx.platform, connection.kind), connection, stopping));
  } catch (error) {
    outcome = outcomeOf(ctx.platform, error, message.attempts);
  }
  await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) => settle(ctx, tx, message, outcome));
  await noteConnectionHealth(ctx.platform, ctx.workspaceId, message.connection_id, {
    ok: outcome.state === "sent",
    reason: outcome.state === "sent" ? null : (outcome.reason ?? null),
    sent: outcome.state === "sent",
    aboutRecipient: outcome.state === "failed",
  });
}

/** What waited to be sent may have become unwanted meanwhile: somebody has opted out since. */
async function refusedSince(ctx: Context, message: ClaimedMessage, kind: string): Promise<Outcome | null> {
  if (!message.details?.send_later && message.attempts < 2) return null;
  const {
    to = [],
    cc = [],
    bcc = [],
  } = message.recipients as Partial<Record<"to" | "cc" | "bcc", { kind: string; value: string }[]>>;
  const reason = await ctx.platform.db.inWorkspace(ctx.workspaceId, (tx) =>
    optOutProblem(ctx, tx, kind, [...to, ...cc, ...bcc]),
  );
  return reason ? { state: "failed", reason } : null;
}

type Outcome =
  | {
      state: "sent";
      externalId: string;
      reason: string | null;
      recipients: { address: string; state: "sent" | "failed"; reason?: string }[];
    }
  | { state: "deferred"; reason: string; seconds: number }
  | { state: "failed" | "unknown"; reason: string };

async function handOver(
  ctx: Context,
  message: ClaimedMessage,
  adapter: ChannelAdapter,
  connection: ConnectionView & { kind: string },
  stopping: AbortSignal,
): Promise<Outcome> {
  const outbound = await buildOutbound(ctx, message, connection, adapter);
  const parts = adapter.render(outbound, connection);
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(sendTimeoutMs)]);
  let externalId = "";
  const recipients: { address: string; state: "sent" | "failed"; reason?: string }[] = [];
  for (const [i, part] of parts.entries()) {
    try {
      const result = await adapter.send(part, connection, signal);
      externalId ||= result.externalId;
      recipients.push(...(result.recipients ?? []));
    } catch (error) {
      // Some parts are out: to begin again would repeat them.
      if (i > 0)
        return { state: "unknown", reason: `Only ${i} of ${parts.length} parts were sent: ${reasonOf(error)}` };
      throw error;
    }
  }
  const refused = recipients.filter((r) => r.state === "failed");
  const reason = refused.map(({ address, reason = "It was refused." }) => `${address}: ${reason}`).join("; ") || null;
  if (refused.length && refused.length === recipients.length) return { state: "failed", reason: reason! };
  return { state: "sent", externalId, reason, recipients };
}

function outcomeOf(platform: Platform, error: unknown, attempts: number): Outcome {
  if (!(error instanceof ChannelError)) platform.log.error({ err: error }, "sending failed unexpectedly");
  if (error instanceof ChannelError && error.unknown) return { state: "unknown", reason: error.reason };
  const reason = reasonOf(error);
  const retry = error instanceof ChannelError ? error.retry : true;
  const wait = backoff[attempts - 1];
  if (!retry || wait === undefined) return { state: "failed", reason };
  return { state: "deferred", reason, seconds: (error as ChannelError).retryAfter ?? wait };
}

const reasonOf = (error: unknown): string =>
  error instanceof ChannelError ? error.reason : "Something went wrong on our side; we try again.";

async function settle(ctx: Context, tx: Tx, message: ClaimedMessage, outcome: Outcome): Promise<void> {
  if (outcome.state === "deferred") {
    await tx.run(sql`update messages set delivery_state = 'queued', delivery_reason = ${outcome.reason}, lease_until = null,
        send_at = now() + make_interval(secs => ${outcome.seconds})
      where workspace_id = ${ctx.workspaceId} and id = ${message.id} and delivery_state = 'sending'`);
    await recordSteps(tx, ctx.workspaceId, message.id, [{ state: "deferred", reason: outcome.reason }]);
    return;
  }
  if (outcome.state !== "sent") {
    await recordSteps(tx, ctx.workspaceId, message.id, [{ state: outcome.state, reason: outcome.reason }]);
    return setDelivery(ctx, tx, message, outcome.state, outcome.reason);
  }
  await recordSteps(tx, ctx.workspaceId, message.id, [
    { state: "sent" },
    ...outcome.recipients
      .filter((r) => r.state === "failed")
      .map((r) => ({ state: "failed" as const, recipient: r.address, reason: r.reason })),
  ]);
  // A provider that names two messages alike costs us the name, not the message.
  await tx.run(sql`update messages m set sent_at = now(), external_id = coalesce(m.external_id, (select nullif(${outcome.externalId}, '')
      where not exists (select 1 from messages o where o.workspace_id = m.workspace_id and o.connection_id = m.connection_id and o.external_id = ${outcome.externalId})))
    where m.workspace_id = ${ctx.workspaceId} and m.id = ${message.id}`);
  if (message.details?.send_later) await sayNow(ctx, tx, message);
  // A receipt may have been faster than the provider's answer.
  const current = await tx.row<{ delivery_state: string }>(
    sql`select delivery_state from messages where workspace_id = ${ctx.workspaceId} and id = ${message.id} for update`,
  );
  if (current?.delivery_state === "sending" || current?.delivery_state === "unknown")
    await setDelivery(ctx, tx, message, "sent", outcome.reason);
}

/** A message that was sent later takes its place in the thread when it goes, and the conversation its next status. */
async function sayNow(ctx: Context, tx: Tx, message: ClaimedMessage): Promise<void> {
  await tx.run(
    sql`update messages set created_at = ${ctx.platform.clock.now()} where workspace_id = ${ctx.workspaceId} and id = ${message.id}`,
  );
  await summarise(tx, ctx.workspaceId, message.conversation_id);
  const status = message.details?.status_after ?? "pending";
  const changed = await tx.row<{
    from: Status;
  }>(sql`update conversations c set status = ${status}, version = c.version + 1
    from conversations b where c.workspace_id = ${ctx.workspaceId} and c.id = ${message.conversation_id} and b.workspace_id = c.workspace_id and b.id = c.id
      and c.status = 'open' and c.status <> ${status} returning b.status as from`);
  if (changed) {
    const about = {
      conversationId: message.conversation_id,
      contactId: message.contact_id,
      audience: audienceOf(message),
    };
    emit(ctx, tx, { type: "conversation.status_changed", data: { from: changed.from, to: status }, ...about });
  }
  if (message.details?.macro_later)
    await applyLaterMacro(ctx, tx, message.conversation_id, message.details.macro_later);
}

type Stuck = ClaimedMessage & { workspace_id: string; kind: string; delivery_state: string };

/** What a crash left behind: expired leases are settled, and due messages without a job get one. */
export const sweepOutbox: Task = async (platform) => {
  const stuck = await platform.db.asSystem("a crashed sender leaves messages in every workspace", (tx) =>
    tx.rows<Stuck>(sql`select m.workspace_id, m.id, m.thread_id, c.id as conversation_id, m.delivery_state, k.kind, c.contact_id, c.team_id, c.assignee_member_id
      from messages m join connections k on k.workspace_id = m.workspace_id and k.id = m.connection_id
      join conversations h on h.workspace_id = m.workspace_id and h.id = m.conversation_id
      join conversations c on c.workspace_id = m.workspace_id and c.id = ${rootOf("h")}
      where (m.delivery_state = 'sending' and m.lease_until < now()) or (m.delivery_state = 'queued' and m.send_at < now() - interval '5 seconds')
      order by m.send_at limit 1000`),
  );
  for (const message of stuck) {
    const ctx = systemContext(platform, message.workspace_id);
    await platform.db.inWorkspace(message.workspace_id, async (tx) => {
      if (message.delivery_state === "sending") await settleAbandoned(ctx, tx, message);
      enqueueSending(tx, message.workspace_id, message.thread_id, platform.clock.now(), true);
    });
  }
};

async function settleAbandoned(ctx: Context, tx: Tx, message: Stuck): Promise<void> {
  const still = await tx.row(sql`select 1 from messages where workspace_id = ${ctx.workspaceId} and id = ${message.id}
    and delivery_state = 'sending' and lease_until < now() for update`);
  if (!still) return;
  if (getAdapter(ctx.platform, message.kind).limits.idempotentSend) {
    await tx.run(
      sql`update messages set delivery_state = 'queued', lease_until = null where workspace_id = ${ctx.workspaceId} and id = ${message.id}`,
    );
    return;
  }
  const reason =
    "The server stopped while this was being sent; it may or may not have arrived. Check with the customer, or send it again.";
  await recordSteps(tx, ctx.workspaceId, message.id, [{ state: "unknown", reason }]);
  await setDelivery(ctx, tx, message, "unknown", reason);
}
