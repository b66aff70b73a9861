/** What a send changed in its conversation besides saying something: kept with the message, given back when it is taken back. */
import type { ConversationChange } from "@omniflow/contract";
import type { Context } from "../../platform/context.ts";
import { sql, type Tx } from "../../platform/db.ts";
import { type ConversationState, keep, type Undoable } from "../conversations/index.ts";

/** The fields that were changed, as they were and as they became; with a snooze, whether an answer would have ended it. */
export type SendTrace = { before: Partial<Undoable> & { wake_on_reply?: boolean }; after: Partial<Undoable> };

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** @param before as it was when the send began: the next status, the end of a snooze and a response's actions all count */
export async function noteTrace(
  ctx: Context,
  tx: Tx,
  messageId: string,
  before: ConversationState,
  after: ConversationState,
): Promise<void> {
  const [was, is] = [keep(before), keep(after)];
  const changed = (Object.keys(was) as (keyof Undoable)[]).filter((field) => !same(was[field], is[field]));
  if (changed.length === 0) return;
  const pick = (state: Undoable) => Object.fromEntries(changed.map((field) => [field, state[field]]));
  const snooze = changed.includes("snoozed_until") ? { wake_on_reply: before.wake_on_reply } : {};
  const trace: SendTrace = { before: { ...pick(was), ...snooze }, after: pick(is) };
  await tx.run(sql`update messages set details = details || jsonb_build_object('trace', ${JSON.stringify(trace)}::jsonb)
    where workspace_id = ${ctx.workspaceId} and id = ${messageId}`);
}

/** The change that takes it back, of what nobody has changed since. A snooze that has ended meanwhile has ended. Pure. */
export function undoingChange(conversation: ConversationState, trace: SendTrace | undefined, now: Date) {
  const is = keep(conversation);
  const was: SendTrace["before"] = trace?.before ?? {};
  const still = (field: keyof Undoable) =>
    trace !== undefined && field in trace.after && same(is[field], trace.after[field]);
  const snoozed = was.snoozed_until ? new Date(was.snoozed_until) : null;
  const back: ConversationChange = {
    ...(still("status") && was.status ? { status: was.status } : {}),
    ...(still("folder") && was.folder ? { folder: was.folder } : {}),
    ...(still("priority") && was.priority ? { priority: was.priority } : {}),
    ...(still("team_id") ? { team_id: was.team_id ?? null } : {}),
    ...(still("assignee_member_id") ? { assignee_id: was.assignee_member_id ?? null } : {}),
    ...(still("tags") && was.tags ? { tags: was.tags } : {}),
    ...(still("snoozed_until") && !(snoozed && snoozed <= now)
      ? {
          snoozed_until: snoozed?.toISOString() ?? null,
          ...(was.wake_on_reply === undefined ? {} : { wake_on_reply: was.wake_on_reply }),
        }
      : {}),
  };
  return Object.keys(back).length > 0 ? back : null;
}
