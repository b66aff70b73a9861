/** Device and pages of a chat visitor, as far as their messages tell. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { messageOptions } from "../inbox/queries/messages.ts";
import { Section } from "./Section.tsx";
import { visitFacts } from "./visit.ts";

export function VisitorDetails({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation("contacts");
  // Reads along with the thread and never asks by itself.
  const thread = useQuery({ ...messageOptions(useQueryClient(), conversationId), enabled: false }).data;
  const { pages, device } = visitFacts(thread?.messages ?? []);
  if (pages.length === 0 && device.length === 0) return null;
  return (
    <Section name="visit" title={t("section.visit")}>
      <dl className="grid gap-1.5 text-sm">
        {device.map(([name, value]) => (
          <div key={name}>
            <dt className="text-xs text-faint">{t(`visit.${name as "browser"}`, { defaultValue: name })}</dt>
            <dd className="text-ink [overflow-wrap:anywhere]">
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
        {pages.length > 0 && (
          <div>
            <dt className="text-xs text-faint">{t("visit.pages")}</dt>
            {pages.map((page) => (
              <dd key={page.url} className="truncate">
                <a
                  href={page.url}
                  target="_blank"
                  rel="noopener noreferrer"
                  className="text-accent-ink hover:underline"
                  title={page.url}
                >
                  <bdi>{page.title || page.url}</bdi>
                </a>
              </dd>
            ))}
          </div>
        )}
      </dl>
    </Section>
  );
}
