/** What a real customer would read: the text filled for a contact that is chosen here. */
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/keys.ts";
import { previewTemplate } from "../../api/responses.ts";
import { PreviewContact, usePreviewContact } from "./preview-contact.tsx";

export function ContactPreview({ html, language }: { html: string; language: string }) {
  const { t } = useTranslation("responses");
  const whom = usePreviewContact();
  const { chosen } = whom;
  const shown = useDeferredValue(html);
  const preview = useQuery({
    queryKey: [...keys.responses, "preview", shown, chosen, language],
    queryFn: ({ signal }) =>
      previewTemplate(
        { html: shown, ...(chosen ? { contact_id: chosen } : {}), ...(language ? { language } : {}) },
        signal,
      ),
    placeholderData: (before) => before,
    enabled: shown !== "",
    staleTime: 30_000,
  });
  if (!preview.data || html === "") return null;
  return (
    <section aria-label={t("preview.label")} className="grid gap-1.5 rounded-lg bg-sunken px-4 py-3">
      <PreviewContact {...whom} />
      <div
        dir="auto"
        className="rich-text text-sm text-ink [overflow-wrap:anywhere] [&_mark]:rounded-sm [&_mark]:bg-warning-soft [&_mark]:px-1 [&_mark]:font-mono [&_mark]:text-xs [&_mark]:text-warning-ink"
        // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised by the server, values escaped by place
        dangerouslySetInnerHTML={{ __html: preview.data.html }}
      />
    </section>
  );
}
