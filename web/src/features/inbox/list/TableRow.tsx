/** The same conversation with every column, for triage. */
// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by the virtualizer, which table elements do not allow
// biome-ignore-all lint/a11y/useFocusableInteractive: the link in the row is what takes the focus
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the link in the row does the same by keyboard
import type { Conversation, Tag } from "@omniflow/contract";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { cn } from "../../../lib/cn.ts";
import { Avatar, ChannelIcon } from "../../../ui/avatar.tsx";
import { TagChip } from "../../../ui/badge.tsx";
import { RelativeTime } from "../../../ui/relative-time.tsx";
import { useTeams } from "../queries/lookups.ts";
import { PriorityIcon, StatusIcon } from "../status.tsx";
import type { Column } from "../views/columns.ts";
import { channelName } from "../views/names.ts";
import { PresenceAvatar } from "./ListRow.tsx";
import { PickBox } from "./PickBox.tsx";

/** Shared by head and rows. */
export const tableColumns = "grid items-center gap-4 px-4";

/** What a member can read out on the phone: the end of the id, where ids differ. */
export const shortId = (id: string) => id.slice(-6);

type RowProps = {
  row: Conversation;
  index: number;
  href: string;
  selected: boolean;
  tags: ReadonlyMap<string, Tag>;
  columns: readonly Column[];
  grid: string;
  picked: boolean;
  onPick: (id: string, range: boolean) => void;
  onOpen: (id: string) => void;
};

export const TableRow = memo(function TableRow(props: RowProps) {
  const { row, index, selected, columns, grid, picked, onPick, onOpen } = props;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-conversation={row.id}
      style={{ gridTemplateColumns: grid }}
      onClick={(event) => (event.shiftKey ? onPick(row.id, true) : onOpen(row.id))}
      className={cn(
        tableColumns,
        "relative h-full border-b border-line text-sm select-none hover:bg-hover",
        selected && "bg-selected",
        picked && "bg-accent-soft",
      )}
    >
      {row.unread && <span className="absolute start-[5px] top-[23px] size-1.5 rounded-full bg-accent" />}
      <div role="cell">
        <PickBox row={row} picked={picked} onPick={onPick} />
      </div>
      {columns.map((column) => (
        <div key={column} role="cell" className="flex min-w-0 items-center gap-2">
          <Cell {...props} column={column} />
        </div>
      ))}
    </div>
  );
});

function Cell({ row, href, tags, column, onPick, onOpen }: RowProps & { column: Column }) {
  const { t } = useTranslation("inbox");
  const teams = useTeams();
  switch (column) {
    case "customer":
      return (
        <>
          <PresenceAvatar row={row} />
          <span className="min-w-0">
            <bdi className={cn("block truncate text-ink", row.unread ? "font-semibold" : "font-medium")}>
              {row.contact.name || t("unknown_contact")}
            </bdi>
            <span className="block truncate text-xs text-faint tabular">
              {shortId(row.contact.id)} · <RelativeTime at={row.last_message_at} />
            </span>
          </span>
        </>
      );
    case "subject":
      return (
        <span className="min-w-0">
          <a
            href={href}
            onClick={(event) => {
              event.stopPropagation();
              if (event.metaKey || event.ctrlKey) return;
              event.preventDefault();
              if (event.shiftKey) onPick(row.id, true);
              else onOpen(row.id);
            }}
            className={cn("block text-ink", row.unread && "font-semibold")}
          >
            <bdi className="block truncate">{row.subject || row.preview || t("row.no_subject")}</bdi>
            {row.unread && <span className="sr-only"> {t("row.unread")}</span>}
          </a>
          {row.subject && <bdi className="block truncate text-xs text-faint">{row.preview}</bdi>}
        </span>
      );
    case "assignee":
      return row.assignee ? (
        <>
          <Avatar name={row.assignee.name} id={row.assignee.id} size="xs" />
          <bdi className="truncate">{row.assignee.name}</bdi>
        </>
      ) : (
        <span className="text-faint">{t("nobody")}</span>
      );
    case "team":
      return <bdi className="truncate">{teams.find((team) => team.id === row.team_id)?.name ?? ""}</bdi>;
    case "status":
      return (
        <>
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
        </>
      );
    case "priority":
      return (
        <>
          <PriorityIcon priority={row.priority} />
          <span className="truncate">{t(`priority.${row.priority}`, { ns: "common" })}</span>
        </>
      );
    case "tags":
      return (
        <span className="flex min-w-0 gap-1 overflow-hidden">
          {row.tags.slice(0, 3).map((name) => (
            <TagChip key={name} name={name} color={tags.get(name)?.color ?? "gray"} className="max-w-28" />
          ))}
          {row.tags.length > 3 && <span className="text-2xs text-faint">+{row.tags.length - 3}</span>}
        </span>
      );
    case "channel":
      return (
        <>
          <ChannelIcon kind={row.channel} />
          <span className="truncate">{channelName(t, row.channel)}</span>
        </>
      );
    default: {
      const at = row[column];
      return at ? <RelativeTime at={at} className="text-muted" /> : null;
    }
  }
}
