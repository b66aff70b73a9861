/** Giving messages a conversation of their own, and bringing them back: what is being chosen, the calls and their undo. */
import type { Conversation, Message } from "@omniflow/contract";
import type { QueryClient } from "@tanstack/react-query";
import i18next from "i18next";
import { keys } from "../../../api/keys.ts";
import { splitConversation, unsplitConversation } from "../../../api/triage.ts";
import { createStore } from "../../../lib/store.ts";
import { errorText } from "../../../ui/states.tsx";
import { notify } from "../../../ui/toast.tsx";
import { pushUndo, undo } from "../actions/undo.ts";

/** As the server takes them at once. */
export const mostMoved = 1000;
const undoMs = 30 * 60_000;

/** Messages are being chosen; `from`: this one and everything after it to begin with. */
export type Splitting = { conversationId: string; from: Message | null };
export const splitting = createStore<Splitting | null>(null);

/** The first choice: a message and what came after it. */
export function fromHere(messages: readonly Message[], from: Message | null): ReadonlySet<string> {
  const start = from ? messages.findIndex((message) => message.id === from.id) : -1;
  return new Set(start < 0 ? [] : messages.slice(start).map((message) => message.id));
}

export type SplitProblem = "need_message" | "need_rest" | "too_many";

/** What keeps a choice from being split off, as the server would say; `older`: there are messages not shown. */
export function problemOf(
  messages: readonly Message[],
  chosen: ReadonlySet<string>,
  older: boolean,
): SplitProblem | null {
  const said = messages.filter((message) => message.kind === "message");
  const moving = said.filter((message) => chosen.has(message.id)).length;
  if (moving === 0) return "need_message";
  if (moving === said.length && !older) return "need_rest";
  return chosen.size > mostMoved ? "too_many" : null;
}

function refresh(client: QueryClient): void {
  for (const queryKey of [keys.conversationLists, keys.counts, ["conversation"], keys.contacts])
    void client.invalidateQueries({ queryKey });
}

/** @param onBack when it is taken back by its toast or key */
export async function splitOff(
  client: QueryClient,
  conversationId: string,
  choice: { message_ids: string[]; subject: string },
  onBack: () => void,
): Promise<Conversation> {
  const made = await splitConversation(conversationId, choice);
  refresh(client);
  await i18next.loadNamespaces("handling");
  const text = i18next.t("split.done", { ns: "handling", count: choice.message_ids.length });
  const entry = pushUndo(
    text,
    async () => {
      dismiss();
      if (await unsplit(client, made.id)) onBack();
    },
    undoMs,
  );
  const dismiss = notify({ text, undo: () => void undo(entry.id), ms: 8000 });
  return made;
}

/** @param id the conversation that was split off */
export async function unsplit(client: QueryClient, id: string): Promise<boolean> {
  try {
    await unsplitConversation(id);
    await i18next.loadNamespaces("handling");
    notify({ text: i18next.t("split.undone", { ns: "handling" }) });
    return true;
  } catch (error) {
    notify({ tone: "error", text: errorText(error) });
    return false;
  } finally {
    refresh(client);
  }
}
