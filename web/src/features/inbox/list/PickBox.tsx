/** The box that takes a row into the selection; also what X does. */
import type { Conversation } from "@omniflow/contract";
import { memo } from "react";
import { useTranslation } from "react-i18next";

type Props = { row: Conversation; picked: boolean; onPick: (id: string, range: boolean) => void };

export const PickBox = memo(function PickBox({ row, picked, onPick }: Props) {
  const { t } = useTranslation("inbox");
  return (
    <input
      type="checkbox"
      tabIndex={-1}
      checked={picked}
      aria-label={t("row.select", { name: row.contact.name || t("unknown_contact") })}
      title="X"
      onChange={() => {}}
      onClick={(event) => {
        event.stopPropagation();
        onPick(row.id, event.shiftKey);
      }}
      className="block size-4 cursor-pointer accent-accent"
    />
  );
});
