/** What teammates are writing here and have not sent. */

import { PenLine } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { SavedDraft } from "../../../api/conversations.ts";
import { Popover } from "../../../ui/popover.tsx";
import { RelativeTime } from "../../../ui/relative-time.tsx";

export function TeammateDrafts({ drafts }: { drafts: SavedDraft[] }) {
  const { t } = useTranslation("inbox");
  if (drafts.length === 0) return null;
  return (
    <ul className="grid gap-0.5 border-t border-line px-4 py-1.5 text-xs text-muted">
      {drafts.map((draft) => (
        <li key={`${draft.member_id}:${draft.kind}`}>
          <Popover
            side="top"
            label={t("draft.of", { name: draft.member_name })}
            trigger={
              <button type="button" className="flex max-w-full items-center gap-1.5 rounded-sm hover:text-ink">
                <PenLine aria-hidden className="size-3.5 shrink-0" />
                <span className="truncate">
                  {t(draft.kind === "note" ? "draft.note_line" : "draft.line", { name: draft.member_name })}{" "}
                  <bdi className="text-faint">{draft.body.text}</bdi>
                </span>
              </button>
            }
          >
            <div className="max-h-72 max-w-md overflow-y-auto p-3 text-sm">
              <p className="pb-2 text-xs text-faint">
                <bdi>{draft.member_name}</bdi>
                {draft.updated_at && (
                  <>
                    {" · "}
                    <RelativeTime at={draft.updated_at} style="sentence" />
                  </>
                )}
              </p>
              <p dir="auto" className="whitespace-pre-wrap text-ink [overflow-wrap:anywhere]">
                {draft.body.text}
              </p>
            </div>
          </Popover>
        </li>
      ))}
    </ul>
  );
}
