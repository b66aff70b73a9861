/** The one way in: arrivals of one workspace become messages on the record, in one transaction, each exactly once. */
import type { Context } from "../../../platform/context.ts";
import type { Tx } from "../../../platform/db.ts";
import { emit } from "../../../platform/events.ts";
import { cancelOvertaken } from "../delivery/scheduled.ts";
import type { Arrival, Received } from "./arrival.ts";
import { lockArrivals, readKnown, tuneIntake } from "./known.ts";
import { type Plan, placeArrivals, type Touched } from "./place.ts";
import { writePlan } from "./write.ts";

/** Results in the order of the arrivals. `also` runs in the same transaction, before the commit. */
export async function receiveMessages(
  ctx: Context,
  arrivals: Arrival[],
  also?: (tx: Tx, results: Received[]) => Promise<void>,
): Promise<Received[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ctx.platform.db.inWorkspace(ctx.workspaceId, async (tx) => {
        const tuned = tuneIntake(tx);
        const locked = lockArrivals(tx, ctx.workspaceId, arrivals);
        const known = await readKnown(tx, ctx.workspaceId, arrivals);
        await Promise.all([tuned, locked]);
        const plan = placeArrivals(arrivals, known, ctx.platform.clock.now());
        const written = plan.placed.length ? writePlan(tx, ctx.workspaceId, plan) : Promise.resolve();
        await cancelOvertaken(ctx, tx, plan);
        announce(ctx, tx, plan);
        const results = inOrder(arrivals, plan);
        await Promise.all([written, also?.(tx, results)]);
        return results;
      });
    } catch (error) {
      if (attempt >= 5 || !isPassing(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5 * 2 ** attempt * Math.random()));
    }
  }
}

/** Two nodes met: a deadlock or a unique key. The next look finds what the other has written. */
const isPassing = (error: unknown) => ["40P01", "40001", "23505"].includes((error as { code?: string }).code ?? "");

const inOrder = (arrivals: Arrival[], plan: Plan): Received[] => {
  const results = new Map([...plan.placed, ...plan.duplicates].map(({ arrival, result }) => [arrival, result]));
  return arrivals.map((arrival) => results.get(arrival)!);
};

const audienceOf = ({ conversation }: Touched) => ({
  teamIds: [conversation.team_id],
  memberIds: [conversation.assignee_member_id],
});

function announce(ctx: Context, tx: Tx, plan: Plan): void {
  for (const contact of plan.contacts) {
    emit({ ...ctx, actor: { type: "contact", id: contact.id } }, tx, {
      type: "contact.created",
      data: {},
      contactId: contact.id,
    });
  }
  const begun = new Set<string>();
  for (const { arrival, result } of plan.placed) {
    const touched = plan.touched.get(result.conversationId)!;
    const by: Context = { ...ctx, actor: { type: "contact", id: result.contactId } };
    const about = { conversationId: result.conversationId, contactId: result.contactId, audience: audienceOf(touched) };
    if (touched.isNew && !begun.has(result.conversationId)) {
      emit(by, tx, { type: "conversation.created", data: { channel: touched.channel }, ...about });
    }
    begun.add(result.conversationId);
    emit(by, tx, {
      type: "message.received",
      data: { message_id: result.messageId },
      ...about,
      facts: {
        isNew: touched.isNew,
        watched: touched.conversation.followed || touched.conversation.assignee_member_id !== null,
        ticketed: touched.conversation.ticketed,
        automatic: arrival.automatic,
        ours: arrival.ours,
        connection: arrival.connection,
      },
    });
  }
  for (const touched of plan.touched.values()) announceState(ctx, tx, touched);
}

function announceState(ctx: Context, tx: Tx, touched: Touched): void {
  const { conversation } = touched;
  const by: Context = { ...ctx, actor: { type: "contact", id: conversation.contact_id } };
  const about = { conversationId: conversation.id, contactId: conversation.contact_id, audience: audienceOf(touched) };
  if (touched.woken) emit(by, tx, { type: "conversation.woken", data: { reason: "customer_replied" }, ...about });
  if (touched.statusBefore !== conversation.status) {
    emit(by, tx, {
      type: "conversation.status_changed",
      data: { from: touched.statusBefore, to: conversation.status },
      ...about,
    });
  }
}
