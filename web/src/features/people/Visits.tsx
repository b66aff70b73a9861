/** Where a chat visitor is and with what; nothing for people who never chatted. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { listVisits } from "../../api/person.ts";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { Block } from "./CompanyPage.tsx";

const words = (value: Record<string, unknown> | null): string[] =>
  Object.values(value ?? {}).filter((one): one is string => typeof one === "string" && one !== "");

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
      <ul className="grid gap-2">
        {query.data.slice(0, 5).map((visit) => {
          const url = typeof visit.page?.url === "string" && /^https?:/i.test(visit.page.url) ? visit.page.url : null;
          return (
            <li key={visit.visitor_id} className="text-sm">
              {url && (
                <a
                  href={url}
                  target="_blank"
                  rel="noreferrer noopener"
                  className="block truncate text-accent-ink hover:underline"
                >
                  <bdi>{typeof visit.page?.title === "string" && visit.page.title ? visit.page.title : url}</bdi>
                </a>
              )}
              <p className="truncate text-xs text-muted">
                <bdi>{[...words(visit.device), visit.language, visit.time_zone].filter(Boolean).join(" · ")}</bdi>
              </p>
              <RelativeTime at={visit.last_seen_at} style="sentence" className="text-xs text-faint" />
            </li>
          );
        })}
      </ul>
    </Block>
  );
}
