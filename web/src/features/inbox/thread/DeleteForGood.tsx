/** The last question before a conversation is gone: there is no way back, so it says what goes. */
import type { ConversationDetail } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { deleteConversation } from "../../../api/conversations.ts";
import { keys } from "../../../api/keys.ts";
import { Confirm } from "../../../ui/confirm.tsx";
import { notify } from "../../../ui/toast.tsx";
import { useInbox } from "../context.ts";

export function DeleteForGood({ detail, onClose }: { detail: ConversationDetail; onClose: () => void }) {
  const { t } = useTranslation(["inbox", "timeline"]);
  const client = useQueryClient();
  const inbox = useInbox();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const remove = async () => {
    setBusy(true);
    try {
      await deleteConversation(detail.id);
    } catch (cause) {
      setError(cause);
      return setBusy(false);
    }
    onClose();
    inbox.open(null);
    void client.invalidateQueries({ queryKey: keys.conversationLists });
    void client.invalidateQueries({ queryKey: keys.counts });
    notify({ text: t("erase.done", { ns: "timeline" }) });
  };
  return (
    <Confirm
      title={t("erase.title", { ns: "timeline" })}
      action={t("erase.action", { ns: "timeline" })}
      word={t("erase.word", { ns: "timeline" })}
      busy={busy}
      error={error}
      onConfirm={() => void remove()}
      onClose={onClose}
    >
      <p>
        {t("erase.what", {
          ns: "timeline",
          count: detail.message_count,
          name: detail.contact.name || t("unknown_contact"),
        })}
      </p>
      <p>{t("erase.hint", { ns: "timeline" })}</p>
    </Confirm>
  );
}
