/** Below the list while rows are selected: how many, and everything that can be done to them, with the keys of one. */
import type { Conversation } from "@omniflow/contract";
import { useQueryClient } from "@tanstack/react-query";
import {
  AlarmClock,
  ArrowRightLeft,
  BellOff,
  BellRing,
  Check,
  EllipsisVertical,
  Flag,
  Inbox as InboxIcon,
  MailOpen,
  Merge,
  OctagonAlert,
  RotateCcw,
  Tag,
  TicketPlus,
  Trash2,
  UserRoundPlus,
  X,
} from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { connection } from "../../../api/realtime.ts";
import { useCan } from "../../../frame/me.ts";
import { Actions } from "../../../keyboard/react.tsx";
import { useStore } from "../../../lib/store.ts";
import { Button, IconButton } from "../../../ui/button.tsx";
import { Menu, MenuItem } from "../../../ui/menu.tsx";
import { notify } from "../../../ui/toast.tsx";
import { CommandsContext } from "../actions/commands.ts";
import { Pickers } from "../actions/Pickers.tsx";
import { InboxContext, type PickerKind, useInbox } from "../context.ts";
import { MergePicker } from "../merge/MergePicker.tsx";
import { findCached } from "../queries/cache.ts";
import { StatusIcon } from "../status.tsx";
import { BulkTagPicker } from "./BulkTagPicker.tsx";
import { mostIds, mostOfView } from "./perform.ts";
import { nothing, selection } from "./selection.ts";
import { useBulk } from "./use-bulk.ts";

const BulkTicket = lazy(() => import("./BulkTicket.tsx").then((module) => ({ default: module.BulkTicket })));
const EraseMany = lazy(() => import("./EraseMany.tsx").then((module) => ({ default: module.EraseMany })));

