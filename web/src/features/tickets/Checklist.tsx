/** The checklist: ticked at once on screen; each item is its own, so two members lose nothing. */
import type { ChecklistItem, TicketDetail } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ticketKeys } from "../../api/ticket-keys.ts";
import { addItem, changeItem, removeItem } from "../../api/tickets.ts";
import { useCan } from "../../frame/me.ts";
import { IconButton } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/check.tsx";
import { Input } from "../../ui/input.tsx";
import { errorText } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { refreshTicket } from "./data.ts";

export function Checklist({ ticket }: { ticket: TicketDetail }) {
  const { t } = useTranslation("tickets");
  const client = useQueryClient();
  const may = useCan()("tickets.update") && !ticket.deleted_at;
  const [text, setText] = useState("");
  const put = (checklist: ChecklistItem[]) =>
    client.setQueryData<TicketDetail>(ticketKeys.one(ticket.id), (now) => now && { ...now, checklist });
  const run = (work: Promise<ChecklistItem[]>) =>
    work
      .then(put)
      .catch((error) => notify({ text: errorText(error), tone: "error" }))
      .finally(() => refreshTicket(client, ticket.id));
  const done = ticket.checklist.filter((item) => item.done).length;
  return (
    <section aria-label={t("checklist.title")}>
      <h2 className="pb-1 text-sm font-semibold text-ink">
        {t("checklist.title")}{" "}
        {ticket.checklist.length > 0 && (
          <span className="text-xs font-normal text-muted tabular">
            {t("checklist.progress", { done, total: ticket.checklist.length })}
          </span>
        )}
      </h2>
      <ul className="grid grid-cols-1 gap-1">
        {ticket.checklist.map((item) => (
          <li key={item.id} className="group flex items-center gap-1">
            <Checkbox
              className="min-w-0 flex-1"
              label={item.text}
              checked={item.done}
              disabled={!may}
              onChange={(on) => {
                put(ticket.checklist.map((one) => (one.id === item.id ? { ...one, done: on } : one)));
                void run(changeItem(ticket.id, item.id, { done: on }));
              }}
            />
            {may && (
              <IconButton
                size="sm"
                label={t("checklist.remove", { text: item.text })}
                className="opacity-0 group-focus-within:opacity-100 group-hover:opacity-100"
                onClick={() => void run(removeItem(ticket.id, item.id))}
              >
                <X />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      {may && (
        <form
          className="mt-1"
          onSubmit={(event) => {
            event.preventDefault();
            if (!text.trim()) return;
            void run(addItem(ticket.id, text.trim()));
            setText("");
          }}
        >
          <Input
            aria-label={t("checklist.add")}
            placeholder={t("checklist.add")}
            maxLength={500}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </form>
      )}
    </section>
  );
}
