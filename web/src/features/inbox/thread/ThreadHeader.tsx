/** Over the thread: subject, how it stands, and the actions people reach for with the mouse. */
import type { ConversationDetail } from "@omniflow/contract";
import {
  AlarmClock,
  ArrowLeft,
  ArrowRightLeft,
  Check,
  EllipsisVertical,
  Inbox as InboxIcon,
  MailOpen,
  Merge,
  OctagonAlert,
  PanelRight,
  RotateCcw,
  Split,
  Tag as TagIcon,
  Trash2,
  UserRoundPlus,
} from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCan } from "../../../frame/me.ts";
import { formatDateTime } from "../../../i18n/format.ts";
import { useAction } from "../../../keyboard/react.tsx";
import { AfterPaint } from "../../../ui/after-paint.tsx";
import { Avatar } from "../../../ui/avatar.tsx";
import { TagChip } from "../../../ui/badge.tsx";
import { Button, IconButton } from "../../../ui/button.tsx";
import { Menu, MenuItem, MenuSeparator } from "../../../ui/menu.tsx";
import { useCommands } from "../actions/commands.ts";
import { useInbox } from "../context.ts";
import { useTagsByName, useTeams } from "../queries/lookups.ts";
import { splitting } from "../split/splitting.ts";
import { PriorityIcon, StatusIcon } from "../status.tsx";
import { DeleteForGood } from "./DeleteForGood.tsx";
import { FollowButton, FollowItem } from "./FollowButton.tsx";
import { PresenceLine } from "./PresenceLine.tsx";
import { SubjectLine } from "./SubjectLine.tsx";

export function ThreadHeader({ detail }: { detail: ConversationDetail }) {
  const { t } = useTranslation("inbox");
  const inbox = useInbox();
  const commands = useCommands();
  const may = useCan()("conversations.update");
  const resolved = detail.status === "resolved";
  return (
    <header className="shrink-0 border-b border-line ps-4 pe-2">
      <div className="flex h-11 items-center gap-1">
        {(inbox.narrow || inbox.layout === "table") && (
          <IconButton label={t("thread.back")} action="back" className="-ms-2" onClick={() => inbox.open(null)}>
            <ArrowLeft className="rtl:rotate-180" />
          </IconButton>
        )}
        <SubjectLine key={detail.id} detail={detail} />
        <FollowButton detail={detail} />
        <IconButton
          label={t("action.snooze")}
          action="snooze"
          disabled={!may}
          className="max-md:hidden"
          onClick={() => inbox.openPicker("snooze", detail.id)}
        >
          <AlarmClock />
        </IconButton>
        <MoreMenu detail={detail} disabled={!may} />
        <Button
          size="sm"
          look="secondary"
          disabled={!may}
          className="mx-1"
          onClick={() => void commands.setStatus(detail.id, resolved ? "open" : "resolved")}
        >
          {resolved ? <RotateCcw /> : <Check />}
          {t(resolved ? "action.reopen" : "action.resolve")}
        </Button>
        {(inbox.narrow || !inbox.panels.contact) && (
          <IconButton
            label={t("thread.show_contact")}
            action="panel-contact"
            onClick={() => inbox.togglePanel("contact")}
          >
            <PanelRight className="rtl:-scale-x-100" />
          </IconButton>
        )}
      </div>
      <Facts detail={detail} />
    </header>
  );
}

const ConversationTickets = lazy(() =>
  import("../../tickets/ConversationTickets.tsx").then((module) => ({ default: module.ConversationTickets })),
);

const fact =
  "inline-flex h-6 max-w-48 shrink-0 items-center gap-1.5 rounded-md px-1.5 text-xs text-muted hover:bg-hover hover:text-ink disabled:pointer-events-none [&_svg]:size-3.5";

