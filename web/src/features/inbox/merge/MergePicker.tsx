/** Into which conversation: the same customer's first, others by search; of a selection, one of its own. */
import type { Conversation } from "@omniflow/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { listContactConversations } from "../../../api/contacts.ts";
import { keys } from "../../../api/keys.ts";
import { searchConversations } from "../../../api/triage.ts";
import { Avatar } from "../../../ui/avatar.tsx";
import { CommandDialog, CommandGroup, CommandItem } from "../../../ui/command.tsx";
import { RelativeTime } from "../../../ui/relative-time.tsx";
import { nothing, selection } from "../bulk/selection.ts";
import { useInbox } from "../context.ts";
import { findCached } from "../queries/cache.ts";
import { StatusIcon } from "../status.tsx";
import { mergeInto } from "./merge.ts";

export function MergePicker({ ids, onClose }: { ids: string[]; onClose: () => void }) {
  const { t } = useTranslation("triage");
  const client = useQueryClient();
  const inbox = useInbox();
  const [text, setText] = useState("");
  const asked = useLater(text.trim());
  const own = ids
    .flatMap((id) => findCached(client, id) ?? [])
    .toSorted((a, b) => (a.created_at < b.created_at ? -1 : 1));
  const contactId = own[0]?.contact.id ?? "";
  const recent = useQuery({
    queryKey: keys.contactConversations(contactId),
    queryFn: ({ signal }) => listContactConversations(contactId, null, signal),
    enabled: contactId !== "",
  });
  const found = useQuery({
    queryKey: keys.search(asked),
    queryFn: ({ signal }) => searchConversations(asked, 20, signal),
    enabled: asked.length > 1,
  });
  const known = new Set(ids);
  const fits = (row: Conversation) =>
    text.trim() === "" ||
    `${row.subject} ${row.contact.name} ${row.preview}`.toLowerCase().includes(text.trim().toLowerCase());
  const same = (recent.data?.items ?? [])
    .filter((row) => !known.has(row.id) && !row.merged_into && fits(row))
    .slice(0, 8);
  for (const row of same) known.add(row.id);
  const others =
    asked.length > 1 ? (found.data ?? []).map((one) => one.conversation).filter((row) => !known.has(row.id)) : [];

  const choose = async (target: Conversation) => {
    onClose();
    selection.set(nothing);
    const sources = ids.filter((id) => id !== target.id);
    const opened = inbox.openId !== null && sources.includes(inbox.openId);
    if ((await mergeInto(client, sources, target)) && opened) inbox.open(target.id);
  };
  const item = (row: Conversation) => (
    <CommandItem
      key={row.id}
      value={row.id}
      icon={<Avatar name={row.contact.name || "?"} id={row.contact.id} channel={row.channel} size="sm" />}
      onSelect={() => void choose(row)}
    >
      <span className="flex items-center gap-2">
        <bdi className="shrink-0 font-medium">{row.contact.name}</bdi>
        <bdi className="min-w-0 flex-1 truncate text-muted">{row.subject || row.preview || t("merge.no_subject")}</bdi>
        <StatusIcon status={row.status} />
        <RelativeTime at={row.last_message_at} className="text-xs text-faint" />
      </span>
    </CommandItem>
  );
  return (
    <CommandDialog
      open
      onClose={onClose}
      label={t("merge.title")}
      placeholder={t("merge.placeholder")}
      empty={t("merge.nothing")}
      search={{ value: text, onChange: setText, filter: false }}
    >
      {ids.length > 1 && <CommandGroup heading={t("merge.among")}>{own.filter(fits).map(item)}</CommandGroup>}
      {same.length > 0 && <CommandGroup heading={t("merge.same_contact")}>{same.map(item)}</CommandGroup>}
      {others.length > 0 && <CommandGroup heading={t("merge.found")}>{others.map(item)}</CommandGroup>}
    </CommandDialog>
  );
}

function useLater(text: string): string {
  const [later, setLater] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setLater(text), 150);
    return () => clearTimeout(timer);
  }, [text]);
  return later;
}
