/** The same conversation with every column, for triage. */
// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by the virtualizer, which table elements do not allow
// biome-ignore-all lint/a11y/useFocusableInteractive: the link in the row is what takes the focus
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the link in the row does the same by keyboard
import type { Conversation, Tag } from "@omniflow/contract";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { cn } from "../../../lib/cn.ts";
import { Avatar } from "../../../ui/avatar.tsx";
import { TagChip } from "../../../ui/badge.tsx";
import { RelativeTime } from "../../../ui/relative-time.tsx";
import { PriorityIcon, StatusIcon } from "../status.tsx";
import { PresenceAvatar } from "./ListRow.tsx";

export const tableRowHeight = 52;
/** Shared by head and rows. The time left on an SLA will sit between assignee and status. */
export const tableColumns =
  "grid grid-cols-[minmax(190px,1.1fr)_minmax(220px,2.4fr)_minmax(120px,0.8fr)_minmax(96px,0.5fr)_minmax(120px,1fr)] items-center gap-4 px-4";

/** What a member can read out on the phone: the end of the id, where ids differ. */
export const shortId = (id: string) => id.slice(-6);

type RowProps = {
  row: Conversation;
  index: number;
  href: string;
  selected: boolean;
  tags: ReadonlyMap<string, Tag>;
  onOpen: (id: string) => void;
};

export const TableRow = memo(function TableRow({ row, index, href, selected, tags, onOpen }: RowProps) {
  const { t } = useTranslation("inbox");
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-conversation={row.id}
      onClick={() => onOpen(row.id)}
      className={cn(
        tableColumns,
        "relative h-full border-b border-line text-sm hover:bg-hover",
        selected && "bg-selected",
      )}
    >
      {row.unread && <span className="absolute start-[5px] top-[23px] size-1.5 rounded-full bg-accent" />}
      <div role="cell" className="flex min-w-0 items-center gap-3">
        <PresenceAvatar row={row} />
        <span className="min-w-0">
          <bdi className={cn("block truncate text-ink", row.unread ? "font-semibold" : "font-medium")}>
            {row.contact.name || t("unknown_contact")}
          </bdi>
          <span className="block truncate text-xs text-faint tabular">
            {shortId(row.contact.id)} · <RelativeTime at={row.last_message_at} />
          </span>
        </span>
      </div>
      <div role="cell" className="min-w-0">
        <a
          href={href}
          onClick={(event) => {
            event.stopPropagation();
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            onOpen(row.id);
          }}
          className={cn("block truncate text-ink", row.unread && "font-semibold")}
        >
          <bdi>{row.subject || row.preview || t("row.no_subject")}</bdi>
          {row.unread && <span className="sr-only"> {t("row.unread")}</span>}
        </a>
        {row.subject && <bdi className="block truncate text-xs text-faint">{row.preview}</bdi>}
      </div>
      <div role="cell" className="flex min-w-0 items-center gap-2">
        {row.assignee ? (
          <>
            <Avatar name={row.assignee.name} id={row.assignee.id} size="xs" />
            <bdi className="truncate">{row.assignee.name}</bdi>
          </>
        ) : (
          <span className="text-faint">{t("nobody")}</span>
        )}
      </div>
      <div role="cell" className="flex min-w-0 items-center gap-1.5">
        <StatusIcon status={row.status} />
        <span className="truncate">{t(`status.${row.status}`, { ns: "common" })}</span>
        {(row.priority === "high" || row.priority === "urgent") && (
          <span title={t(`priority.${row.priority}`, { ns: "common" })}>
            <PriorityIcon priority={row.priority} />
            <span className="sr-only">
              {t("row.priority", { priority: t(`priority.${row.priority}`, { ns: "common" }) })}
            </span>
          </span>
        )}
      </div>
      <div role="cell" className="flex min-w-0 gap-1 overflow-hidden">
        {row.tags.slice(0, 3).map((name) => (
          <TagChip key={name} name={name} color={tags.get(name)?.color ?? "gray"} className="max-w-28" />
        ))}
        {row.tags.length > 3 && <span className="text-2xs text-faint">+{row.tags.length - 3}</span>}
      </div>
    </div>
  );
});
