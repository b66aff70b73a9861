/** Choosing another ticket, by number or by words. */
import type { Ticket } from "@omniflow/contract";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { ticketKeys } from "../../api/ticket-keys.ts";
import { listTickets } from "../../api/tickets.ts";
import { Input } from "../../ui/input.tsx";
import { TicketStatusIcon } from "./marks.tsx";

export function PickTicket({ except, onPick }: { except: string; onPick: (ticket: Ticket) => void }) {
  const { t } = useTranslation("tickets");
  const [text, setText] = useState("");
  const q = useDeferredValue(text.trim());
  const found = useQuery({
    queryKey: [...ticketKeys.lists, "pick", q],
    queryFn: ({ signal }) => listTickets(q ? { q } : {}, null, 8, signal),
  }).data?.items.filter((ticket) => ticket.id !== except);
  return (
    <div className="grid grid-cols-1 gap-1">
      <Input
        type="search"
        aria-label={t("pick")}
        placeholder={t("pick")}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <ul className="max-h-56 overflow-y-auto">
        {found?.map((ticket) => (
          <li key={ticket.id}>
            <button
              type="button"
              className="flex h-9 w-full items-center gap-2 rounded-md px-2 text-start text-sm hover:bg-hover"
              onClick={() => onPick(ticket)}
            >
              <TicketStatusIcon status={ticket.status} />
              <span className="text-muted tabular">#{ticket.number}</span>
              <bdi className="min-w-0 flex-1 truncate">{ticket.title}</bdi>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
