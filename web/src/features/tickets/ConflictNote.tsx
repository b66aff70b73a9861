/** Two people changed the same field: what the other wrote stands, ours is kept here until somebody decides. */
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/button.tsx";
import type { Conflict } from "./data.ts";

type Props = { conflict: Conflict; onKeep: () => void; onDrop: () => void };

export function ConflictNote({ conflict, onKeep, onDrop }: Props) {
  const { t } = useTranslation("tickets");
  const mine = conflict.fields
    .map(
      (field) => (conflict.change as Record<string, unknown>)[field] ?? conflict.change.custom_fields?.[field.slice(7)],
    )
    .map((value) => (typeof value === "string" ? value : JSON.stringify(value)));
  return (
    <section role="alert" className="grid gap-2 rounded-lg bg-warning-soft p-4 text-sm text-warning-ink">
      <p className="font-medium">{t("conflict.title")}</p>
      <p>{t("conflict.hint")}</p>
      <blockquote className="max-h-40 overflow-y-auto rounded-md bg-surface p-2 whitespace-pre-wrap text-ink">
        {mine.join("\n")}
      </blockquote>
      <div className="flex gap-2">
        <Button size="sm" onClick={onKeep}>
          {t("conflict.keep")}
        </Button>
        <Button size="sm" look="ghost" onClick={onDrop}>
          {t("conflict.drop")}
        </Button>
      </div>
    </section>
  );
}