export function BulkBar({ rows, hasMore }: { rows: Conversation[]; hasMore: boolean }) {
  const { t } = useTranslation("triage");
  const inbox = useInbox();
  const { all, ids } = useStore(selection);
  const { commands, change } = useBulk();
  const can = useCan();
  const [picker, setPicker] = useState<PickerKind | null>(null);
  const [erasing, setErasing] = useState(false);
  const [ticketing, setTicketing] = useState(false);
  const mayTicket = can("tickets.create") || can("tickets.update");
  const folder =
    inbox.view.kind === "named" && (inbox.view.name === "spam" || inbox.view.name === "trash")
      ? inbox.view.name
      : "inbox";
  const resolved = inbox.view.kind === "named" && inbox.view.name === "resolved";
  const finished = resolved ? "open" : "resolved";
  const clear = () => selection.set(nothing);
  const everything = () => selection.set({ all: true, ids: new Set(), anchor: null });
  const mayMerge = !all && ids.size > 0;

  const away = useStore(connection) === "offline";
  const acting = (id: string, run: () => unknown) => ({
    id,
    label: t("bulk.label"),
    group: t("bulk.group"),
    unlisted: true,
    run: () => void (away ? notify({ tone: "error", text: t("bulk.offline") }) : run()),
  });
  const button = (id: PickerKind, icon: React.ReactNode) => (
    <IconButton
      size="sm"
      disabled={away}
      label={t(`action.${id}`, { ns: "inbox" })}
      action={id}
      onClick={() => setPicker(id)}
    >
      {icon}
    </IconButton>
  );
  return (
    <section
      aria-label={t("bulk.label")}
      className="z-10 shrink-0 animate-rise border-t border-line bg-raised px-2 py-1.5 shadow-float"
    >
      <Actions
        list={[
          acting("assign", () => setPicker("assign")),
          acting("assign-me", () => commands.assignToMe("")),
          acting("transfer", () => setPicker("transfer")),
          acting("tag", () => setPicker("tag")),
          acting("status", () => setPicker("status")),
          acting("priority", () => setPicker("priority")),
          acting("snooze", () => setPicker("snooze")),
          acting("resolve", () => commands.setStatus("", finished)),
          acting("unread", () => commands.unread("")),
          acting("bulk-read", () => change({ unread: false })),
          acting("follow", () => change({ following: true })),
          acting("spam", () => commands.move("", folder === "spam" ? "inbox" : "spam")),
          acting("trash", () => commands.move("", folder === "trash" ? "inbox" : "trash")),
          mayMerge ? acting("merge", () => setPicker("merge")) : null,
          mayTicket ? acting("convert-to-ticket", () => setTicketing(true)) : null,
          { ...acting("select-all", everything), run: everything },
          { ...acting("bulk-clear", clear), run: clear, when: () => inbox.openId === null },
        ]}
      />
      <div className="flex items-center gap-1">
        <IconButton size="sm" label={t("bulk.clear")} action="bulk-clear" onClick={clear}>
          <X />
        </IconButton>
        <span role="status" className="me-auto min-w-0 truncate text-sm font-medium text-ink tabular">
          {all
            ? ids.size > 0
              ? t("bulk.selected_all_but", { count: ids.size })
              : t("bulk.selected_all")
            : t("bulk.selected", { count: ids.size })}
        </span>
        {button("assign", <UserRoundPlus />)}
        {button("tag", <Tag />)}
        {button("snooze", <AlarmClock />)}
        <IconButton
          size="sm"
          disabled={away}
          label={resolved ? t("bulk.reopen") : t("action.resolve", { ns: "inbox" })}
          action="resolve"
          onClick={() => void commands.setStatus("", finished)}
        >
          {resolved ? <RotateCcw /> : <Check />}
        </IconButton>
        <Menu
          side="top"
          align="end"
          trigger={
            <IconButton size="sm" disabled={away} label={t("more", { ns: "common" })}>
              <EllipsisVertical />
            </IconButton>
          }
        >
          <MenuItem icon={<StatusIcon status="pending" />} action="status" onSelect={() => setPicker("status")}>
            {t("action.status", { ns: "inbox" })}
          </MenuItem>
          <MenuItem icon={<Flag />} action="priority" onSelect={() => setPicker("priority")}>
            {t("action.priority", { ns: "inbox" })}
          </MenuItem>
          <MenuItem icon={<ArrowRightLeft />} action="transfer" onSelect={() => setPicker("transfer")}>
            {t("action.transfer", { ns: "inbox" })}
          </MenuItem>
          {mayMerge && (
            <MenuItem icon={<Merge />} action="merge" onSelect={() => setPicker("merge")}>
              {t("bulk.merge")}
            </MenuItem>
          )}
          {mayTicket && (
            <MenuItem icon={<TicketPlus />} action="convert-to-ticket" onSelect={() => setTicketing(true)}>
              {t("bulk.ticket")}
            </MenuItem>
          )}
          <MenuItem icon={<MailOpen />} action="unread" onSelect={() => commands.unread("")}>
            {t("bulk.unread")}
          </MenuItem>
          <MenuItem icon={<MailOpen />} action="bulk-read" onSelect={() => void change({ unread: false })}>
            {t("bulk.read")}
          </MenuItem>
          <MenuItem icon={<BellRing />} action="follow" onSelect={() => void change({ following: true })}>
            {t("bulk.follow")}
          </MenuItem>
          <MenuItem icon={<BellOff />} onSelect={() => void change({ following: false })}>
            {t("bulk.unfollow")}
          </MenuItem>
          {folder !== "inbox" && (
            <MenuItem icon={<InboxIcon />} onSelect={() => void commands.move("", "inbox")}>
              {t("action.to_inbox", { ns: "inbox" })}
            </MenuItem>
          )}
          {folder !== "spam" && (
            <MenuItem icon={<OctagonAlert />} action="spam" onSelect={() => void commands.move("", "spam")}>
              {t("action.spam", { ns: "inbox" })}
            </MenuItem>
          )}
          {folder !== "trash" && (
            <MenuItem icon={<Trash2 />} action="trash" danger onSelect={() => void commands.move("", "trash")}>
              {t("action.trash", { ns: "inbox" })}
            </MenuItem>
          )}
          {folder === "trash" && can("conversations.delete") && (
            <MenuItem icon={<Trash2 />} danger onSelect={() => setErasing(true)}>
              {t("bulk.erase")}
            </MenuItem>
          )}
        </Menu>
      </div>
      {away && (
        <p role="status" className="px-1 pt-0.5 text-xs text-warning-ink">
          {t("bulk.offline")}
        </p>
      )}
      {(all || ids.size > mostIds) && (
        <p className="px-1 pt-0.5 text-xs text-muted">
          {all ? t("bulk.limit_all", { max: mostOfView }) : t("bulk.too_many", { count: mostIds })}
        </p>
      )}
      {!all && (
        <div className="mt-0.5 flex flex-wrap gap-1">
          {rows.length > ids.size && (
            <Button
              look="ghost"
              size="sm"
              onClick={() => selection.set({ all: false, ids: new Set(rows.map((row) => row.id)), anchor: null })}
            >
              {t("bulk.select_loaded", { count: rows.length })}
            </Button>
          )}
          {hasMore && (
            <Button look="ghost" size="sm" onClick={everything}>
              {t("bulk.select_all")}
            </Button>
          )}
        </div>
      )}
      {ticketing && (
        <Suspense>
          <BulkTicket
            count={all ? null : ids.size}
            onDone={(ticket) => void change({ ticket })}
            onClose={() => setTicketing(false)}
          />
        </Suspense>
      )}
      {erasing && (
        <Suspense>
          <EraseMany onErase={() => change({ erased: true })} onClose={() => setErasing(false)} />
        </Suspense>
      )}
      <BulkPicker
        picker={picker}
        onClose={() => setPicker(null)}
        commands={commands}
        onTags={(add, remove) =>
          void change({ ...(add.length ? { add_tags: add } : {}), ...(remove.length ? { remove_tags: remove } : {}) })
        }
      />
    </section>
  );
}

type PickerProps = {
  picker: PickerKind | null;
  onClose: () => void;
  commands: ReturnType<typeof useBulk>["commands"];
  onTags: (add: string[], remove: string[]) => void;
};

/** The pickers of one conversation, told that they are about the selection. */
function BulkPicker({ picker, onClose, commands, onTags }: PickerProps) {
  const client = useQueryClient();
  const inbox = useInbox();
  const { ids } = useStore(selection);
  if (!picker) return null;
  if (picker === "tag") {
    const some = new Set([...ids].flatMap((id) => findCached(client, id)?.tags ?? []));
    return <BulkTagPicker some={some} onClose={onClose} onApply={onTags} />;
  }
  if (picker === "merge") return <MergePicker ids={[...ids]} onClose={onClose} />;
  return (
    <CommandsContext value={commands}>
      <InboxContext value={{ ...inbox, picker: { kind: picker, id: [...ids][0] ?? "" }, closePicker: onClose }}>
        <Pickers />
      </InboxContext>
    </CommandsContext>
  );
}
