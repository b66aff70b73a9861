/** What has to be filled or dropped before this can be sent. */
import type { Editor } from "@tiptap/react";
import { useTranslation } from "react-i18next";
import { Button } from "../../../../ui/button.tsx";
import { dropMissing, selectNextMissing } from "./missing-node.ts";

export function MissingBar({ editor, names }: { editor: Editor | null; names: string[] }) {
  const { t } = useTranslation("responses");
  return (
    <div
      role="status"
      className="mx-3 mb-1.5 flex flex-wrap items-center gap-x-2 gap-y-1 rounded-md bg-warning-soft px-2.5 py-1 text-xs text-warning-ink"
    >
      <span className="min-w-0 flex-1">
        {t("missing.text", { count: names.length })} <bdi className="font-mono">{names.join(", ")}</bdi>
      </span>
      {editor && (
        <>
          <Button size="sm" look="ghost" className="h-6 text-warning-ink" onClick={() => selectNextMissing(editor)}>
            {t("missing.next")}
          </Button>
          <Button size="sm" look="ghost" className="h-6 text-warning-ink" onClick={() => dropMissing(editor)}>
            {t("missing.drop")}
          </Button>
        </>
      )}
    </div>
  );
}
