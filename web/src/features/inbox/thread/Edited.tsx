/** That a note was changed, and on demand what it said before. */
import type { Message } from "@omniflow/contract";
import { useTranslation } from "react-i18next";
import { formatDateTime } from "../../../i18n/format.ts";
import { Popover } from "../../../ui/popover.tsx";
import { useMembersById } from "../queries/lookups.ts";
import { editsOf } from "./edits.ts";

export function Edited({ message }: { message: Message }) {
  const { t } = useTranslation("inbox");
  const members = useMembersById();
  return (
    <Popover
      label={t("note.earlier")}
      trigger={
        <button type="button" className="shrink-0 rounded-sm underline decoration-dotted underline-offset-2">
          {t("note.edited")}
        </button>
      }
    >
      <div className="w-80 max-w-[80vw] p-2">
        <p className="pb-1.5 text-xs font-medium text-muted">{t("note.earlier")}</p>
        <ol className="grid max-h-64 gap-2 overflow-y-auto">
          {editsOf(message).map((edit) => (
            <li key={edit.at} className="text-sm">
              <p className="text-xs text-muted">
                {t("note.until", { time: formatDateTime(edit.at), name: members.get(edit.by)?.name ?? t("nobody") })}
              </p>
              <p dir="auto" className="whitespace-pre-wrap text-ink [overflow-wrap:anywhere]">
                {edit.text}
              </p>
            </li>
          ))}
        </ol>
      </div>
    </Popover>
  );
}