/** Each fact is the button that changes it. */
function Facts({ detail }: { detail: ConversationDetail }) {
  const { t } = useTranslation("inbox");
  const { openPicker } = useInbox();
  const tags = useTagsByName();
  const team = useTeams().find((one) => one.id === detail.team_id);
  const can = useCan();
  const asleep = detail.snoozed_until !== null && Date.parse(detail.snoozed_until) > Date.now();
  const update = !can("conversations.update");
  return (
    <div className="-ms-1.5 flex flex-wrap items-center gap-x-1 gap-y-0.5 pb-1.5">
      <button
        type="button"
        className={fact}
        disabled={update}
        title={t("action.status")}
        onClick={() => openPicker("status", detail.id)}
      >
        <StatusIcon status={detail.status} /> {t(`status.${detail.status}`, { ns: "common" })}
      </button>
      {asleep && (
        <button type="button" className={fact} disabled={update} onClick={() => openPicker("snooze", detail.id)}>
          <AlarmClock aria-hidden /> {t("row.snoozed_until", { time: formatDateTime(detail.snoozed_until!) })}
        </button>
      )}
      <button
        type="button"
        className={fact}
        disabled={update}
        title={t("action.priority")}
        onClick={() => openPicker("priority", detail.id)}
      >
        <PriorityIcon priority={detail.priority} /> {t(`priority.${detail.priority}`, { ns: "common" })}
      </button>
      <button
        type="button"
        className={fact}
        disabled={!can("conversations.assign")}
        title={t("action.assign")}
        onClick={() => openPicker("assign", detail.id)}
      >
        {detail.assignee ? (
          <Avatar name={detail.assignee.name} id={detail.assignee.id} size="xs" />
        ) : (
          <UserRoundPlus aria-hidden />
        )}
        <bdi className="truncate">{detail.assignee?.name || t("thread.assign")}</bdi>
        {team && <bdi className="truncate text-faint">· {team.name}</bdi>}
      </button>
      <button
        type="button"
        className={`${fact} max-w-full`}
        disabled={update}
        title={t("action.tag")}
        onClick={() => openPicker("tag", detail.id)}
      >
        {detail.tags.length === 0 ? (
          <>
            <TagIcon aria-hidden /> {t("thread.add_tag")}
          </>
        ) : (
          <>
            <span className="sr-only">{t("action.tag")}:</span>
            {detail.tags.slice(0, 4).map((name) => (
              <TagChip key={name} name={name} color={tags.get(name)?.color ?? "gray"} />
            ))}
            {detail.tags.length > 4 && `+${detail.tags.length - 4}`}
          </>
        )}
      </button>
      <AfterPaint>
        <Suspense>
          <ConversationTickets detail={detail} />
        </Suspense>
      </AfterPaint>
      <PresenceLine id={detail.id} />
    </div>
  );
}

function MoreMenu({ detail, disabled }: { detail: ConversationDetail; disabled: boolean }) {
  const { t } = useTranslation(["inbox", "timeline"]);
  const inbox = useInbox();
  const commands = useCommands();
  const { id, folder } = detail;
  const mayErase = useCan()("conversations.delete") && folder === "trash";
  const [erasing, setErasing] = useState(false);
  useAction({
    id: "delete-for-good",
    label: t("erase.action", { ns: "timeline" }),
    group: t("group.conversation"),
    when: () => mayErase,
    run: () => setErasing(true),
  });
  return (
    <>
      <Menu
        align="end"
        trigger={
          <IconButton label={t("more", { ns: "common" })} disabled={disabled}>
            <EllipsisVertical />
          </IconButton>
        }
      >
        <MenuItem icon={<MailOpen />} action="unread" onSelect={() => commands.unread(id)}>
          {t("action.unread")}
        </MenuItem>
        <MenuItem icon={<AlarmClock />} action="snooze" onSelect={() => inbox.openPicker("snooze", id)}>
          {t("action.snooze")}
        </MenuItem>
        <FollowItem detail={detail} />
        <MenuItem icon={<ArrowRightLeft />} action="transfer" onSelect={() => inbox.openPicker("transfer", id)}>
          {t("action.transfer")}
        </MenuItem>
        <MenuItem icon={<Merge />} action="merge" onSelect={() => inbox.openPicker("merge", id)}>
          {t("action.merge")}
        </MenuItem>
        {detail.message_count > 1 && (
          <MenuItem
            icon={<Split className="rtl:-scale-x-100" />}
            action="split"
            onSelect={() => splitting.set({ conversationId: id, from: null })}
          >
            {t("action.split")}
          </MenuItem>
        )}
        <MenuSeparator />
        {folder !== "inbox" && (
          <MenuItem icon={<InboxIcon />} onSelect={() => void commands.move(id, "inbox")}>
            {t("action.to_inbox")}
          </MenuItem>
        )}
        {folder !== "spam" && (
          <MenuItem icon={<OctagonAlert />} action="spam" onSelect={() => void commands.move(id, "spam")}>
            {t("action.spam")}
          </MenuItem>
        )}
        {folder !== "trash" && (
          <MenuItem icon={<Trash2 />} action="trash" danger onSelect={() => void commands.move(id, "trash")}>
            {t("action.trash")}
          </MenuItem>
        )}
        {mayErase && (
          <MenuItem icon={<Trash2 />} action="delete-for-good" danger onSelect={() => setErasing(true)}>
            {t("erase.action", { ns: "timeline" })}
          </MenuItem>
        )}
      </Menu>
      {erasing && <DeleteForGood detail={detail} onClose={() => setErasing(false)} />}
    </>
  );
}
