/** The description: read as it was written, edited as text. */
import type { TicketDetail } from "@omniflow/contract";
import { Pencil } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCan } from "../../frame/me.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Textarea } from "../../ui/input.tsx";
import { richText } from "../inbox/thread/rich-text.tsx";

/** HTML → the text a person edits: paragraphs and lines stay what they are. */
export function plain(html: string): string {
  const spaced = html.replace(/<(br|\/p|\/div|\/li|\/h[1-6])\b[^>]*>/gi, "$&\n");
  return (new DOMParser().parseFromString(spaced, "text/html").body.textContent ?? "").trim();
}

type Props = { ticket: TicketDetail; onSave: (text: string) => Promise<boolean> };

export function Description({ ticket, onSave }: Props) {
  const { t } = useTranslation("tickets");
  const may = useCan()("tickets.update") && !ticket.deleted_at;
  const [text, setText] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    await onSave(text!);
    setBusy(false);
    setText(null);
  };
  return (
    <section aria-label={t("field.description")}>
      <div className="flex items-center gap-2 pb-1">
        <h2 className="flex-1 text-sm font-semibold text-ink">{t("field.description")}</h2>
        {may && text === null && (
          <IconButton size="sm" label={t("edit_description")} onClick={() => setText(plain(ticket.description))}>
            <Pencil />
          </IconButton>
        )}
      </div>
      {text !== null ? (
        <div className="grid gap-2">
          <Textarea
            aria-label={t("field.description")}
            rows={8}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <div className="flex gap-2">
            <Button look="primary" size="sm" busy={busy} onClick={() => void save()}>
              {t("save", { ns: "common" })}
            </Button>
            <Button look="ghost" size="sm" onClick={() => setText(null)}>
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
