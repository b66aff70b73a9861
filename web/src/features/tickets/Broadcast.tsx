/** An update written once, for everybody the ticket is about; and where each one's message is. */
import type { TicketDetail } from "@omniflow/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ticketKeys } from "../../api/ticket-keys.ts";
import { listBroadcasts, sendBroadcast } from "../../api/tickets.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { ErrorState } from "../../ui/states.tsx";
import { clearDraft, emptyBody, readDraft } from "../inbox/composer/drafts.ts";
import { broughtBy, contentOf } from "../inbox/composer/send.ts";
import { BroadcastText, broadcastDraft } from "./BroadcastText.tsx";
import { PastBroadcast } from "./PastBroadcast.tsx";
import { Recipients } from "./Recipients.tsx";

export function BroadcastDialog({ ticket, onClose }: { ticket: TicketDetail; onClose: () => void }) {
  const { t } = useTranslation("tickets");
  const client = useQueryClient();
  const id = useRef(crypto.randomUUID());
  const [chosen, setChosen] = useState(() => new Set(ticket.conversations.map((one) => one.id)));
  const past = useQuery({
    queryKey: ticketKeys.broadcasts(ticket.id),
    queryFn: ({ signal }) => listBroadcasts(ticket.id, signal),
  });
  const told = useRef(new Set<string>());
  /** What comes next is for whoever has not been told: the next language, and never a second text for the first. */
  const chooseTheRest = (sent: ReadonlySet<string>) => {
    const ids = ticket.conversations.map((one) => one.id);
    told.current = new Set([...told.current, ...sent]);
    const rest = ids.filter((one) => !told.current.has(one));
    if (!rest.length) told.current.clear();
    setChosen(new Set(rest.length ? rest : ids));
  };
  // Also those beyond the page, and those that are linked meanwhile.
  const everyone = chosen.size === ticket.conversations.length;
  const draftId = broadcastDraft(ticket.id);
  const send = useMutation({
    mutationFn: (to: ReadonlySet<string>) => {
      const body = readDraft(draftId, "message")?.body ?? emptyBody;
      return sendBroadcast(ticket.id, {
        id: id.current,
        ...contentOf(body, true),
        ...broughtBy(body),
        ...(everyone ? {} : { conversation_ids: [...to] }),
      });
    },
    onSuccess: (_sent, to) => {
      id.current = crypto.randomUUID();
      clearDraft(draftId, "message");
      chooseTheRest(to);
      for (const queryKey of [ticketKeys.one(ticket.id), ticketKeys.broadcasts(ticket.id)])
        void client.invalidateQueries({ queryKey });
    },
  });
  return (
    <Dialog open size="lg" onClose={onClose} title={t("broadcast.title")} description={t("broadcast.lead")}>
      <BroadcastText
        ticket={ticket}
        chosen={chosen}
        busy={send.isPending}
        onSend={() => send.mutate(chosen)}
        onLeave={onClose}
      />
      {send.isError && (
        <ErrorState compact error={send.error} kept={t("error.kept", { ns: "common" })} className="mt-3" />
      )}
      <Recipients conversations={ticket.conversations} chosen={chosen} onChange={setChosen} />
      {past.data?.map((one) => (
        <PastBroadcast key={one.id} broadcast={one} />
      ))}
    </Dialog>
  );
}
