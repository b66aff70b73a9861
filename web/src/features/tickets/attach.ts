/** Files that are dropped on a ticket, or chosen for it. */
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { uploadFile } from "../../api/conversations.ts";
import { keepFiles } from "../../api/tickets.ts";
import { errorText } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { refreshTicket } from "./data.ts";

export function useAttach(ticketId: string) {
  const { t } = useTranslation("tickets");
  const client = useQueryClient();
  return async (files: File[]): Promise<void> => {
    try {
      const kept = await Promise.all(files.map((file) => uploadFile(file)));
      const ids = kept.map((file) => file.id);
      if (!ids.length) return;
      await keepFiles(ticketId, ids);
      notify({ text: t("files.added") });
    } catch (error) {
      notify({ text: errorText(error), tone: "error" });
    }
    refreshTicket(client, ticketId);
  };
}
