/** Whether the filter of the list is being written, and the link that leads others to what is on screen. */
import i18next from "i18next";
import { createStore } from "../../../lib/store.ts";
import { notify } from "../../../ui/toast.tsx";

export const filtering = createStore(false);

/** The address always says what is shown: view, filter, order, search and conversation. */
export async function copyLink(): Promise<void> {
  await i18next.loadNamespaces("handling");
  try {
    await navigator.clipboard.writeText(location.href);
    notify({ text: i18next.t("filter.copied", { ns: "handling" }) });
  } catch {
    notify({ tone: "error", text: i18next.t("filter.not_copied", { ns: "handling" }) });
  }
}
