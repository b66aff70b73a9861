/** Changes of many tickets that are at work: how far each is. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { ticketKeys } from "../../api/ticket-keys.ts";
import { getTicketAction } from "../../api/tickets.ts";
import { useStore } from "../../lib/store.ts";
import { finish, running } from "./bulk.ts";

export function BulkProgress() {
  const { t } = useTranslation("tickets");
  const ids = useStore(running);
  if (!ids.length) return null;
  return (
    <section
      aria-label={t("bulk.progress")}
      className="fixed end-4 bottom-4 z-40 grid w-80 max-w-[calc(100vw-2rem)] gap-2 max-md:bottom-16"
    >
      {ids.map((id) => (
        <One key={id} id={id} />
      ))}
    </section>
  );
}

function One({ id }: { id: string }) {
  const { t } = useTranslation("tickets");
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: ticketKeys.action(id),
    queryFn: ({ signal }) => getTicketAction(id, signal),
    // Hints of progress refresh this; the clock is for when they do not come.
    refetchInterval: 2000,
    staleTime: 0,
  });
  const over = data && data.state !== "running" && data.state !== "undoing";
  useEffect(() => {
    if (over) finish(client, data);
  }, [over, data, client]);
  if (!data || over) return null;
  const words = t(data.state === "undoing" ? "bulk.undoing" : "bulk.working", { done: data.done, total: data.total });
  return (
    <div
      role="status"
      className="grid animate-rise gap-1.5 rounded-lg bg-raised px-3 py-2.5 text-sm text-ink shadow-float"
    >
      <span className="tabular">{words}</span>
      <progress
        value={data.done}
        max={Math.max(1, data.total)}
        aria-label={t("bulk.progress")}
        className="h-1.5 w-full accent-accent"
      />
    </div>
  );
}
