/** Send, and what should become of the conversation with it. */
import type { Status } from "@omniflow/contract";
import { ChevronDown, SendHorizontal, StickyNote } from "lucide-react";
import { useTranslation } from "react-i18next";
import { cn } from "../../../lib/cn.ts";
import { Button } from "../../../ui/button.tsx";
import { Menu, MenuItem } from "../../../ui/menu.tsx";
import { Tooltip } from "../../../ui/tooltip.tsx";
import { StatusIcon } from "../status.tsx";

type SendProps = { note: boolean; disabled: boolean; onSend: (status?: Status) => void };
const choices = ["resolved", "pending", "open", "on_hold"] as const;

export function SendButton({ note, disabled, onSend }: SendProps) {
  const { t } = useTranslation("inbox");
  if (note) {
    return (
      <Tooltip label={t("compose.add_note")} keys="mod+enter" side="top">
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
      <Tooltip label={t("compose.send")} keys="mod+enter" side="top">
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
          <MenuItem key={status} icon={<StatusIcon status={status} />} onSelect={() => onSend(status)}>
            {t(`compose.send_and.${status}`)}
          </MenuItem>
        ))}
      </Menu>
    </div>
  );
}
