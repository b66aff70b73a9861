/** A mail as it would arrive: its text as it stands in the form, with examples of what only the mail knows. */
import type { MailText } from "@omniflow/contract";
import { useQuery } from "@tanstack/react-query";
import { Eye, EyeOff } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { mailTextKey, previewMailText } from "../../api/responses.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { PreviewContact, usePreviewContact } from "../responses/preview-contact.tsx";
import type { Words } from "./mail-values.ts";

type PreviewProps = { mail: MailText; language: string; words: Words };

export function MailPreview(props: PreviewProps) {
  const { t } = useTranslation("settings");
  const [open, setOpen] = useState(false);
  return (
    <div className="grid justify-items-start gap-2">
      <Button size="sm" look="ghost" className="-ms-2.5" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? <EyeOff aria-hidden /> : <Eye aria-hidden />} {t(open ? "mails.preview_hide" : "mails.preview")}
      </Button>
      {open && <Shown {...props} />}
    </div>
  );
}

function Shown({ mail: { kind, variables }, language, words }: PreviewProps) {
  const { t } = useTranslation("settings");
  const speaksOfContact = variables.includes("contact.name");
  const whom = usePreviewContact(speaksOfContact);
  const text = useDeferredValue(JSON.stringify(words));
  const preview = useQuery({
    queryKey: [...mailTextKey, "preview", kind, language, whom.chosen, text],
    queryFn: ({ signal }) =>
      previewMailText(
        {
          kind,
          language: language || null,
          ...(JSON.parse(text) as Words),
          ...(whom.chosen ? { contact_id: whom.chosen } : {}),
        },
        signal,
      ),
    placeholderData: (before) => before,
    retry: false,
    staleTime: 30_000,
  });
  return (
    <section aria-label={t("mails.preview")} className="grid w-full gap-2 rounded-lg bg-sunken px-4 py-3">
      {speaksOfContact && <PreviewContact {...whom} />}
      {preview.error && <ErrorState compact error={preview.error} />}
      {preview.data && !preview.error && (
        <div dir="auto" lang={language || undefined} className="grid gap-2 text-sm text-ink [overflow-wrap:anywhere]">
          <p className="font-semibold">{preview.data.subject}</p>
          <p className="whitespace-pre-wrap">{preview.data.text.trim()}</p>
        </div>
      )}
      {preview.data && preview.data.missing.length > 0 && (
        <p className="text-xs text-warning-ink">
          {t("mails.missing")} <span className="font-mono">{preview.data.missing.join(", ")}</span>
        </p>
      )}
    </section>
  );
}
