/** Merges conversations into another and takes it back: the messages stay where they are, only the view of them changes. */
import type { QueryClient } from "@tanstack/react-query";
import i18next from "i18next";
import { keys } from "../../../api/keys.ts";
import { mergeConversation, unmergeConversation } from "../../../api/triage.ts";
import { errorText } from "../../../ui/states.tsx";
import { notify } from "../../../ui/toast.tsx";
import { pushUndo, undo } from "../actions/undo.ts";

const t = () => i18next.getFixedT(null, "triage");
const undoMs = 30 * 60_000;

function refresh(client: QueryClient): void {
  for (const queryKey of [keys.conversationLists, keys.counts, ["conversation"], keys.contacts])
    void client.invalidateQueries({ queryKey });
}

/** @returns whether all went well; what was merged before a failure stays merged and can be undone. */
export async function mergeInto(client: QueryClient, sources: string[], target: { id: string; subject: string }) {
  const merged: string[] = [];
  let problem: unknown = null;
  for (const id of sources) {
    try {
      await mergeConversation(id, target.id);
      merged.push(id);
    } catch (error) {
      problem = error;
      break;
    }
  }
  refresh(client);
  const subject = target.subject || t()("merge.no_subject");
  if (problem) notify({ tone: "error", text: t()("merge.failed", { reason: errorText(problem) }) });
  if (merged.length > 0) {
    const text =
      merged.length === 1 ? t()("merge.done", { subject }) : t()("merge.done_many", { subject, count: merged.length });
    const entry = pushUndo(
      text,
      () => {
        dismiss();
        return unmerge(client, merged.toReversed());
      },
      undoMs,
    );
    const dismiss = notify({ text, undo: () => void undo(entry.id), ms: 8000 });
  }
  return !problem;
}

/** `sources` are the conversations that were merged away. */
export async function unmerge(client: QueryClient, sources: string[]): Promise<void> {
  try {
    for (const id of sources) await unmergeConversation(id);
    notify({ text: t()("merge.undone") });
  } catch (error) {
    notify({ tone: "error", text: t()("bulk.undo_failed", { reason: errorText(error) }) });
  }
  refresh(client);
}
