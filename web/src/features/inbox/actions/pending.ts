/** Changes shown but not yet answered by the server: laid over everything read meanwhile, so that nothing flickers back. */
import type { Conversation } from "@omniflow/contract";
import { type Assignee, applyChange, type Change } from "./patch.ts";

type Pending = { change: Change; assignee?: Assignee };
const pending = new Map<string, Pending[]>();

/** Registers a change; the returned function takes it off again. */
export function addPending(id: string, change: Change, assignee?: Assignee): () => void {
  const mine: Pending = { change, ...(assignee === undefined ? {} : { assignee }) };
  pending.set(id, [...(pending.get(id) ?? []), mine]);
  return () => {
    const rest = (pending.get(id) ?? []).filter((other) => other !== mine);
    if (rest.length > 0) pending.set(id, rest);
    else pending.delete(id);
  };
}

export const isPending = (id: string) => pending.has(id);

export function withPending<Row extends Conversation>(row: Row): Row {
  return (pending.get(row.id) ?? []).reduce((now, { change, assignee }) => applyChange(now, change, assignee), row);
}
