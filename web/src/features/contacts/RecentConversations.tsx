/** What this person wrote before, newest first. */
import type { Conversation } from "@omniflow/contract";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { listContactConversations } from "../../api/contacts.ts";
import { keys } from "../../api/keys.ts";
import { useGo } from "../../frame/workspace-link.ts";
import { ChannelIcon } from "../../ui/avatar.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { ErrorState, Skeleton } from "../../ui/states.tsx";
import { StatusIcon } from "../inbox/status.tsx";

type RecentProps = { contactId: string; exceptId?: string };

export function RecentConversations({ contactId, exceptId }: RecentProps) {
  const { t } = useTranslation("contacts");
  const query = useQuery({
    queryKey: keys.contactConversations(contactId),
    queryFn: ({ signal }) => listContactConversations(contactId, null, signal),
  });
  if (query.isPending) return <Skeleton className="my-2 w-2/3" />;
  if (query.isError) return <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />;
  const rows = query.data.items.filter((row) => row.id !== exceptId);
  if (rows.length === 0) return <p className="py-1 text-sm text-faint">{t("no_others")}</p>;
  return <ConversationRows rows={rows} />;
}

/** Each opens in the inbox. */
export function ConversationRows({ rows }: { rows: readonly Conversation[] }) {
  const { t } = useTranslation("contacts");
  const go = useGo();
  return (
    <ul className="-mx-1.5">
      {rows.map((row) => (
        <li key={row.id}>
          <button
            type="button"
            onClick={() => go(`/inbox/all/${row.id}`)}
            className="flex min-h-8 w-full items-center gap-2 rounded-md px-1.5 py-1 text-start text-sm hover:bg-hover"
          >
            <StatusIcon status={row.status} />
            <span className="sr-only">{t(`status.${row.status}`, { ns: "common" })}</span>
            <bdi className="min-w-0 flex-1 truncate text-ink">{row.subject || row.preview || t("no_subject")}</bdi>
            <ChannelIcon kind={row.channel} className="size-3.5 shrink-0 text-faint" />
            <RelativeTime at={row.last_message_at} className="shrink-0 text-xs text-faint" />
          </button>
        </li>
      ))}
    </ul>
  );
}
