/** Files of a ticket: for the team only. */
import type { TicketDetail } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { Paperclip, X } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { removeFile } from "../../api/tickets.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { FileInput } from "../../ui/file-input.tsx";
import { errorText } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { useAttach } from "./attach.ts";
import { refreshTicket } from "./data.ts";

export function Files({ ticket, may }: { ticket: TicketDetail; may: boolean }) {
  const { t } = useTranslation("tickets");
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const attach = useAttach(ticket.id);
  const remove = (id: string) =>
    void removeFile(ticket.id, id)
      .catch((error) => notify({ text: errorText(error), tone: "error" }))
      .finally(() => refreshTicket(client, ticket.id));
  return (
    <div className="flex flex-wrap items-center gap-2">
      {ticket.files.map((file) => (
        <span
          key={file.id}
          className="inline-flex h-8 max-w-full items-center gap-1 rounded-md border border-line ps-2 text-sm"
        >
          <a href={file.url} className="max-w-56 truncate hover:underline">
            <bdi>{file.name}</bdi>
          </a>
          {may && (
            <IconButton size="sm" label={t("files.remove", { name: file.name })} onClick={() => remove(file.id)}>
              <X />
            </IconButton>
          )}
        </span>
      ))}
      {may && (
        <>
          <Button size="sm" look="ghost" onClick={() => input.current?.click()}>
            <Paperclip /> {t("files.add")}
          </Button>
          <FileInput ref={input} label={t("files.add")} onFiles={(chosen) => void attach(chosen)} />
        </>
      )}
    </div>
  );
}
