/** A conversation to link: those of who asked first, others by search. */
import type { Conversation, TicketDetail } from "@omniflow/contract";
import { useQuery } from "@tanstack/react-query";
import { Link2 } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { listContactConversations } from "../../api/contacts.ts";
import { keys } from "../../api/keys.ts";
import { searchConversations } from "../../api/triage.ts";
import { ChannelIcon } from "../../ui/avatar.tsx";
import { Button } from "../../ui/button.tsx";
import { Input } from "../../ui/input.tsx";
import { Popover } from "../../ui/popover.tsx";

export function PickConversation({ ticket, onPick }: { ticket: TicketDetail; onPick: (id: string) => void }) {
  const { t } = useTranslation("tickets");
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const q = useDeferredValue(text.trim());
  const contactId = ticket.contact?.id ?? "";
  const theirs = useQuery({
    queryKey: keys.contactConversations(contactId),
    queryFn: ({ signal }) => listContactConversations(contactId, null, signal),
    enabled: open && q.length < 2 && contactId !== "",
  });
  const found = useQuery({
    queryKey: keys.search(q),
    queryFn: ({ signal }) => searchConversations(q, 12, signal),
    enabled: open && q.length > 1,
  });
  const linked = new Set(ticket.conversations.map((one) => one.id));
  const all: Conversation[] =
    q.length > 1 ? (found.data ?? []).map((one) => one.conversation) : (theirs.data?.items ?? []);
  const rows = all.filter((one) => !linked.has(one.id) && !one.merged_into).slice(0, 12);
  return (
    <Popover
      label={t("conversations.link")}
      align="end"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="sm" look="ghost">
          <Link2 /> {t("conversations.link")}
        </Button>
      }
    >
      <div className="grid w-80 max-w-[calc(100vw-2rem)] grid-cols-1 gap-1 p-1">
        <Input
          autoFocus
          type="search"
          aria-label={t("conversations.find")}
          placeholder={t("conversations.find")}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <ul className="grid max-h-72 grid-cols-1 overflow-y-auto">
          {rows.map((one) => (
            <li key={one.id}>
              <button
                type="button"
                className="flex min-h-9 w-full items-center gap-2 rounded-md px-2 py-1 text-start text-sm hover:bg-hover"
                onClick={() => {
                  setOpen(false);
                  setText("");
                  onPick(one.id);
                }}
              >
                <ChannelIcon kind={one.channel} className="size-4" />
                <span className="min-w-0 flex-1">
                  <bdi className="block truncate text-ink">{one.subject || one.preview}</bdi>
                  <bdi className="block truncate text-xs text-muted">{one.contact.name}</bdi>
                </span>
              </button>
            </li>
          ))}
          {!rows.length && !found.isFetching && !theirs.isFetching && (
            <li className="px-2 py-1.5 text-sm text-faint">{t("conversations.not_found")}</li>
          )}
        </ul>
      </div>
    </Popover>
  );
}
