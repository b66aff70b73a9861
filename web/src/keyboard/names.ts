/** What actions and their groups are called, for the sheet and the Keyboard page. */
import { useTranslation } from "react-i18next";
import type { ListedAction, listed } from "./listed.ts";

export function useActionNames() {
  const { t } = useTranslation(["keyboard", "inbox", "triage", "frame", "common"]);
  return {
    t,
    nameOf: (action: Pick<ListedAction, "text"> & { id?: string }): string =>
      action.text ? t(action.text as "common:undo") : t(`action.${action.id as "resolve"}`),
    groupName: (group: (typeof listed)[number]["group"]) => t(`group.${group}`),
  };
}
