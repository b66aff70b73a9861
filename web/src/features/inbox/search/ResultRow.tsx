/** One thing found: who, about what, and the words that were hit. The marks are elements of ours, never the server's HTML. */
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import type { SearchResult } from "../../../api/triage.ts";
import { Avatar } from "../../../ui/avatar.tsx";
import { RelativeTime } from "../../../ui/relative-time.tsx";
import { StatusIcon } from "../status.tsx";

export function ResultRow({ result: { conversation: row, snippet, at } }: { result: SearchResult }) {
  const { t } = useTranslation("inbox");
  return (
    <div className="flex items-start gap-3 ps-4 pe-3 py-2.5" data-conversation={row.id}>
      <Avatar name={row.contact.name || "?"} id={row.contact.id} channel={row.channel} className="mt-0.5" />
      <div className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)]">
        <div className="flex items-baseline gap-2">
          <bdi className="min-w-0 flex-1 truncate text-sm font-medium text-ink">
            {row.contact.name || t("unknown_contact")}
          </bdi>
          <RelativeTime at={at ?? row.last_message_at} className="shrink-0 text-xs text-faint" />
        </div>
        <div className="flex items-center gap-1.5">
          <bdi className="min-w-0 flex-1 truncate text-sm text-muted">{row.subject || t("row.no_subject")}</bdi>
          <StatusIcon status={row.status} />
          <span className="sr-only">{t("row.status", { status: t(`status.${row.status}`, { ns: "common" }) })}</span>
        </div>
        <p className="line-clamp-2 text-xs text-muted [overflow-wrap:anywhere]">
          {snippet.map((part, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text, in their order
            <Fragment key={index}>
              {part.hit ? (
                <mark className="rounded-xs bg-note px-px font-medium text-note-ink">{part.text}</mark>
              ) : (
                part.text
              )}
            </Fragment>
          ))}
        </p>
      </div>
    </div>
  );
}
