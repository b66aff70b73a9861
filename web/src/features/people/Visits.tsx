/** Which pages a chat visitor was on, and with what; nothing for people who never chatted. */
import type { ContactVisit } from "@omniflow/contract";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { listVisits } from "../../api/person.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { Block } from "./Block.tsx";
import { deviceWords } from "./device.ts";

const text = (value: unknown): string => (typeof value === "string" ? value : "");

export function Visits({ contactId }: { contactId: string }) {
  const { t } = useTranslation("people");
  const query = useQuery({
    queryKey: [...keys.contact(contactId), "visits"],
    queryFn: ({ signal }) => listVisits(contactId, signal),
    retry: false,
  });
  if (!query.data?.length) return null;
  return (
    <Block title={t("section.visits")}>
      <ul className="grid gap-4">
        {query.data.slice(0, 5).map((visit) => (
          <li key={visit.visitor_id} className="min-w-0">
            <Visit visit={visit} />
          </li>
        ))}
      </ul>
    </Block>
  );
}

function Visit({ visit }: { visit: ContactVisit }) {
  const { t } = useTranslation("people");
  const device = text(visit.device?.user_agent);
  const pages = visit.pages.filter((page) => /^https?:/i.test(text(page.url)));
  return (
    <>
      <p className="text-sm text-ink" title={device}>
        <bdi>{device ? deviceWords(device) : t("visit.unknown")}</bdi>
      </p>
      <p className="flex flex-wrap gap-x-1.5 text-xs text-muted">
        {[visit.language, visit.time_zone].filter(Boolean).map((word) => (
          <bdi key={word}>{word} ·</bdi>
        ))}
        <RelativeTime at={visit.last_seen_at} style="sentence" />
      </p>
      <ol aria-label={t("visit.pages")} className="pt-1 empty:hidden">
        {pages.slice(0, 10).map((page) => (
          <li key={text(page.url)} className="flex items-baseline gap-2 text-sm">
            <a
              href={text(page.url)}
              target="_blank"
              rel="noreferrer noopener"
              title={text(page.url)}
              className="min-w-0 flex-1 truncate text-accent-ink hover:underline"
            >
              <bdi>{text(page.title) || text(page.url)}</bdi>
            </a>
            {text(page.at) && <RelativeTime at={text(page.at)} className="shrink-0 text-xs text-faint" />}
          </li>
        ))}
      </ol>
    </>
  );
}
