/** An update written once, for everybody the ticket is about; and where each one's message is. */
import type { TicketDetail } from "@omniflow/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { ticketKeys } from "../../api/ticket-keys.ts";
import { listBroadcasts, sendBroadcast } from "../../api/tickets.ts";
import { Said } from "../../said/index.ts";
import { ChannelIcon } from "../../ui/avatar.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/check.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Textarea } from "../../ui/input.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { ErrorState } from "../../ui/states.tsx";

export function BroadcastDialog({ ticket, onClose }: { ticket: TicketDetail; onClose: () => void }) {
  const { t } = useTranslation("tickets");
  const client = useQueryClient();
  const id = useRef(crypto.randomUUID());
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(() => new Set(ticket.conversations.map((one) => one.id)));
  const past = useQuery({
    queryKey: ticketKeys.broadcasts(ticket.id),
    queryFn: ({ signal }) => listBroadcasts(ticket.id, signal),
  });
  // Also those beyond the page, and those that are linked meanwhile.
  const everyone = chosen.size === ticket.conversations.length;
  const send = useMutation({
    mutationFn: () =>
      sendBroadcast(ticket.id, {
        id: id.current,
        text: text.trim(),
        ...(everyone ? {} : { conversation_ids: [...chosen] }),
      }),
    onSuccess: () => {
      id.current = crypto.randomUUID();
      setText("");
      for (const queryKey of [ticketKeys.one(ticket.id), ticketKeys.broadcasts(ticket.id)])
        void client.invalidateQueries({ queryKey });
    },
  });
  const toggle = (one: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(one);
    else next.delete(one);
    setChosen(next);
  };
  return (
    <Dialog
      open
      size="lg"
      onClose={onClose}
      title={t("broadcast.title")}
      description={t("broadcast.lead")}
      footer={
        <Button
          look="primary"
          busy={send.isPending}
          disabled={!text.trim() || !chosen.size}
          onClick={() => send.mutate()}
        >
          {t("broadcast.send", { count: chosen.size })}
        </Button>
      }
    >
      <Textarea
        aria-label={t("broadcast.text")}
        rows={5}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <fieldset className="mt-3 grid gap-1">
        <legend className="pb-1 text-sm font-medium text-ink">{t("broadcast.to")}</legend>
        {ticket.conversations.map((one) => (
          <Checkbox
            key={one.id}
            label={`${one.contact.name} · ${one.subject || one.preview}`}
            checked={chosen.has(one.id)}
            onChange={(on) => toggle(one.id, on)}
          />
        ))}
      </fieldset>
      {send.isError && <ErrorState compact error={send.error} className="mt-3" />}
      {past.data?.map((one) => (
        <article key={one.id} className="mt-4 rounded-lg border border-line p-3 text-sm">
          <p className="flex gap-2 pb-1 text-xs text-muted">
            <bdi>{one.author.name}</bdi> <RelativeTime at={one.created_at} />
          </p>
          <p className="whitespace-pre-wrap">{one.text}</p>
          <ul className="mt-2 grid grid-cols-1 gap-1">
            {one.recipients.map((recipient) => (
              <li key={recipient.conversation_id} className="flex flex-wrap items-center gap-2">
                <ChannelIcon kind={recipient.channel} className="size-3.5" />
                <bdi className="min-w-0 truncate text-ink">{recipient.contact.name}</bdi>
                <Badge
                  tone={
                    /failed|refused|unknown/.test(recipient.state)
                      ? "danger"
                      : /sent|delivered|read/.test(recipient.state)
                        ? "success"
                        : "neutral"
                  }
                >
                  {t(`broadcast.state.${recipient.state as "sent"}`, { defaultValue: recipient.state })}
                </Badge>
                {recipient.reason && (
                  <span className="text-xs text-muted">
                    <Said>{recipient.reason}</Said>
                  </span>
                )}
              </li>
            ))}
          </ul>
        </article>
      ))}
    </Dialog>
  );
}
