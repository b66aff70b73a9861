/** Changes of many tickets that are at work: how far each is. */
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ticketKeys } from "../../api/ticket-keys.ts";
import { getTicketAction } from "../../api/tickets.ts";
import { useStore } from "../../lib/store.ts";
import { BackgroundWork } from "../../ui/background-work.tsx";
import { finish, running } from "./bulk.ts";

export function BulkProgress() {
  const { t } = useTranslation("tickets");
  const client = useQueryClient();
  return (
    <BackgroundWork
      label={t("bulk.progress")}
      ids={useStore(running)}
      queryKey={ticketKeys.action}
      read={getTicketAction}
      words={({ state, done, total }) => ({
        text: t(state === "undoing" ? "bulk.undoing" : "bulk.working", { done, total }),
        label: t("bulk.progress"),
      })}
      onOver={(action) => finish(client, action)}
    />
  );
}
