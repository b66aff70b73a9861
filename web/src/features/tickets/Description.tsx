/** The description: read as it was written, edited in place with its formatting. What is begun is kept until it is saved or dropped. */
import type { TicketDetail } from "@omniflow/contract";
import { Pencil } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCan } from "../../frame/me.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Skeleton } from "../../ui/states.tsx";
import { richText } from "../inbox/thread/rich-text.tsx";
import { useAttach } from "./attach.ts";

const RichField = lazy(() => import("./RichField.tsx").then((module) => ({ default: module.RichField })));

/** HTML → its words: paragraphs and lines stay what they are. */
export function plain(html: string): string {
  const spaced = html.replace(/<(br|\/p|\/div|\/li|\/h[1-6])\b[^>]*>/gi, "$&\n");
  return (new DOMParser().parseFromString(spaced, "text/html").body.textContent ?? "").trim();
}

/** `begun`: the ticket as it was when the text was begun, with which somebody else's edit is told apart. */
type Props = { ticket: TicketDetail; onSave: (begun: TicketDetail, html: string) => Promise<boolean> };

export function Description({ ticket, onSave }: Props) {
  const { t } = useTranslation("tickets");
  const may = useCan()("tickets.update") && !ticket.deleted_at;
  const [html, setHtml] = useState<string | null>(null);
  const [begun, setBegun] = useState(ticket);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    if (html === null) return;
    setBusy(true);
    await onSave(begun, html);
    setBusy(false);
    setHtml(null);
  };
  const attach = useAttach(ticket.id);
  return (
    <section aria-label={t("field.description")}>
      <div className="flex items-center gap-2 pb-1">
        <h2 className="flex-1 text-sm font-semibold text-ink">{t("field.description")}</h2>
        {may && html === null && (
          <IconButton
            size="sm"
            label={t("edit_description")}
            onClick={() => {
              setBegun(ticket);
              setHtml(ticket.description);
            }}
          >
            <Pencil />
          </IconButton>
        )}
      </div>
      {html !== null ? (
        <div className="grid gap-2">
          <Suspense fallback={<Skeleton className="h-32" />}>
            <RichField
              label={t("field.description")}
              html={html}
              autoFocus
              onChange={setHtml}
              onSave={() => void save()}
              onEscape={() => html === begun.description && setHtml(null)}
              onFiles={(files) => void attach(files)}
            />
          </Suspense>
          <div className="flex gap-2">
            <Button look="primary" size="sm" busy={busy} onClick={() => void save()}>
              {t("save", { ns: "common" })}
            </Button>
            <Button look="ghost" size="sm" onClick={() => setHtml(null)}>
              {t("cancel", { ns: "common" })}
            </Button>
          </div>
        </div>
      ) : ticket.description ? (
        <div className="text-base leading-relaxed text-ink">
          {richText(ticket.description) ?? <p className="whitespace-pre-wrap">{plain(ticket.description)}</p>}
        </div>
      ) : (
        <p className="text-sm text-faint">{t("no_description")}</p>
      )}
    </section>
  );
}
