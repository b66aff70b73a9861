/** Does one thing to everything selected, tells what became of it, and can take it back. */
import type { Action, BulkChange } from "@omniflow/contract";
import type { QueryClient } from "@tanstack/react-query";
import i18next from "i18next";
import type { ConversationFilter } from "../../../api/conversations.ts";
import { keys } from "../../../api/keys.ts";
import { performAction, undoAction } from "../../../api/triage.ts";
import { createStore } from "../../../lib/store.ts";
import { said } from "../../../said/index.ts";
import { errorText } from "../../../ui/states.tsx";
import { notify } from "../../../ui/toast.tsx";
import { forgetUndo, pushUndo, undo } from "../actions/undo.ts";
import type { Selection } from "./selection.ts";

/** As the server takes ids one by one. */
export const mostIds = 1000;
/** As many of a view as one action takes; a second one takes the rest. */
export const mostOfView = 20_000;

/** Actions that go on in the background; their progress is shown. */
export const running = createStore<readonly string[]>([]);
export const watch = (id: string): void => running.set((now) => (now.includes(id) ? now : [...now, id]));
export const unwatch = (id: string): void => running.set((now) => now.filter((one) => one !== id));

const t = () => i18next.getFixedT(null, "triage");

/** @throws what keeps all of it from happening; what happened to some is told. */
export async function performBulk(
  client: QueryClient,
  { all, ids }: Selection,
  filter: ConversationFilter,
  change: BulkChange,
): Promise<void> {
  const { sort: _, ...select } = filter;
  if (!all && ids.size > mostIds) throw new Refused(t()("bulk.too_many", { count: mostIds }));
  // Who takes it back before the answer means this, not what was done before it.
  let tooEarly = false;
  const early = pushUndo(describe({ change }), () => {
    tooEarly = true;
  });
  const action = await performAction(
    all ? { select, except: [...ids].slice(0, mostIds), change } : { ids: [...ids], change },
  ).finally(() => forgetUndo(early.id));
  if (action.state === "done" && action.done === 0 && action.skipped > 0) throw new Refused(skippedOf(action));
  if (tooEarly) await takeBack(client, action.id);
  else finish(client, action);
}

/** What kept all of it from happening, in words for the member. */
class Refused extends Error {}

/** Why some were left out. */
const skippedOf = ({ change, skipped }: Pick<Action, "change" | "skipped">): string =>
  t()((change as BulkChange).ticket ? "bulk.ticket_skipped" : "bulk.skipped", { count: skipped });

export const tellFailed = (error: unknown): void => {
  const reason = error instanceof Refused ? error.message : errorText(error);
  notify({ tone: "error", text: t()("bulk.failed", { reason }) });
};

/** What to do with an action in whatever state it is: watch it go on, or say how it ended. */
export function finish(client: QueryClient, action: Action): void {
  if (action.state === "running" || action.state === "undoing") {
    watch(action.id);
    return;
  }
  unwatch(action.id);
  void client.invalidateQueries({ queryKey: keys.conversationLists });
  void client.invalidateQueries({ queryKey: keys.counts });
  void client.invalidateQueries({ queryKey: ["tickets"] });
  void client.invalidateQueries({ queryKey: ["conversation"], refetchType: "active" });
  const what = describe(action);
  if (action.state === "failed") {
    notify({
      tone: "error",
      text: t()("bulk.broke", { done: action.done, total: action.total, reason: said(action.reason ?? "") }),
    });
    return;
  }
  const rest = action.total >= mostOfView ? ` ${t()("bulk.limit_reached", { max: mostOfView })}` : "";
  const undone = action.state === "undone" && t()("bulk.skipped", { count: action.skipped });
  const skipped = action.skipped > 0 ? ` ${undone || skippedOf(action)}` : "";
  if (action.state === "undone") {
    notify({ text: t()("bulk.undone", { what }) + skipped, ms: skipped ? 10_000 : 4000 });
    return;
  }
  const text = t()("bulk.done", { what, count: action.done }) + skipped + rest;
  const entry = offer(client, action, () => dismiss());
  const dismiss = notify(entry ? { text, undo: () => void undo(entry.id), ms: skipped ? 12_000 : 8000 } : { text });
}

/** Onto the undo stack for as long as the server keeps it. */
export function offer(client: QueryClient, action: Action, onUndo: () => void = () => {}) {
  const left = action.undo_until ? Date.parse(action.undo_until) - Date.now() : 0;
  if (left <= 0) return null;
  return pushUndo(
    describe(action),
    () => {
      onUndo();
      return takeBack(client, action.id);
    },
    left,
  );
}

async function takeBack(client: QueryClient, id: string): Promise<void> {
  try {
    finish(client, await undoAction(id));
  } catch (error) {
    notify({ tone: "error", text: t()("bulk.undo_failed", { reason: errorText(error) }) });
  }
}

/** In a word what an action does. */
export function describe({ change }: Pick<Action, "change">): string {
  const what = change as BulkChange & { tags?: string[] };
  const common = (key: string) => i18next.t(key as "close", { ns: "common" });
  if (what.status) return t()("bulk.what.status", { value: common(`status.${what.status}`) });
  if (what.priority) return t()("bulk.what.priority", { value: common(`priority.${what.priority}`) });
  if (what.folder) return t()(`bulk.what.${what.folder}`);
  if (what.assignee_id !== undefined) return t()(what.assignee_id ? "bulk.what.assigned" : "bulk.what.unassigned");
  if (what.team_id !== undefined) return t()(what.team_id ? "bulk.what.team" : "bulk.what.team_removed");
  if (what.snoozed_until !== undefined) return t()(what.snoozed_until ? "bulk.what.snoozed" : "bulk.what.woken");
  if (what.unread !== undefined) return t()(what.unread ? "bulk.what.unread" : "bulk.what.read");
  if (what.following !== undefined) return t()(what.following ? "bulk.what.followed" : "bulk.what.unfollowed");
  if (what.erased) return t()("bulk.what.erased");
  if (what.ticket) return t()(what.ticket.ticket_id ? "bulk.what.ticket_linked" : "bulk.what.ticket");
  if (what.add_tags || what.remove_tags || what.tags) return t()("bulk.what.tags");
  return t()("bulk.what.other");
}
