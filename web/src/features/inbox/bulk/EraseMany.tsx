/** The last question before all that is selected in the trash is gone. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "../../../lib/store.ts";
import { Confirm } from "../../../ui/confirm.tsx";
import { selection } from "./selection.ts";

export function EraseMany({ onErase, onClose }: { onErase: () => Promise<boolean>; onClose: () => void }) {
  const { t } = useTranslation(["triage", "timeline"]);
  const { all, ids } = useStore(selection);
  const [busy, setBusy] = useState(false);
  const erase = async () => {
    setBusy(true);
    if (await onErase()) onClose();
    else setBusy(false);
  };
  return (
    <Confirm
      title={t("bulk.erase_title")}
      action={t("bulk.erase")}
      word={t("erase.word", { ns: "timeline" })}
      busy={busy}
      onConfirm={() => void erase()}
      onClose={onClose}
    >
      <p>{all ? t("bulk.erase_what_all") : t("bulk.erase_what", { count: ids.size })}</p>
      <p>{t("erase.hint_many", { ns: "timeline" })}</p>
    </Confirm>
  );
}
