/** Send, and what should become of the conversation with it. */
import type { Status } from "@omniflow/contract";
import { CalendarClock, ChevronDown, SendHorizontal, StickyNote } from "lucide-react";
import { lazy, memo, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDateTime } from "../../../i18n/format.ts";
import { useAction } from "../../../keyboard/react.tsx";
import { cn } from "../../../lib/cn.ts";
import { whenIdle } from "../../../lib/idle.ts";
import { Button } from "../../../ui/button.tsx";
import { Menu, MenuItem, MenuSeparator, SubMenu } from "../../../ui/menu.tsx";
import { Tooltip } from "../../../ui/tooltip.tsx";
import { StatusIcon } from "../status.tsx";
import { laterPresets } from "./send-later.ts";

const loadPicker = () => import("../time/TimePicker.tsx");
const TimePicker = lazy(() => loadPicker().then((module) => ({ default: module.TimePicker })));

type SendProps = { note: boolean; disabled: boolean; onSend: (status?: Status, at?: Date) => void };
const choices = ["resolved", "pending", "open", "on_hold"] as const;

export const SendButton = memo(function SendButton({ note, disabled, onSend }: SendProps) {
  const { t } = useTranslation("inbox");
  const [choosing, setChoosing] = useState(false);
  // There before the key is pressed: what is typed next belongs to it.
  useEffect(() => whenIdle(() => void loadPicker()), []);
  useAction(
    note
      ? null
      : {
          id: "send-later",
          label: t("later.send"),
          whileTyping: true,
          when: () => !disabled,
          run: () => setChoosing(true),
        },
  );
  useAction(
    note
      ? null
      : {
          id: "send-resolve",
          label: t("compose.send_and.resolved"),
          whileTyping: true,
          when: () => !disabled,
          run: () => onSend("resolved"),
        },
  );
  const later = laterPresets(new Date()).map(({ key, at }) => ({ key, at, label: t(`later.${key}`) }));
  if (note) {
    return (
      <Tooltip label={t("compose.add_note")} action="send" side="top">
        <Button
          size="sm"
          look="primary"
          className="bg-note-ink text-note hover:bg-note-ink/90"
          disabled={disabled}
          onClick={() => onSend()}
        >
          <StickyNote /> {t("compose.add_note")}
        </Button>
      </Tooltip>
    );
  }
  return (
    <div className="flex">
      <Tooltip label={t("compose.send")} action="send" side="top">
        <Button size="sm" look="primary" className="rounded-e-none" disabled={disabled} onClick={() => onSend()}>
          <SendHorizontal className="rtl:-scale-x-100" /> {t("compose.send")}
        </Button>
      </Tooltip>
      <Menu
        align="end"
        side="top"
        trigger={
          <Button
            size="sm"
            look="primary"
            aria-label={t("compose.send_options")}
            disabled={disabled}
            className={cn("rounded-s-none border-s border-on-accent/25 px-1.5")}
          >
            <ChevronDown />
          </Button>
        }
      >
        {choices.map((status) => (
          <MenuItem
            key={status}
            icon={<StatusIcon status={status} />}
            {...(status === "resolved" ? { action: "send-resolve" } : {})}
            onSelect={() => onSend(status)}
          >
            {t(`compose.send_and.${status}`)}
          </MenuItem>
        ))}
        <MenuSeparator />
        <SubMenu icon={<CalendarClock />} label={t("later.send")}>
          {later.map(({ key, at, label }) => (
            <MenuItem key={key} onSelect={() => onSend(undefined, at)}>
              <span className="flex justify-between gap-6">
                {label}
                <time dateTime={at.toISOString()} className="text-xs leading-5 text-muted">
                  {formatDateTime(at)}
                </time>
              </span>
            </MenuItem>
          ))}
          <MenuItem action="send-later" onSelect={() => setChoosing(true)}>
            {t("snooze.custom")}
          </MenuItem>
        </SubMenu>
      </Menu>
      <Suspense>
        {choosing && (
          <TimePicker
            label={t("later.send")}
            placeholder={t("later.when")}
            presets={later}
            choose={t("later.send")}
            onClose={() => setChoosing(false)}
            onChoose={(at) => {
              setChoosing(false);
              onSend(undefined, at);
            }}
          />
        )}
      </Suspense>
    </div>
  );
});
