/** Changing a conversation: shown at once, sent in order, taken back or carried over when the server disagrees. */
import type { Conversation } from "@omniflow/contract";
import type { QueryClient } from "@tanstack/react-query";
import i18next from "i18next";
import { ApiError } from "../../../api/client.ts";
import { changeConversation, getConversation, listTimeline } from "../../../api/conversations.ts";
import { keys } from "../../../api/keys.ts";
import { undoAction } from "../../../api/triage.ts";
import { errorText } from "../../../ui/states.tsx";
import { notify } from "../../../ui/toast.tsx";
import { findCached, writeRow } from "../queries/cache.ts";
import {
  type Assignee,
  applyChange,
  type Change,
  type ChangeField,
  changesNothing,
  collisions,
  invertChange,
  rebase,
} from "./patch.ts";
import { addPending } from "./pending.ts";
import { forgetUndo, pushUndo, undo } from "./undo.ts";

type Options = {
  /** What the toast says was done; nothing is said when left out. */
  done?: string;
  assignee?: Assignee;
  /** False for the undo itself. */
  undoable?: boolean;
};

/** Versions as the server last told them, per conversation: the next change is based on the newest. */
const queues = new Map<string, Promise<unknown>>();
const triesAfterConflict = 3;

/** Changes one conversation. Resolves to false when it did not stick (the member has been told). */
export function changeRow(client: QueryClient, id: string, change: Change, options: Options = {}): Promise<boolean> {
  const before = findCached(client, id);
  if (!before || changesNothing(before, change)) return Promise.resolve(true);
  const settle = addPending(id, change, options.assignee);
  void client.cancelQueries({ queryKey: keys.conversationDetail(id) });
  writeRow(client, applyChange(before, change, options.assignee));
  const entry = options.undoable === false ? null : offerUndo(client, before, change, options, () => run);

  const run: Promise<boolean> = (queues.get(id) ?? Promise.resolve()).then(() =>
    send(client, before, change, settle, entry),
  );
  queues.set(id, run);
  void run.finally(() => queues.get(id) === run && queues.delete(id));
  return run;
}

/** `actionId` is what the server undoes; null until it has answered. */
type Told = { dismiss: () => void; drop: () => void; actionId: string | null };

function offerUndo(
  client: QueryClient,
  before: Conversation,
  change: Change,
  options: Options,
  run: () => Promise<boolean>,
): Told {
  const entry = pushUndo(options.done ?? "", () => {
    dismiss();
    void takeBackByServer(client, before, change, told, run());
  });
  const dismiss = options.done ? notify({ text: options.done, undo: () => void undo(entry.id) }) : () => {};
  const told: Told = { dismiss, drop: () => forgetUndo(entry.id), actionId: null };
  return told;
}

/** Shown as it was at once; the server gives back what nobody else has changed since. */
async function takeBackByServer(
  client: QueryClient,
  before: Conversation,
  change: Change,
  told: Told,
  done: Promise<boolean>,
): Promise<void> {
  const back = invertChange(before, change);
  const settle = addPending(before.id, back, before.assignee);
  writeRow(client, applyChange(findCached(client, before.id) ?? before, back, before.assignee));
  try {
    if (!(await done)) return;
    const undone = told.actionId ? await undoAction(told.actionId) : null;
    settle();
    writeRow(client, await getConversation(before.id));
    if (undone?.skipped) notify({ tone: "error", text: i18next.t("conflict.undone_partly", { ns: "inbox" }) });
  } catch (error) {
    settle();
    const now = await getConversation(before.id).catch(() => null);
    if (now) writeRow(client, now);
    notify({ tone: "error", text: i18next.t("conflict.failed", { ns: "inbox", reason: errorText(error) }) });
  } finally {
    settle();
    void client.invalidateQueries({ queryKey: keys.counts });
  }
}

async function send(client: QueryClient, before: Conversation, change: Change, settle: () => void, told: Told | null) {
  try {
    // An earlier change of the same conversation may have raised the version meanwhile.
    const version = Math.max(before.version, findCached(client, before.id)?.version ?? 0);
    const row = await changeConversation(before.id, { ...change, version }).catch((error) => {
      if (error instanceof ApiError && error.code === "version_conflict") return carryOver(client, before, change);
      throw error;
    });
    settle();
    if (told) told.actionId = row.action_id ?? null;
    writeRow(client, row);
    void client.invalidateQueries({ queryKey: keys.counts });
    return true;
  } catch (error) {
    settle();
    told?.dismiss();
    told?.drop();
    if (!(error instanceof Collision)) takeBack(client, before, change, error);
    return false;
  }
}

class Collision extends Error {}

/** Somebody was faster: the same wish on their version, unless both touched the same thing. */
async function carryOver(
  client: QueryClient,
  before: Conversation,
  change: Change,
): Promise<Conversation & { action_id?: string | null }> {
  for (let attempt = 1; ; attempt++) {
    const now = await getConversation(before.id);
    const fields = collisions(before, now, change);
    if (fields.length > 0) {
      writeRow(client, now);
      await tellCollision(client, now, change, fields);
      throw new Collision();
    }
    try {
      return await changeConversation(before.id, { ...rebase(before, now, change), version: now.version });
    } catch (error) {
      const again = error instanceof ApiError && error.code === "version_conflict" && attempt < triesAfterConflict;
      if (!again) throw error;
    }
  }
}

const eventOf: Partial<Record<ChangeField, string>> = {
  status: "conversation.status_changed",
  assignee_id: "conversation.assigned",
  team_id: "conversation.team_changed",
  priority: "conversation.priority_changed",
  subject: "conversation.subject_changed",
  snoozed_until: "conversation.snoozed",
  folder: "conversation.moved",
};

async function tellCollision(client: QueryClient, now: Conversation, change: Change, fields: ChangeField[]) {
  const field = fields[0]!;
  const events = await listTimeline(now.id).catch(() => null);
  const who = events?.items.findLast((event) => event.type === eventOf[field])?.actor.name;
  const t = i18next.getFixedT(null, "inbox");
  notify({
    tone: "error",
    text: t("conflict.changed", {
      who: who || t("conflict.somebody"),
      what: t(`conflict.field.${field}`),
    }),
    action: { label: t("conflict.apply"), run: () => void changeRow(client, now.id, change) },
  });
}

/** Only the fields of this change go back; whatever else has been read since stays. */
function takeBack(client: QueryClient, before: Conversation, change: Change, error: unknown) {
  const current = findCached(client, before.id) ?? before;
  writeRow(client, applyChange(current, invertChange(before, change), before.assignee));
  const t = i18next.getFixedT(null, "inbox");
  notify({ tone: "error", text: t("conflict.failed", { reason: errorText(error) }) });
}
