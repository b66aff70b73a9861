/** One conversation in the list: who, about what, the last words, and how it stands. Fixed height, so that lists never jump. */
import type { Conversation, Tag } from "@omniflow/contract";
import { AlarmClock, Paperclip } from "lucide-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { formatDateTime } from "../../../i18n/format.ts";
import { cn } from "../../../lib/cn.ts";
import { Avatar } from "../../../ui/avatar.tsx";
import { TagChip } from "../../../ui/badge.tsx";
import { RelativeTime } from "../../../ui/relative-time.tsx";
import { useOthers } from "../queries/others.ts";
import { PriorityIcon, StatusIcon } from "../status.tsx";
import { channelName } from "../views/names.ts";

export const rowHeight = 78;
export const tableRowHeight = 52;

type RowProps = {
  row: Conversation;
  href: string;
  selected: boolean;
  /** J and K stand here without it being open. */
  cursor: boolean;
  picked: boolean;
  tags: ReadonlyMap<string, Tag>;
  onOpen: (id: string) => void;
  onPick: (id: string, range: boolean) => void;
};

export const ListRow = memo(function ListRow(props: RowProps) {
  const { row, href, selected, cursor, picked, tags, onOpen, onPick } = props;
  const { t } = useTranslation("inbox");
  const subject = row.subject || row.preview || t("row.no_subject");
  const below = row.subject ? row.preview : channelName(t, row.channel);
  return (
    <a
      href={href}
      draggable={false}
      aria-current={selected ? "true" : undefined}
      data-conversation={row.id}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey) return;
        event.preventDefault();
        if (event.shiftKey) onPick(row.id, true);
        else onOpen(row.id);
      }}
      className={cn(
        "relative flex h-full items-start gap-3 border-b border-line ps-4 pe-3 pt-2.5 -outline-offset-2 hover:bg-hover",
        selected && "bg-selected hover:bg-selected",
        cursor && !selected && "bg-hover before:absolute before:inset-y-0 before:start-0 before:w-0.5 before:bg-accent",
        picked && "bg-accent-soft hover:bg-accent-soft",
      )}
    >
      {row.unread && <span className="absolute start-[5px] top-[23px] size-1.5 rounded-full bg-accent" />}
      {/* Its place is the box's to pick the row while one is pointed at, or any is picked. */}
      <span className="in-data-picking:opacity-0 group-hover:opacity-0">
        <PresenceAvatar row={row} />
      </span>
      <span className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)]">
        <span className="flex items-baseline gap-2">
          <bdi className={cn("min-w-0 flex-1 truncate text-sm text-ink", row.unread ? "font-semibold" : "font-medium")}>
            {row.contact.name || t("unknown_contact")}
          </bdi>
          {row.unread && <span className="sr-only">{t("row.unread")}</span>}
          <RelativeTime
            at={row.last_message_at}
            className={cn("shrink-0 text-xs", row.unread ? "text-ink" : "text-faint")}
          />
        </span>
        <span className="flex items-center gap-1.5">
          <bdi className={cn("min-w-0 flex-1 truncate text-sm", row.unread ? "text-ink" : "text-muted")}>{subject}</bdi>
          {row.has_attachment && <Paperclip aria-label={t("row.attachment")} className="size-3 shrink-0 text-faint" />}
          <RowState row={row} />
        </span>
        <span className="flex h-[18px] items-center gap-1.5">
          <bdi className="min-w-0 flex-1 truncate text-xs text-faint">{below}</bdi>
          {row.tags.slice(0, row.tags.length > 2 ? 1 : 2).map((name) => (
            <TagChip key={name} name={name} color={tags.get(name)?.color ?? "gray"} className="max-w-24 shrink-0" />
          ))}
          {row.tags.length > 2 && <span className="shrink-0 text-2xs text-faint">+{row.tags.length - 1}</span>}
          {row.assignee && (
            <span className="shrink-0" title={row.assignee.name}>
              <Avatar name={row.assignee.name} id={row.assignee.id} size="xs" />
              <span className="sr-only">{t("row.assigned_to", { name: row.assignee.name })}</span>
            </span>
          )}
        </span>
      </span>
    </a>
  );
});

/** Only what stands out is drawn: an open conversation of normal priority needs no sign among open ones. */
function RowState({ row }: { row: Conversation }) {
  const { t } = useTranslation("inbox");
  const asleep = row.snoozed_until !== null && Date.parse(row.snoozed_until) > Date.now();
  return (
    <>
      {(row.priority === "high" || row.priority === "urgent") && (
        <span title={t(`priority.${row.priority}`, { ns: "common" })} className="flex shrink-0">
          <PriorityIcon priority={row.priority} />
          <span className="sr-only">
            {t("row.priority", { priority: t(`priority.${row.priority}`, { ns: "common" }) })}
          </span>
        </span>
      )}
      {asleep && (
        <span
          title={t("row.snoozed_until", { time: formatDateTime(row.snoozed_until!) })}
          className="flex shrink-0 text-muted"
        >
          <AlarmClock aria-hidden className="size-3.5" />
          <span className="sr-only">{t("row.snoozed_until", { time: formatDateTime(row.snoozed_until!) })}</span>
        </span>
      )}
      <span title={t(`status.${row.status}`, { ns: "common" })} className="flex shrink-0">
        <StatusIcon status={row.status} />
        <span className="sr-only">{t("row.status", { status: t(`status.${row.status}`, { ns: "common" }) })}</span>
      </span>
    </>
  );
}

/** A ring says a teammate is looking; a warm, breathing one that they are writing. */
export function PresenceAvatar({ row, size = "md" }: { row: Conversation; size?: "sm" | "md" }) {
  const { t } = useTranslation("inbox");
  const others = useOthers(row.id);
  const typing = others.some((one) => one.state !== "viewing");
  return (
    <span className="relative mt-0.5 shrink-0 rounded-full">
      {others.length > 0 && (
        <span
          aria-hidden
          className={cn(
            "absolute -inset-1 rounded-full border-2",
            typing ? "animate-pulse border-status-pending" : "border-accent",
          )}
        />
      )}
      <Avatar name={row.contact.name || "?"} id={row.contact.id} channel={row.channel} size={size} />
      <span className="sr-only">
        {channelName(t, row.channel)}
        {others.length > 0 && `. ${t(typing ? "presence.row_typing" : "presence.row_viewing")}`}
      </span>
    </span>
  );
}
