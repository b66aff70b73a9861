/** The optimistic side of a change, as pure functions: what the row will look like, how to take it back, what collides. */
import type { Conversation, ConversationChange } from "@omniflow/contract";
import type { Static } from "typebox";

/** What the inbox changes on a row; `version` is added when it is sent. */
export type Change = Pick<
  Static<typeof ConversationChange>,
  "status" | "folder" | "assignee_id" | "team_id" | "priority" | "tags" | "subject" | "snoozed_until" | "wake_on_reply"
>;
/** `wake_on_reply` goes with a snooze and never stands alone. */
export type ChangeField = Exclude<keyof Change, "wake_on_reply">;
const fieldsOf = (change: Change) =>
  (Object.keys(change) as (keyof Change)[]).filter((field): field is ChangeField => field !== "wake_on_reply");
export type Assignee = Conversation["assignee"];

/** The row as it will be once the server agrees. `assignee` gives the name that belongs to `assignee_id`. */
export function applyChange<Row extends Conversation>(row: Row, change: Change, assignee?: Assignee): Row {
  const next: Row = { ...row };
  if (change.status !== undefined) {
    next.status = change.status;
    // The server does the same: whoever decides on a state no longer waits for the clock.
    if (change.status !== "open") next.snoozed_until = null;
  }
  if (change.folder !== undefined) next.folder = change.folder;
  if (change.priority !== undefined) next.priority = change.priority;
  if (change.team_id !== undefined) next.team_id = change.team_id;
  if (change.tags !== undefined) next.tags = change.tags;
  if (change.subject !== undefined) next.subject = change.subject;
  if (change.snoozed_until !== undefined) next.snoozed_until = change.snoozed_until;
  if (change.assignee_id !== undefined) {
    next.assignee =
      change.assignee_id === null ? null : (assignee ?? { type: "member", id: change.assignee_id, name: "" });
  }
  return next;
}

/** The change that puts `change`'s fields back to what they were in `before`. */
export function invertChange(before: Conversation, change: Change): Change {
  const back: Change = {};
  if (change.status !== undefined) back.status = before.status;
  if (change.folder !== undefined) back.folder = before.folder;
  if (change.priority !== undefined) back.priority = before.priority;
  if (change.team_id !== undefined) back.team_id = before.team_id;
  if (change.tags !== undefined) back.tags = before.tags;
  if (change.subject !== undefined) back.subject = before.subject;
  if (change.snoozed_until !== undefined || (change.status && before.snoozed_until)) {
    back.snoozed_until = before.snoozed_until;
  }
  if (change.assignee_id !== undefined) back.assignee_id = before.assignee?.id ?? null;
  return back;
}

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

const fieldOf = (row: Conversation, field: ChangeField): unknown =>
  field === "assignee_id" ? (row.assignee?.id ?? null) : row[field];

/** True when the change would leave the row as it is: nothing to send. */
export function changesNothing(row: Conversation, change: Change): boolean {
  return fieldsOf(change).every((field) => same(fieldOf(row, field), change[field]));
}

/**
 * After `version_conflict`: the fields of `change` that somebody else moved meanwhile, and not to the same value. Tags never
 * collide, they are merged. Empty means the change may simply be applied again.
 */
export function collisions(before: Conversation, now: Conversation, change: Change): ChangeField[] {
  return fieldsOf(change).filter((field) => {
    if (field === "tags") return false;
    const current = fieldOf(now, field);
    return !same(fieldOf(before, field), current) && !same(current, change[field]);
  });
}

/** The same wish on the newer row: tags are added and removed one by one, everything else stays as asked. */
export function rebase(before: Conversation, now: Conversation, change: Change): Change {
  if (!change.tags) return change;
  const wanted = change.tags;
  const added = wanted.filter((tag) => !before.tags.includes(tag));
  const removed = before.tags.filter((tag) => !wanted.includes(tag));
  return { ...change, tags: [...new Set([...now.tags.filter((tag) => !removed.includes(tag)), ...added])] };
}
