/** Actions at work in the background, also those begun before a reload; and what can still be undone after one. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../../api/keys.ts";
import { getAction, listActions } from "../../../api/triage.ts";
import { useStore } from "../../../lib/store.ts";
import { BackgroundWork } from "../../../ui/background-work.tsx";
import { describe, finish, offer, running, watch } from "./perform.ts";

let recalled = false;

export function Progress() {
  const { t } = useTranslation("triage");
  const client = useQueryClient();
  const ids = useStore(running);
  useEffect(() => {
    if (recalled) return;
    recalled = true;
    // What a reload forgot, the server still knows: oldest first, so that the newest is undone first.
    listActions().then(
      (actions) => {
        for (const action of actions.toReversed()) {
          if (action.state === "running") watch(action.id);
          else offer(client, action);
        }
      },
      () => {},
    );
  }, [client]);
  return (
    <BackgroundWork
      label={t("bulk.label")}
      ids={ids}
      queryKey={keys.action}
      read={getAction}
      words={(action) => {
        const what = describe(action);
        const { state, done, total } = action;
        return { text: t(state === "undoing" ? "bulk.undoing" : "bulk.working", { what, done, total }), label: what };
      }}
      onOver={(action) => finish(client, action)}
    />
  );
}
