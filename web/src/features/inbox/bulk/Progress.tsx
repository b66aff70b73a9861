/** Actions at work in the background, also those begun before a reload; and what can still be undone after one. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../../api/keys.ts";
import { getAction, listActions } from "../../../api/triage.ts";
import { useStore } from "../../../lib/store.ts";
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
  if (ids.length === 0) return null;
  return (
    <section
      aria-label={t("bulk.label")}
      className="fixed end-4 bottom-4 z-40 grid w-80 max-w-[calc(100vw-2rem)] gap-2 max-md:bottom-16"
    >
      {ids.map((id) => (
        <One key={id} id={id} />
      ))}
    </section>
  );
}

function One({ id }: { id: string }) {
  const { t } = useTranslation("triage");
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: keys.action(id),
    queryFn: ({ signal }) => getAction(id, signal),
    // Hints of progress refresh this; the clock is for when they do not come.
    refetchInterval: 2000,
    staleTime: 0,
  });
  const over = data && data.state !== "running" && data.state !== "undoing";
  useEffect(() => {
    if (over) finish(client, data);
  }, [over, data, client]);
  if (!data || over) return null;
  const words = { what: describe(data), done: data.done, total: data.total };
  return (
    <div
      role="status"
      className="grid animate-rise gap-1.5 rounded-lg bg-raised px-3 py-2.5 text-sm text-ink shadow-float"
    >
      <span className="tabular">{t(data.state === "undoing" ? "bulk.undoing" : "bulk.working", words)}</span>
      <progress
        value={data.done}
        max={Math.max(1, data.total)}
        aria-label={words.what}
        className="h-1.5 w-full accent-accent"
      />
    </div>
  );
}
