/** Hands one conversation over with a note: one call, one undo that takes both back. */
import type { Conversation } from "@omniflow/contract";
import type { QueryClient } from "@tanstack/react-query";
import i18next from "i18next";
import { getConversation } from "../../../api/conversations.ts";
import { keys } from "../../../api/keys.ts";
import { transferConversation, undoAction } from "../../../api/triage.ts";
import { errorText } from "../../../ui/states.tsx";
import { notify } from "../../../ui/toast.tsx";
import { pushUndo, undo } from "../actions/undo.ts";
import { findCached, writeRow } from "../queries/cache.ts";

export type Target = { kind: "member" | "team"; id: string; name: string };

/** What it means for a conversation: a team takes it as nobody's, so that it shows in its queue. */
export const changeFor = (to: Target) =>
  to.kind === "member" ? { assignee_id: to.id } : { team_id: to.id, assignee_id: null };

/** What goes along with it: the text, and whom it tells; `html` is for the editor alone. */
export type HandoverNote = { text: string; html: string; mentions: string[] };
export const noNote: HandoverNote = { text: "", html: "", mentions: [] };

/** Notes of transfers that did not happen, by conversation (empty for a selection): not to be written twice. */
export const keptNotes = new Map<string, HandoverNote>();

/** As the server takes it; nothing where nothing was written. */
export const noteInput = ({ text, mentions }: HandoverNote) =>
  text.trim() ? { note: text.trim(), ...(mentions.length > 0 ? { mentions } : {}) } : {};

const undoMs = 30 * 60_000;

/** @throws ApiError, for the dialog to show: nothing has happened then. */
export async function transferOne(client: QueryClient, id: string, to: Target, note: HandoverNote): Promise<void> {
  const version = findCached(client, id)?.version;
  const input = {
    ...(to.kind === "member" ? { assignee_id: to.id } : { team_id: to.id }),
    ...noteInput(note),
    ...(version ? { version } : {}),
  };
  const {
    action_id,
    note_id: _,
    ...row
  } = await transferConversation(id, input).catch(async (error) => {
    // Whoever tries again does so on what is there now.
    const now = await getConversation(id).catch(() => null);
    if (now) writeRow(client, now);
    throw error;
  });
  show(client, row);
  await i18next.loadNamespaces("handling");
  const text = i18next.t("transfer.done", { ns: "handling", name: to.name });
  if (!action_id) return void notify({ text });
  const entry = pushUndo(
    text,
    () => {
      dismiss();
      return takeBack(client, id, action_id);
    },
    undoMs,
  );
  const dismiss = notify({ text, undo: () => void undo(entry.id), ms: 8000 });
}

async function takeBack(client: QueryClient, id: string, actionId: string): Promise<void> {
  try {
    const undone = await undoAction(actionId);
    const now = await getConversation(id).catch(() => null);
    if (now) show(client, now);
    else refresh(client);
    const text = undone.skipped > 0 ? "transfer.undone_partly" : "transfer.undone";
    notify({ text: i18next.t(text, { ns: "handling" }) });
  } catch (error) {
    notify({ tone: "error", text: errorText(error) });
  }
}

function show(client: QueryClient, row: Conversation): void {
  writeRow(client, row);
  refresh(client);
}

function refresh(client: QueryClient): void {
  for (const queryKey of [keys.conversationLists, keys.counts, ["conversation"]])
    void client.invalidateQueries({ queryKey });
}
