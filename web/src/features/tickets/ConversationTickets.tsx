/** In the header of a conversation: its tickets, and making one of it. Fetched after the thread. */
import type { ConversationDetail } from "@omniflow/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Link2, TicketPlus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { ticketKeys } from "../../api/ticket-keys.ts";
import { linkConversation, listConversationTickets } from "../../api/tickets.ts";
import { useCan } from "../../frame/me.ts";
import { useSlug } from "../../frame/workspace-link.ts";
import { useAction } from "../../keyboard/react.tsx";
import { Popover } from "../../ui/popover.tsx";
import { errorText, Skeleton } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { TicketStatusIcon } from "./marks.tsx";

const NewTicket = lazy(() => import("./NewTicket.tsx").then((module) => ({ default: module.NewTicket })));
const PickTicket = lazy(() => import("./PickTicket.tsx").then((module) => ({ default: module.PickTicket })));
const chip =
  "inline-flex h-6 max-w-48 shrink-0 items-center gap-1.5 rounded-md px-1.5 text-xs text-muted hover:bg-hover hover:text-ink [&_svg]:size-3.5";

export function ConversationTickets({ detail }: { detail: ConversationDetail }) {
  const { t } = useTranslation("tickets");
  const slug = useSlug();
  const can = useCan();
  const [making, setMaking] = useState(false);
  const [linking, setLinking] = useState(false);
  const client = useQueryClient();
  const link = async (ticketId: string) => {
    setLinking(false);
    await linkConversation(ticketId, detail.id).catch((error) => notify({ text: errorText(error), tone: "error" }));
    void client.invalidateQueries({ queryKey: ticketKeys.all });
  };
  const query = useQuery({
    queryKey: ticketKeys.ofConversation(detail.id),
    queryFn: ({ signal }) => listConversationTickets(detail.id, signal),
    enabled: can("tickets.view"),
  });
  useAction({
    id: "convert-to-ticket",
    label: t("new.convert"),
    when: () => can("tickets.create"),
    run: () => setMaking(true),
  });
  return (
    <>
      {query.data?.map((ticket) => (
        <Link key={ticket.id} to={`/w/${slug}/tickets/${ticket.id}` as string} className={chip} title={ticket.title}>
          <TicketStatusIcon status={ticket.status} />
          <span className="tabular">#{ticket.number}</span>
          <bdi className="truncate">{ticket.title}</bdi>
        </Link>
      ))}
      {can("tickets.create") && (
        <button type="button" className={chip} onClick={() => setMaking(true)}>
          <TicketPlus aria-hidden /> {t("new.convert")}
        </button>
      )}
      {can("tickets.update") && (
        <Popover
          label={t("conversations.link_ticket")}
          align="start"
          open={linking}
          onOpenChange={setLinking}
          trigger={
            <button type="button" className={chip} title={t("conversations.link_ticket")}>
              <Link2 aria-hidden /> <span className="sr-only">{t("conversations.link_ticket")}</span>
            </button>
          }
        >
          <div className="w-80 max-w-[calc(100vw-2rem)] p-1">
            <Suspense fallback={<Skeleton className="h-24" />}>
              <PickTicket except="" onPick={(ticket) => void link(ticket.id)} />
            </Suspense>
          </div>
        </Popover>
      )}
      <Suspense>{making && <NewTicket conversation={detail} onClose={() => setMaking(false)} />}</Suspense>
    </>
  );
}
