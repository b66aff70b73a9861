/** Changes of many tickets: those at work in the background, and what is said when one is done. */
import type { Action } from "@omniflow/contract";
import type { QueryClient } from "@tanstack/react-query";
import i18next from "i18next";
import { ticketKeys } from "../../api/ticket-keys.ts";
import { undoTickets } from "../../api/tickets.ts";
import { createStore } from "../../lib/store.ts";
import { said } from "../../said/index.ts";
import { errorText } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";

export const running = createStore<readonly string[]>([]);
const watch = (id: string): void => running.set((now) => (now.includes(id) ? now : [...now, id]));
const unwatch = (id: string): void => running.set((now) => now.filter((one) => one !== id));

/** What to do with an action in whatever state it is: watch it go on, or say how it ended, with the way back. */
export function finish(client: QueryClient, action: Action): void {
  if (action.state === "running" || action.state === "undoing") {
    watch(action.id);
    return;
  }
  unwatch(action.id);
  void client.invalidateQueries({ queryKey: ticketKeys.all });
  const t = i18next.getFixedT(null, "tickets");
  const skipped = action.skipped > 0 ? ` ${t("bulk.skipped", { count: action.skipped })}` : "";
  if (action.state === "failed")
    notify({ tone: "error", text: action.reason ? said(action.reason) : t("bulk.failed") });
  else if (action.state === "undone") notify({ text: t("bulk.undone") + skipped });
  else
    notify({
      text: t("bulk.done", { count: action.done }) + skipped,
      undo: () =>
        undoTickets(action.id).then(
          (begun) => finish(client, begun),
          (error) => notify({ tone: "error", text: errorText(error) }),
        ),
    });
}
