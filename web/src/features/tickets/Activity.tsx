/** Who changed what, from what, to what, when. */
import type { TimelineEvent } from "@omniflow/contract";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ticketKeys } from "../../api/ticket-keys.ts";
import { listActivity } from "../../api/tickets.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { useFieldWords } from "./value-words.ts";

export function Activity({ id }: { id: string }) {
  const { t } = useTranslation("tickets");
  const query = useQuery({ queryKey: ticketKeys.activity(id), queryFn: ({ signal }) => listActivity(id, signal) });
  return (
    <section aria-label={t("activity.title")}>
      <h2 className="pb-2 text-sm font-semibold text-ink">{t("activity.title")}</h2>
      <ol className="grid grid-cols-1 gap-1.5 border-s border-line ps-3 text-sm text-muted">
        {query.data?.toReversed().map((event) => (
          <li key={event.id}>
            <bdi className="text-ink">{event.actor.name || t("activity.system")}</bdi> <Line event={event} />{" "}
            <RelativeTime at={event.at} className="text-xs text-faint" />
          </li>
        ))}
      </ol>
    </section>
  );
}

type Change = { field: string; from: string | null; to: string | null };

function Line({ event }: { event: TimelineEvent }) {
  const { t } = useTranslation("tickets");
  const words = useFieldWords();
  const data = event.data as Record<string, string>;
  const status = (key: "from" | "to") => data[`${key}_name`] || t(`status.${data[key] as "open"}`, { ns: "common" });
  if (event.type === "ticket.status_changed") return t("activity.status", { from: status("from"), to: status("to") });
  if (event.type !== "ticket.updated")
    return <>{t(`activity.${event.type.slice(7)}` as "activity.title", data as never) as unknown as string}</>;
  const changes = (event.data.changes as Change[]) ?? [];
  return changes.map((change, index) => (
    <span key={change.field}>
      {index > 0 && "; "}
      {t("activity.changed", {
        field: words.name(change.field),
        from: words.value(change.field, change.from),
        to: words.value(change.field, change.to),
      })}
    </span>
  ));
}
