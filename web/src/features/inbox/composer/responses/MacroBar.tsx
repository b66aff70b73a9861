/** What will happen to the conversation with this send, besides the message: shown before, left away with one press. */
import type { Macro } from "@omniflow/contract";
import { X, Zap } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "../../../../ui/button.tsx";
import { useMacroWords } from "../../../responses/macro-words.ts";
import { writeDraft } from "../drafts.ts";

export function MacroBar({ draftId, macro }: { draftId: string; macro: Macro }) {
  const { t } = useTranslation("responses");
  const words = useMacroWords()(macro);
  if (words.length === 0) return null;
  return (
    <section aria-label={t("macro.on_send")} className="mx-4 mb-1.5 flex items-center gap-1.5 text-xs text-muted">
      <Zap aria-hidden className="size-3.5 shrink-0 text-faint" />
      <span className="shrink-0">{t("macro.on_send")}</span>
      <ul className="flex min-w-0 flex-wrap gap-1">
        {words.map((word) => (
          <li key={word} className="rounded-sm bg-line/60 px-1.5 py-0.5 text-ink">
            <bdi>{word}</bdi>
          </li>
        ))}
      </ul>
      <IconButton
        size="sm"
        side="top"
        label={t("macro.drop")}
        onClick={() => writeDraft(draftId, "message", { macro: undefined })}
      >
        <X />
      </IconButton>
    </section>
  );
}
