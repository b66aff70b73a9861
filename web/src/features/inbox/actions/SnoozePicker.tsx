/** Until when it sleeps, and whether a reply of the customer ends the sleep. */
import type { Conversation } from "@omniflow/contract";
import { Sun } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Checkbox } from "../../../ui/check.tsx";
import { CommandItem } from "../../../ui/command.tsx";
import { TimePicker } from "../time/TimePicker.tsx";
import { useCommands } from "./commands.ts";
import type { PickerProps } from "./Pickers.tsx";
import { snoozePresets } from "./snooze.ts";

export function SnoozePicker({ id, onClose }: PickerProps) {
  const { t } = useTranslation("inbox");
  const commands = useCommands();
  const row: (Conversation & { wake_on_reply?: boolean }) | null = commands.find(id);
  const asleep = row?.snoozed_until;
  const [wakeOnReply, setWakeOnReply] = useState(asleep ? row?.wake_on_reply !== false : true);
  const choose = (until: Date | null) => {
    onClose();
    void commands.snooze(id, until, wakeOnReply);
  };
  return (
    <TimePicker
      label={t("action.snooze")}
      placeholder={t("time.snooze")}
      choose={t("action.snooze")}
      presets={snoozePresets(new Date()).map(({ key, until }) => ({ key, at: until, label: t(`snooze.${key}`) }))}
      onChoose={choose}
      onClose={onClose}
      more={
        asleep && (
          <CommandItem value="wake" icon={<Sun />} onSelect={() => choose(null)}>
            {t("snooze.wake")}
          </CommandItem>
        )
      }
      footer={<Checkbox label={t("snooze.on_reply")} checked={wakeOnReply} onChange={setWakeOnReply} />}
    />
  );
}
