/** Linked conversations, shown as their threads: the customer is answered from here, over the channel they used. */
import type { TicketDetail } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import { ChevronDown, ChevronRight, Megaphone, Unlink } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { linkConversation, unlinkConversation } from "../../api/tickets.ts";
import { useCan } from "../../frame/me.ts";
import { ChannelIcon } from "../../ui/avatar.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { errorText, Skeleton } from "../../ui/states.tsx";
import { notify } from "../../ui/toast.tsx";
import { refreshTicket } from "./data.ts";
import { PickConversation } from "./PickConversation.tsx";

const ThreadHere = lazy(() => import("./ThreadHere.tsx").then((module) => ({ default: module.ThreadHere })));
const Broadcast = lazy(() => import("./Broadcast.tsx").then((module) => ({ default: module.BroadcastDialog })));

export function Conversations({ ticket }: { ticket: TicketDetail }) {
  const { t } = useTranslation("tickets");
  const client = useQueryClient();
  const can = useCan();
  const [open, setOpen] = useState<string | null>(
    ticket.conversations.length === 1 ? ticket.conversations[0]!.id : null,
  );
  const [telling, setTelling] = useState(false);
  const run = (work: Promise<unknown>) =>
    void work
      .catch((error) => notify({ text: errorText(error), tone: "error" }))
      .finally(() => refreshTicket(client, ticket.id));
  const unlink = (id: string) =>
    run(
      unlinkConversation(ticket.id, id).then(() =>
        notify({ text: t("conversations.unlinked"), undo: () => run(linkConversation(ticket.id, id)) }),
      ),
    );
  return (
    <section aria-label={t("conversations.title")} className="grid grid-cols-1 gap-2">
      <div className="flex flex-wrap items-center gap-x-2">
        <h2 className="min-w-32 flex-1 text-sm font-semibold text-ink">{t("conversations.title")}</h2>
        {can("tickets.update") && !ticket.deleted_at && (
          <PickConversation ticket={ticket} onPick={(id) => run(linkConversation(ticket.id, id))} />
        )}
        {ticket.conversations.length > 0 && can("conversations.reply") && (
          <Button size="sm" look="ghost" onClick={() => setTelling(true)}>
            <Megaphone /> {t("broadcast.action")}
          </Button>
        )}
      </div>
      {!ticket.conversations.length && <p className="text-sm text-faint">{t("conversations.none")}</p>}
      {ticket.conversations.map((one) => (
        <div key={one.id} className="overflow-hidden rounded-lg border border-line">
          <div className="flex items-center gap-1 pe-1 hover:bg-hover">
            <button
              type="button"
              aria-expanded={open === one.id}
              className="flex min-h-11 min-w-0 flex-1 items-center gap-2 px-3 text-start text-sm"
              onClick={() => setOpen(open === one.id ? null : one.id)}
            >
              {open === one.id ? (
                <ChevronDown className="size-4" />
              ) : (
                <ChevronRight className="size-4 rtl:rotate-180" />
              )}
              <ChannelIcon kind={one.channel} className="size-4" />
              <bdi className="font-medium text-ink">{one.contact.name}</bdi>
              <bdi className="min-w-0 flex-1 truncate text-muted">{one.subject || one.preview}</bdi>
              <RelativeTime at={one.last_message_at} className="text-xs text-faint" />
            </button>
            {can("tickets.update") && (
              <IconButton size="sm" label={t("conversations.unlink")} onClick={() => unlink(one.id)}>
                <Unlink />
              </IconButton>
            )}
          </div>
          {open === one.id && (
            <div className="h-[34rem] border-t border-line">
              <Suspense fallback={<Skeleton className="m-4 h-24" />}>
                <ThreadHere key={one.id} id={one.id} ticketId={ticket.id} onClose={() => setOpen(null)} />
              </Suspense>
            </div>
          )}
        </div>
      ))}
      {ticket.hidden_conversations > 0 && (
        <p className="text-sm text-faint">{t("conversations.hidden", { count: ticket.hidden_conversations })}</p>
      )}
      <Suspense>{telling && <Broadcast ticket={ticket} onClose={() => setTelling(false)} />}</Suspense>
    </section>
  );
}
